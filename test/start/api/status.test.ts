import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Workflow, WorkflowApi } from '../../../src';
import { apiOf, newStack, rehearsed } from './api-app';
import { clientOf, withKey } from './client';

const START = Date.parse('2026-03-01T08:00:00Z') / 1000;

test('the status of an execution is a small view', async () => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);
  await send('POST', '/orders', withKey('o-1', { secret: 'x' }));

  expect(await send('GET', '/orders/o-1')).toMatchObject({
    status: 200,
    body: { executionName: 'o-1', status: 'RUNNING', startedAt: START },
  });

  await rehearsal.advance(Duration.minutes(5));
  const { text, body } = await send('GET', '/orders/o-1');
  expect(body).toEqual({ executionName: 'o-1', status: 'SUCCEEDED', startedAt: START, stoppedAt: START + 300 });
  expect(text).not.toContain('secret');
});

test.each(['o-2', 'a b', 'a:b', '*', '"', "'", '","x":"', '..%2F..', '%24context', 'x'.repeat(300)])(
  'an execution called %j is unknown',
  async (name) => {
    const { stack } = apiOf();
    const send = clientOf(rehearsed(stack));
    await send('POST', '/orders', withKey('o-1'));

    expect(await send('GET', `/orders/${encodeURIComponent(name)}`)).toMatchObject({
      status: 404,
      body: { message: 'There is no such execution.' },
    });
  },
);

test('the status has the output when it is asked for', async () => {
  const { stack } = apiOf({ statusOutput: true });
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);
  await send('POST', '/orders', withKey('o-1', { text: `it's "\\ü` }));
  expect((await send('GET', '/orders/o-1')).body).not.toHaveProperty('output');

  await rehearsal.advance(Duration.minutes(5));
  expect((await send('GET', '/orders/o-1')).body).toMatchObject({ output: { text: `it's "\\ü` } });
});

test('what an execution failed of is nobody’s business', async () => {
  const stack = newStack();
  const definition = new sfn.Fail(stack, 'No', { error: 'Secret', cause: 'arn:aws:iam::111122223333:role/x' });
  const workflow = new Workflow(stack, 'Failing', { definition, alarms: false });
  new WorkflowApi(stack, 'Api', { workflow: workflow.stateMachine, statusOutput: true });
  const send = clientOf(rehearsed(stack));
  await send('POST', '/executions', withKey('x-1'));

  const { body } = await send('GET', '/executions/x-1');

  expect(body).toEqual({ executionName: 'x-1', status: 'FAILED', startedAt: START, stoppedAt: START });
});

test('the status endpoint can be left out, and then there is no Location', async () => {
  const { stack } = apiOf({ statusEndpoint: false });
  const send = clientOf(rehearsed(stack));

  const { headers } = await send('POST', '/orders', withKey('o-1'));

  expect(headers).not.toHaveProperty('location');
  expect(await send('GET', '/orders/o-1')).toMatchObject({ status: 403 });
});

test('an execution can be stopped where that was asked for', async () => {
  const { stack } = apiOf({ stopEndpoint: true });
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);
  await send('POST', '/orders', withKey('o-1'));

  expect(await send('DELETE', '/orders/o-1')).toMatchObject({ status: 202, body: { status: 'STOP_REQUESTED' } });
  expect(rehearsal.executions()).toMatchObject([{ status: 'ABORTED' }]);
  expect(await send('DELETE', '/orders/o-1')).toMatchObject({ status: 202 });
  expect(await send('DELETE', '/orders/o-2')).toMatchObject({ status: 404 });
});

test('otherwise nobody stops anything', async () => {
  const { stack } = apiOf();
  expect(await clientOf(rehearsed(stack))('DELETE', '/orders/o-1')).toMatchObject({ status: 403 });
});
