import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { WorkflowApi, type WorkflowApiProps } from '../../../src';
import { expressWorkflow, newStack, rehearsed } from './api-app';
import { clientOf } from './client';

function syncApi(
  define: (stack: ReturnType<typeof newStack>) => sfn.IChainable,
  props: Partial<WorkflowApiProps> = {},
) {
  const stack = newStack();
  const workflow = expressWorkflow(stack, define(stack));
  new WorkflowApi(stack, 'Api', { workflow: workflow.stateMachine, path: 'quotes', sync: true, ...props });
  return rehearsed(stack);
}

const failing = (error: string) => (stack: ReturnType<typeof newStack>) =>
  sfn.Fail.jsonata(stack, 'No', { error, cause: 'at arn:aws:lambda:us-east-1:111122223333:function:x' });

test('the output of the workflow is the answer', async () => {
  const rehearsal = syncApi((stack) =>
    sfn.Pass.jsonata(stack, 'Say', { outputs: { said: '{% $states.input.text %}', list: [1, 2.5, null] } }),
  );

  expect(await clientOf(rehearsal)('POST', '/quotes', { body: { text: `it's "\\ü\u0001` } })).toMatchObject({
    status: 200,
    body: { said: `it's "\\ü\u0001`, list: [1, 2.5, null] },
  });
});

test('a workflow that fails is answered 500, and neither error nor cause is told', async () => {
  const { status, body } = await clientOf(syncApi(failing('OutOfStock')))('POST', '/quotes', { body: {} });

  expect(status).toBe(500);
  expect(body).toEqual({ message: 'The workflow failed.', requestId: expect.any(String) });
});

test('errors that have a status code are told by their names', async () => {
  const errorStatusCodes = { OutOfStock: 409, 'Saga.Late': 410 };
  const send = clientOf(syncApi(failing('OutOfStock'), { errorStatusCodes }));
  expect(await send('POST', '/quotes', { body: {} })).toMatchObject({
    status: 409,
    body: { message: 'The workflow refused the request.', error: 'OutOfStock' },
  });
  const other = clientOf(syncApi(failing('OutOfStockX'), { errorStatusCodes }));
  expect(await other('POST', '/quotes', { body: {} })).toMatchObject({ status: 500 });
});

test('a workflow that runs out of its own time is answered 504', async () => {
  const rehearsal = syncApi((stack) =>
    sfn.Wait.jsonata(stack, 'Rest', { time: sfn.WaitTime.duration(Duration.seconds(25)) }),
  );
  expect(await clientOf(rehearsal)('POST', '/quotes', { body: {} })).toMatchObject({
    status: 504,
    body: { message: 'The workflow did not end in time.' },
  });
});

test('API Gateway waits 29 seconds, whatever the workflow does then', async () => {
  const stack = newStack();
  const definition = sfn.Wait.jsonata(stack, 'Rest', { time: sfn.WaitTime.duration(Duration.seconds(40)) });
  const workflow = expressWorkflow(stack, definition, Duration.minutes(1));
  new WorkflowApi(stack, 'Api', { workflow: workflow.stateMachine, sync: true });
  const rehearsal = rehearsed(stack);

  const answer = await clientOf(rehearsal)('POST', '/executions', { body: {} });

  expect(answer).toMatchObject({ status: 504, body: { message: expect.stringContaining('not answered in time') } });
  expect(rehearsal.executions()).toMatchObject([{ status: 'RUNNING' }]);
});

test('a body that is no JSON object, or too long, is refused', async () => {
  const rehearsal = syncApi((stack) => new sfn.Pass(stack, 'Say'));
  const send = clientOf(rehearsal);

  expect(await send('POST', '/quotes', { body: '{' })).toMatchObject({ status: 400 });
  expect(await send('POST', '/quotes', { body: '[]' })).toMatchObject({ status: 400 });
  expect(await send('POST', '/quotes', { body: { text: 'x'.repeat(262_144) } })).toMatchObject({ status: 413 });
  expect(rehearsal.executions()).toEqual([]);
});
