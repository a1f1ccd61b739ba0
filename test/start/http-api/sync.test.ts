import { type App, Duration } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { WorkflowHttpApi } from '../../../src';
import { expressWorkflow, newStack } from '../api/api-app';
import { rehearsalOf, waitingApiOf } from './http-api-app';

const body = { amount: 5 };

test('an Express workflow answers with its output', async () => {
  const rehearsal = waitingApiOf((scope) =>
    sfn.Pass.jsonata(scope, 'Quote', { outputs: { price: '{% $states.input.amount * 2 %}' } }),
  );
  await expect(rehearsal.request('POST', '/quotes', { body })).resolves.toMatchObject({
    status: 200,
    body: { status: 'SUCCEEDED', output: '{"price":10}', input: '{"amount":5}', executionArn: expect.any(String) },
  });
  expect(rehearsal.executions()).toHaveLength(1);
});

test('one that failed is answered 200 all the same, with error and cause', async () => {
  const rehearsal = waitingApiOf((scope) => new sfn.Fail(scope, 'No', { error: 'NoStock', cause: 'nothing left' }));
  await expect(rehearsal.request('POST', '/quotes', { body })).resolves.toMatchObject({
    status: 200,
    body: { status: 'FAILED', error: 'NoStock', cause: 'nothing left' },
  });
});

test('one that takes too long by its own limit is answered 200', async () => {
  const rehearsal = waitingApiOf((scope) =>
    sfn.Wait.jsonata(scope, 'Rest', { time: sfn.WaitTime.duration(Duration.seconds(25)) }),
  );
  await expect(rehearsal.request('POST', '/quotes', { body })).resolves.toMatchObject({
    status: 200,
    body: { status: 'TIMED_OUT' },
  });
});

test('one that takes longer than API Gateway waits is answered 503, and warned of', async () => {
  const stack = newStack();
  const rest = sfn.Wait.jsonata(stack, 'Rest', { time: sfn.WaitTime.duration(Duration.seconds(31)) });
  const workflow = expressWorkflow(stack, rest, Duration.minutes(1)).stateMachine;
  new WorkflowHttpApi(stack, 'Api', { workflow, path: 'quotes', sync: true });
  const rehearsal = rehearsalOf(stack.node.root as App);
  await expect(rehearsal.request('POST', '/quotes', { body })).resolves.toMatchObject({
    status: 503,
    body: { message: 'Service Unavailable' },
  });
  await rehearsal.advance(Duration.seconds(1));
  expect(rehearsal.executions()).toMatchObject([{ status: 'SUCCEEDED' }]);
  Annotations.fromStack(stack).hasWarning(
    '*',
    Match.stringLikeRegexp('timeout of the workflow should be at most 30 s, .* received 60 s: .* answered 503 while'),
  );
});
