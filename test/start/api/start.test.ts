import { Duration } from 'aws-cdk-lib';
import { IdempotencyKey } from '../../../src';
import { apiOf, rehearsed } from './api-app';
import { clientOf, withKey } from './client';

const ORDER = { orderId: 'o-1', amount: 1.5 };

test('a request starts an execution with the body as its input and the key as its name', async () => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);

  const answer = await send('POST', '/orders', withKey('o-1', ORDER));

  expect(answer).toMatchObject({
    status: 202,
    body: { executionName: 'o-1', status: 'STARTED' },
    headers: { location: '/prod/orders/o-1' },
  });
  expect(rehearsal.executions()).toMatchObject([{ name: 'o-1', input: ORDER, status: 'RUNNING' }]);
});

test('the same request again starts nothing: 202 while the execution runs, 409 once it has ended', async () => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);
  const first = await send('POST', '/orders', withKey('o-1', ORDER));

  const again = await send('POST', '/orders', withKey('o-1', ORDER));
  await rehearsal.advance(Duration.minutes(5));
  const late = await send('POST', '/orders', withKey('o-1', ORDER));

  expect(again).toMatchObject({ status: 202, body: first.body });
  expect(late).toMatchObject({
    status: 409,
    body: { executionName: 'o-1', status: 'EXISTS' },
    headers: { location: '/prod/orders/o-1' },
  });
  expect(rehearsal.executions()).toHaveLength(1);
});

test('another body under a key that is in use is a conflict', async () => {
  const { stack } = apiOf();
  const send = clientOf(rehearsed(stack));
  await send('POST', '/orders', withKey('o-1', ORDER));

  expect(await send('POST', '/orders', withKey('o-1', { ...ORDER, amount: 2 }))).toMatchObject({
    status: 409,
    body: { executionName: 'o-1', status: 'EXISTS' },
  });
});

test('the name of the header is found however the client writes it', async () => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);

  for (const [index, name] of ['idempotency-key', 'IDEMPOTENCY-KEY', 'Idempotency-key'].entries()) {
    expect(await send('POST', '/orders', { headers: { [name]: `o-${index}` }, body: {} })).toMatchObject({
      status: 202,
    });
  }
  expect(rehearsal.executions().map(({ name }) => name)).toEqual(['o-0', 'o-1', 'o-2']);
});

test('a request without a key is refused', async () => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);

  expect(await clientOf(rehearsal)('POST', '/orders', { body: ORDER })).toMatchObject({
    status: 400,
    body: { message: 'A header or a part of the path that this request needs is missing.' },
  });
  expect(rehearsal.executions()).toEqual([]);
});

test.each([
  '',
  ' ',
  'a b',
  'a/b',
  'a:b',
  '../o',
  '.',
  '-o',
  "o'1",
  'o"1',
  'o\\',
  'ö',
  'x'.repeat(81),
  'a\u0000',
  '$context',
  '#set',
])('the key %j is refused, and nothing starts', async (key) => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);

  const answer = await clientOf(rehearsal)('POST', '/orders', withKey(key, ORDER));

  expect(answer.status).toBe(400);
  expect(rehearsal.executions()).toEqual([]);
});

test('a key of 80 characters is taken', async () => {
  const { stack } = apiOf();
  expect(await clientOf(rehearsed(stack))('POST', '/orders', withKey('x'.repeat(80)))).toMatchObject({ status: 202 });
});

test('the key may be a member of the body', async () => {
  const { stack } = apiOf({ idempotencyKey: IdempotencyKey.bodyField('orderId') });
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);

  expect(await send('POST', '/orders', { body: { orderId: 'o-1' } })).toMatchObject({ status: 202 });
  expect(await send('POST', '/orders', { body: { orderId: 'o-1' } })).toMatchObject({ status: 202 });
  for (const body of [{}, { orderId: 7 }, { orderId: '' }, { orderId: 'a b' }, { orderId: 'x'.repeat(81) }, []]) {
    expect((await send('POST', '/orders', { body })).status).toBe(400);
  }
  expect(rehearsal.executions()).toMatchObject([{ name: 'o-1', input: { orderId: 'o-1' } }]);
});

test('without a key every request starts an execution', async () => {
  const { stack } = apiOf({ idempotencyKey: IdempotencyKey.none() });
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);

  const answers = [await send('POST', '/orders', { body: ORDER }), await send('POST', '/orders', { body: ORDER })];

  const names = rehearsal.executions().map(({ name }) => name);
  expect(new Set(names).size).toBe(2);
  expect(answers.map(({ body }) => body)).toEqual(names.map((executionName) => ({ executionName, status: 'STARTED' })));
});

test('a body that is no JSON object is refused', async () => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);
  const send = clientOf(rehearsal);

  for (const body of ['{', 'x', '[]', '"x"', '1', 'null', '{"a":1}}', "{'a':1}"]) {
    expect(await send('POST', '/orders', withKey('o-1', body))).toMatchObject({ status: 400 });
  }
  expect(rehearsal.executions()).toEqual([]);
});

test('what is no application/json is refused', async () => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);

  const answer = await clientOf(rehearsal)('POST', '/orders', {
    headers: { 'Idempotency-Key': 'o-1', 'Content-Type': 'text/plain' },
    body: '{}',
  });

  expect(answer).toMatchObject({ status: 415, body: { message: 'The body must be application/json.' } });
  expect(rehearsal.executions()).toEqual([]);
});

test('a body that is too long for an execution is refused as such', async () => {
  const { stack } = apiOf();
  const rehearsal = rehearsed(stack);

  expect(await clientOf(rehearsal)('POST', '/orders', withKey('o-1', { text: 'x'.repeat(262_144) }))).toMatchObject({
    status: 413,
    body: { message: 'The body is too long.' },
  });
  expect(rehearsal.executions()).toEqual([]);
});

test('the input is 256 KiB at most, to the byte', async () => {
  const { stack } = apiOf();
  const text = 'x'.repeat(262_144 - '{"text":""}'.length);
  expect(await clientOf(rehearsed(stack))('POST', '/orders', withKey('o-1', { text }))).toMatchObject({ status: 202 });
});

test('a path that is not there is refused in the same form', async () => {
  const { stack } = apiOf();
  expect(await clientOf(rehearsed(stack))('GET', '/elsewhere')).toMatchObject({ status: 403 });
});
