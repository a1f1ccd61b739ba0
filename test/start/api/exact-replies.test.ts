import { Duration } from 'aws-cdk-lib';
import { IdempotencyKey } from '../../../src';
import { apiOf, rehearsed } from './api-app';
import { clientOf, withKey } from './client';

const ORDER = { orderId: 'o-1', text: `it's "\\ü€😀\u0001`, amount: 1.5 };

function exactApi(props = {}) {
  const { stack, workflow } = apiOf({ exactReplies: true, ...props });
  const rehearsal = rehearsed(stack);
  const started = () => rehearsal.executions(workflow.stateMachine);
  return { rehearsal, send: clientOf(rehearsal), started };
}

test('a new request is answered 202', async () => {
  const { send, started } = exactApi();

  expect(await send('POST', '/orders', withKey('o-1', ORDER))).toMatchObject({
    status: 202,
    body: { executionName: 'o-1', status: 'STARTED' },
    headers: { location: '/prod/orders/o-1' },
  });
  expect(started()).toMatchObject([{ name: 'o-1', input: ORDER }]);
});

test('the same request is answered 200 while the execution runs, and after its end', async () => {
  const { rehearsal, send, started } = exactApi();
  await send('POST', '/orders', withKey('o-1', ORDER));

  await rehearsal.advance(Duration.seconds(1));
  const running = await send('POST', '/orders', withKey('o-1', ORDER));
  await rehearsal.advance(Duration.minutes(5));
  const ended = await send('POST', '/orders', withKey('o-1', ORDER));

  for (const answer of [running, ended]) {
    expect(answer).toMatchObject({
      status: 200,
      body: { executionName: 'o-1', status: 'EXISTS' },
      headers: { location: '/prod/orders/o-1' },
    });
  }
  expect(started()).toHaveLength(1);
});

test('the same request written in another way is the same', async () => {
  const { rehearsal, send } = exactApi();
  await send('POST', '/orders', withKey('o-1', '{"a": 1, "b": "\\u00fc"}'));
  await rehearsal.advance(Duration.minutes(6));

  expect(await send('POST', '/orders', withKey('o-1', '{"b":"ü","a":1.0}'))).toMatchObject({ status: 200 });
});

test.each([
  ['{"id": 12345678901234567890}', '{"id": 12345678901234567890}', 200],
  ['{"id": 12345678901234567890}', '{"id": 12345678901234567891}', 409],
  ['{"rate": 1.00000000000000000001}', '{"rate": 1.0}', 409],
  ['{"rate": 1.5}', '{ "rate" : 15e-1 }', 200],
])('numbers that JSON can tell apart are: %s and %s', async (first, second, status) => {
  const { rehearsal, send } = exactApi();
  await send('POST', '/orders', withKey('o-1', first));
  await rehearsal.advance(Duration.minutes(6));
  expect(await send('POST', '/orders', withKey('o-1', second))).toMatchObject({ status });
});

test('however much the execution put out, a repeated request is compared', async () => {
  const { rehearsal, send } = exactApi();
  const body = { text: 'x'.repeat(250_000) };
  expect(await send('POST', '/orders', withKey('o-1', body))).toMatchObject({ status: 202 });
  await rehearsal.advance(Duration.minutes(6));
  expect(rehearsal.executions().find(({ name }) => name === 'o-1')).toMatchObject({ status: 'SUCCEEDED' });

  expect(await send('POST', '/orders', withKey('o-1', body))).toMatchObject({ status: 200 });
  expect(await send('POST', '/orders', withKey('o-1', { text: 'y' }))).toMatchObject({ status: 409 });
});

test('another request under the key is answered 409 while the execution runs, and after its end', async () => {
  const { rehearsal, send, started } = exactApi();
  await send('POST', '/orders', withKey('o-1', ORDER));

  const running = await send('POST', '/orders', withKey('o-1', { ...ORDER, amount: 2 }));
  await rehearsal.advance(Duration.minutes(6));
  const ended = await send('POST', '/orders', withKey('o-1', { ...ORDER, amount: 2 }));

  for (const answer of [running, ended]) {
    expect(answer).toMatchObject({ status: 409, body: { executionName: 'o-1', status: 'EXISTS' } });
  }
  expect(started()).toHaveLength(1);
});

test.each(['', 'a b', 'x'.repeat(81)])('the key %j is refused', async (key) => {
  const { send, started } = exactApi();

  expect(await send('POST', '/orders', withKey(key, ORDER))).toMatchObject({ status: 400 });
  expect(started()).toEqual([]);
});

test('the key may be a member of the body', async () => {
  const { send, started } = exactApi({ idempotencyKey: IdempotencyKey.bodyField('orderId') });

  expect(await send('POST', '/orders', { body: ORDER })).toMatchObject({ status: 202 });
  expect(started()).toMatchObject([{ name: 'o-1', input: ORDER }]);
});

test('a body that is too long with all its quotes escaped is refused', async () => {
  const { send, started } = exactApi();

  expect(await send('POST', '/orders', withKey('o-1', { text: '"'.repeat(100_000) }))).toMatchObject({ status: 413 });
  expect(await send('POST', '/orders', withKey('o-1', { text: 'x'.repeat(200_000) }))).toMatchObject({ status: 202 });
  expect(started()).toHaveLength(1);
});

describe('what the workflow in front cannot do', () => {
  test.each([
    ['Sfn.ThrottlingException', 429],
    ['Sfn.ExecutionLimitExceededException', 429],
    ['Sfn.ValidationException', 400],
    ['Sfn.InvalidExecutionInputException', 400],
    ['Sfn.StateMachineDoesNotExistException', 500],
    ['Sfn.AccessDeniedException', 500],
  ])('a start that ends with %s is answered %i', async (error, status) => {
    const { rehearsal, send, started } = exactApi();
    rehearsal.fail('Start', { error, cause: 'arn:aws:states:us-east-1:111122223333:stateMachine:x' });
    expect(await send('POST', '/orders', withKey('o-1', ORDER))).toMatchObject({ status });
    expect(started()).toEqual([]);
  });

  test.each([
    ['Rate exceeded (Service: Sfn, Status Code: 400, Request ID: 1)', 429, 'SUCCEEDED'],
    ['User: arn:aws:sts::111122223333:assumed-role/x is not authorized (Service: Sfn)', 500, 'FAILED'],
  ])('an error without a name that says %j is answered %i', async (cause, status, front) => {
    const { rehearsal, send } = exactApi();
    rehearsal.fail('Start', { error: 'Sfn.SfnException', cause });
    expect(await send('POST', '/orders', withKey('o-1', ORDER))).toMatchObject({ status });
    expect(rehearsal.executions()).toMatchObject([{ status: front }]);
  });

  test('a comparison that fails is 500', async () => {
    const { rehearsal, send } = exactApi();
    await send('POST', '/orders', withKey('o-1', ORDER));
    rehearsal.fail('Compare', { error: 'Sfn.AccessDeniedException' });
    expect(await send('POST', '/orders', withKey('o-1', {}))).toMatchObject({ status: 500 });
  });

  test('what goes away is tried again', async () => {
    const { rehearsal, send, started } = exactApi();
    rehearsal.fail('Start', { error: 'Sfn.SdkClientException' });
    expect(await send('POST', '/orders', withKey('o-1', ORDER))).toMatchObject({ status: 500 });
    const [front] = rehearsal.executions();
    expect(front.run.calls).toHaveLength(3);
    expect(started()).toEqual([]);
  });
});
