import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  BusAccess,
  BusArchive,
  BusForwarder,
  CrossAccountBus,
  EventRoute,
  EventRoutedWorkflow,
  WorkflowBus,
} from '../src';

/**
 * What happens to objects goes from the default bus to a bus that others may send to as well, and starts an execution there:
 *
 * `aws s3 cp a.txt s3://<bucket>/`
 *
 * An event of `integ.orders` that is put onto the bus `Orders` arrives, too. To see a sender refused, put it onto the central
 * bus with the credentials of an account that is not admitted.
 */
const stack = new Stack(new App(), 'CdkWorkflowsCrossAccountBus');
const central = new CrossAccountBus(stack, 'Central', {
  busName: 'cdk-workflows-integ-central',
  archive: BusArchive.none(),
  access: [
    BusAccess.account('111122223333', { sources: ['integ.orders', 'aws.s3'] }),
    BusAccess.organization('o-exampleorgid', { sources: ['integ.audit'], detailTypes: ['Signed In'] }),
  ],
});

const bucket = new s3.CfnBucket(stack, 'Bucket', {
  notificationConfiguration: { eventBridgeConfiguration: { eventBridgeEnabled: true } },
});
bucket.applyRemovalPolicy(RemovalPolicy.DESTROY);
const stored = EventRoute.of({
  source: ['aws.s3'],
  detailType: ['Object Created'],
  detail: { bucket: { name: bucket.ref } },
});
new BusForwarder(stack, 'Stored', { route: stored, targetBus: central.bus });

const placed = EventRoute.of({ source: ['integ.orders'], detailType: ['Order Placed'] });
const orders = new WorkflowBus(stack, 'Orders', { archive: BusArchive.none() });
new BusForwarder(stack, 'Placed', { route: placed, sourceBus: orders.bus, targetBus: central.bus });

new EventRoutedWorkflow(stack, 'Work', {
  bus: central.bus,
  routes: [stored, placed],
  definition: new sfn.Pass(stack, 'Done'),
});
