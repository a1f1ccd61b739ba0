import { Duration, type Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { BatchDelivery } from '../../src';
import { testFunction } from '../functions';
import { QueueApp } from './queue-app';

// What docs/queue-trigger.md advises.

test('a Map over a batch reports the messages that failed, and only these come again', async () => {
  const definition = (stack: Stack) => {
    const work = tasks.LambdaInvoke.jsonata(stack, 'Work', {
      lambdaFunction: testFunction(stack, 'Charge'),
      payload: sfn.TaskInput.fromText('{% $states.input.body %}'),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(35)),
      outputs: {},
    });
    work.addCatch(sfn.Succeed.jsonata(stack, 'Report'), {
      outputs: { itemIdentifier: '{% $states.input.messageId %}' },
    });
    return sfn.Map.jsonata(stack, 'Each message', {
      outputs: { batchItemFailures: '{% [$states.result[$exists(itemIdentifier)]] %}' },
    }).itemProcessor(work);
  };
  const delivery = BatchDelivery.wholeBatch({ size: 10, window: Duration.seconds(20) });
  const app = new QueueApp({ express: true, definition, trigger: () => ({ delivery }) });
  const rehearsal = app.rehearse();
  rehearsal.mock('Work', (body: string) => {
    if (body === 'poison') throw new Error('refused');
    return body;
  });
  for (const body of ['a', 'poison', 'b']) await rehearsal.sendMessage(app.trigger.queue, body);
  await rehearsal.advance(Duration.hours(3));
  expect(app.inputs(rehearsal).map((batch) => (batch as unknown[]).length)).toEqual([3, 1, 1, 1, 1]);
  expect(rehearsal.deadLetters()).toMatchObject([{ body: 'poison' }]);
});

test('a workflow that nobody waits for keeps what failed', async () => {
  const definition = (stack: Stack) => {
    const work = tasks.LambdaInvoke.jsonata(stack, 'Charge', {
      lambdaFunction: testFunction(stack, 'Fn'),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(35)),
    });
    const lost = tasks.SqsSendMessage.jsonata(stack, 'Keep what failed', {
      queue: new sqs.Queue(stack, 'Failures'),
      messageBody: sfn.TaskInput.fromObject({
        input: '{% $states.context.Execution.Input %}',
        error: '{% $states.input.Error %}',
      }),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(10)),
    });
    return work.addCatch(lost.next(sfn.Fail.jsonata(stack, 'Failed', { error: 'Payments.Failed', cause: 'kept' })));
  };
  const app = new QueueApp({ definition });
  const rehearsal = app.rehearse().fail('Charge', { error: 'CardDeclined' });
  await rehearsal.sendMessage(app.trigger.queue, { orderId: 'o-1' });
  await rehearsal.advance(Duration.hours(3));
  expect(rehearsal.messages(app.stack.node.findChild('Failures') as sqs.Queue)).toEqual([
    { input: { orderId: 'o-1' }, error: 'CardDeclined' },
  ]);
  expect(app.inputs(rehearsal)).toHaveLength(1);
  expect(rehearsal.deadLetters()).toEqual([]);
});
