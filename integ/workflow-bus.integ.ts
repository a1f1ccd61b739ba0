import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { BusArchive, EventRoute, EventRoutedWorkflow, WorkflowBus } from '../src';

/**
 * A bus with a key, an archive and a log. An event that is put onto it stands in the log `/aws/events/…`, is counted in
 * the archive, and starts an execution:
 *
 * `aws events put-events --entries '[{ "EventBusName": "<bus>", "Source": "integ.orders", "DetailType": "Order Placed",
 * "Detail": "{ \"orderId\": \"o-1\" }" }]'`
 *
 * With the key disabled, the event is in the dead-letter queue of the bus.
 */
const stack = new Stack(new App(), 'CdkWorkflowsWorkflowBus');
const orders = new WorkflowBus(stack, 'Orders', {
  encryptionKey: new kms.Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY }),
  archive: BusArchive.keepFor(Duration.days(1), { removalPolicy: RemovalPolicy.DESTROY }),
  catchAllLog: { retention: logs.RetentionDays.ONE_DAY },
});
new WorkflowBus(stack, 'Returns', { archive: BusArchive.none(), schemaDiscovery: true });

new EventRoutedWorkflow(stack, 'Fulfilment', {
  bus: orders.bus,
  routes: [EventRoute.of({ source: ['integ.orders'], detailType: ['Order Placed'] })],
  definition: new sfn.Pass(stack, 'Fulfil'),
});
