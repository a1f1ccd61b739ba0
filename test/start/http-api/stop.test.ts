import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { IdempotencyKey } from '../../../src';
import { markAsSaga } from '../../../src/private/saga-machines';
import { httpApiOf } from './http-api-app';

test('DELETE on the path of an execution stops it', async () => {
  const rehearsal = httpApiOf({ stopEndpoint: true }).rehearse();
  await rehearsal.request('PUT', '/orders/o-1', { body: {} });
  await rehearsal.request('PUT', '/orders/o-2', { body: {} });
  await expect(rehearsal.request('DELETE', '/orders/o-1')).resolves.toMatchObject({
    status: 202,
    body: { stopDate: Date.parse('2026-03-01T08:00:00Z') / 1000 },
  });
  expect(rehearsal.executions().map(({ name, status }) => [name, status])).toEqual([
    ['o-1', 'ABORTED'],
    ['o-2', 'RUNNING'],
  ]);
  expect(rehearsal.executions()[0].run).toMatchObject({
    error: 'Api.Stopped',
    cause: 'stopped by a request to the API',
  });
});

test('where the key is not in the path, the name of the execution is below it', async () => {
  const rehearsal = httpApiOf({ path: 'orders', idempotencyKey: IdempotencyKey.none(), stopEndpoint: true }).rehearse();
  await rehearsal.request('POST', '/orders', { body: {} });
  const [{ name }] = rehearsal.executions();
  await expect(rehearsal.request('DELETE', `/orders/${name}`)).resolves.toMatchObject({ status: 202 });
  expect(rehearsal.executions()).toMatchObject([{ status: 'ABORTED' }]);
});

test.each(['o-2', 'o-1%3Aother', '*', '%2A', 'o-1%2F..', 'arn%3Aaws%3Astates'])(
  'an execution that nobody knows is answered 404: %s',
  async (name) => {
    const rehearsal = httpApiOf({ stopEndpoint: true }).rehearse();
    await rehearsal.request('PUT', '/orders/o-1', { body: {} });
    await expect(rehearsal.request('DELETE', `/orders/${name}`)).resolves.toMatchObject({ status: 404 });
    expect(rehearsal.executions()).toMatchObject([{ status: 'RUNNING' }]);
  },
);

test('nothing can be stopped unless it was asked for', async () => {
  const rehearsal = httpApiOf().rehearse();
  await rehearsal.request('PUT', '/orders/o-1', { body: {} });
  await expect(rehearsal.request('DELETE', '/orders/o-1')).resolves.toMatchObject({ status: 404 });
});

test('stopping a saga is warned of', () => {
  const { stack, workflow, api } = httpApiOf();
  markAsSaga(workflow.stateMachine);
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('saga'));
  api.addRoute('others', { workflow: workflow.stateMachine, stopEndpoint: true });
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('stopEndpoint should not be set for a saga'));
});
