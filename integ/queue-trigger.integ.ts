import { App, Duration, Size, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { BatchDelivery, ExecutionName, PipeFilter, QueueTrigger, Workflow } from '../src';

/**
 * Two queues that start workflows. Send `{ "orderId": "o-1", "status": "PAID" }` to the first: an execution called `o-1`
 * starts, once however often it is sent; what is not paid is deleted. Send `poison` and something else to the second: the
 * workflow is Express and fails for the one, which ends in the dead-letter queue after five tries.
 *
 * Accounts: one.
 */
const stack = new Stack(new App(), 'CdkWorkflowsQueueTrigger');

new QueueTrigger(stack, 'PaidOrders', {
  workflow: new Workflow(stack, 'Fulfil', { definition: sfn.Pass.jsonata(stack, 'Ship') }).stateMachine,
  filters: [PipeFilter.data({ status: ['PAID'] })],
  delivery: BatchDelivery.perMessage({ executionName: ExecutionName.bodyField('orderId') }),
});

const fussy = sfn.Choice.jsonata(stack, 'Poison?')
  .when(
    sfn.Condition.jsonata('{% $states.input = "poison" %}'),
    sfn.Fail.jsonata(stack, 'Refuse', { error: 'Poison', cause: 'not this one' }),
  )
  .otherwise(sfn.Pass.jsonata(stack, 'Work'));

new QueueTrigger(stack, 'Messages', {
  workflow: new Workflow(stack, 'Check', { definition: fussy, stateMachineType: sfn.StateMachineType.EXPRESS })
    .stateMachine,
  delivery: BatchDelivery.perMessage({ size: 10, window: Duration.seconds(5), messageSize: Size.kibibytes(20) }),
});
