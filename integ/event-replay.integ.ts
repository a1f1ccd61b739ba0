import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { EventDeduplication, EventReplay, EventRoute, EventRoutedWorkflow } from '../src';

/**
 * A bus whose events can be replayed into one of two workflows:
 *
 * `aws events put-events --entries '[{ "EventBusName": "<bus>", "Source": "integ.orders", "DetailType": "Order Placed",
 * "Detail": "{ \"orderId\": \"o-1\" }" }]'`
 *
 * Ten minutes later `aws stepfunctions start-execution --state-machine-arn <Replay> --input '{ "from": "…", "to": "…" }'` with
 * the times around it: one more execution of `Repaired`, none of `Spared`.
 */
const stack = new Stack(new App(), 'CdkWorkflowsEventReplay');
const bus = new events.EventBus(stack, 'Bus');
const placed = { source: ['integ.orders'], detailType: ['Order Placed'] };

const repaired = new EventRoutedWorkflow(stack, 'Repaired', {
  bus,
  routes: [EventRoute.of({ ...placed, acceptReplays: true })],
  deduplicate: EventDeduplication.byEventId({ window: Duration.hours(1) }),
  definition: new sfn.Pass(stack, 'Repair'),
});
new EventRoutedWorkflow(stack, 'Spared', {
  bus,
  routes: [EventRoute.of(placed)],
  definition: new sfn.Pass(stack, 'Charge'),
});
const archive = bus.archive('Archive', { eventPattern: { source: placed.source }, retention: Duration.days(1) });
archive.applyRemovalPolicy(RemovalPolicy.DESTROY);
new EventReplay(stack, 'Replay', { archive, rules: [repaired.rule], timeout: Duration.hours(1) });
