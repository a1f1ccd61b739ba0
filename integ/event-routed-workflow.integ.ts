import { App, Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { EventDeduplication, EventMatch, EventRoute, EventRoutedWorkflow, RouteInput } from '../src';

/**
 * A workflow that can be started by events, and answers by others:
 *
 * `aws events put-events --entries '[{ "EventBusName": "<bus>", "Source": "integ.orders", "DetailType": "Order Placed",
 * "Detail": "{ \"orderId\": \"o-1\", \"total\": 120, \"fails\": false }" }]'`
 *
 * The same order again is a duplicate, one of 100 starts nothing, one that `fails` is announced as such.
 *
 * Accounts: one.
 */
const stack = new Stack(new App(), 'CdkWorkflowsEventRoutedWorkflow');
const bus = new events.EventBus(stack, 'Bus');

const work = sfn.Choice.jsonata(stack, 'Fails?')
  .when(
    sfn.Condition.jsonata('{% $states.input.fails = true %}'),
    sfn.Fail.jsonata(stack, 'Fails', { error: 'AsAsked', cause: 'the order said so' }),
  )
  .otherwise(sfn.Succeed.jsonata(stack, 'Done', { outputs: { done: '{% $states.input.orderId %}' } }));

const routed = new EventRoutedWorkflow(stack, 'Orders', {
  bus,
  routes: [
    EventRoute.of({
      source: ['integ.orders'],
      detailType: ['Order Placed'],
      detail: { total: EventMatch.numeric('>', 100) },
      examples: [{ detail: { total: 120 } }],
      counterExamples: [{ detail: { total: 100 } }],
    }),
    EventRoute.of({ source: [EventMatch.prefix('integ.')], detailType: ['Order Confirmed'], acceptReplays: true }),
  ],
  input: RouteInput.detailOnly(),
  deduplicate: EventDeduplication.byExpression('{% $event.detail.orderId %}', { window: Duration.hours(1) }),
  definition: work,
});
routed.workflow.announceTo(bus, { source: 'cdk-workflows.integ' });
