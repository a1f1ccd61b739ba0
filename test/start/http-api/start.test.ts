import { Duration } from 'aws-cdk-lib';
import fc from 'fast-check';
import { IdempotencyKey } from '../../../src';
import { httpApiOf } from './http-api-app';

const ORDER = { orderId: 'o-1', amount: 1.5 };

const ARN = expect.stringMatching(/^arn:aws:states:us-east-1:111122223333:execution:\w+:o-1$/);
const STARTED = { status: 202, body: { executionArn: ARN, startDate: Date.parse('2026-03-01T08:00:00Z') / 1000 } };
const EXISTS = { status: 400, body: { __type: 'com.amazonaws.swf.service.v2.model#ExecutionAlreadyExists' } };

test('a request starts an execution with the body as its input and the key in the path as its name', async () => {
  const rehearsal = httpApiOf().rehearse();
  await expect(rehearsal.request('PUT', '/orders/o-1', { body: ORDER })).resolves.toMatchObject(STARTED);
  expect(rehearsal.executions()).toMatchObject([{ name: 'o-1', input: ORDER, status: 'RUNNING' }]);
});

test('the same request again starts nothing: the same answer while the execution runs, 400 once it has ended', async () => {
  const rehearsal = httpApiOf().rehearse();
  const first = await rehearsal.request('PUT', '/orders/o-1', { body: ORDER });
  await rehearsal.advance(Duration.minutes(1));
  const again = await rehearsal.request('PUT', '/orders/o-1', { body: ORDER });
  expect(again).toMatchObject({ status: 202, body: first.body });
  await rehearsal.advance(Duration.minutes(4));
  await expect(rehearsal.request('PUT', '/orders/o-1', { body: ORDER })).resolves.toMatchObject(EXISTS);
  expect(rehearsal.executions()).toHaveLength(1);
});

test('another body under a key that is in use is answered 400', async () => {
  const rehearsal = httpApiOf().rehearse();
  await rehearsal.request('PUT', '/orders/o-1', { body: ORDER });
  await expect(rehearsal.request('PUT', '/orders/o-1', { body: {} })).resolves.toMatchObject(EXISTS);
  expect(rehearsal.executions()).toHaveLength(1);
});

test.each(['a%20b', 'a%2Fb', 'a:b', '%3Cscript%3E', 'x'.repeat(81), '%00', '{a}', 'a,b'])(
  'the key %s is refused by Step Functions, and nothing starts',
  async (key) => {
    const rehearsal = httpApiOf().rehearse();
    const response = await rehearsal.request('PUT', `/orders/${key}`, { body: ORDER });
    expect(response).toMatchObject({ status: 400, body: { __type: expect.stringMatching(/InvalidName|Validation/) } });
    expect(rehearsal.executions()).toEqual([]);
  },
);

test('no request is without the key of a path', async () => {
  const rehearsal = httpApiOf().rehearse();
  for (const path of ['/orders', '/orders/', '/']) {
    await expect(rehearsal.request('PUT', path, { body: ORDER })).resolves.toMatchObject({ status: 404 });
  }
  await expect(rehearsal.request('POST', '/orders/o-1', { body: ORDER })).resolves.toMatchObject({ status: 404 });
  expect(rehearsal.executions()).toEqual([]);
});

test.each([
  ['a header of the usual name', undefined, { headers: { 'idempotency-key': 'o-1' }, body: ORDER }],
  ['a header', IdempotencyKey.header('X-Order'), { headers: { 'X-Order': 'o-1' }, body: ORDER }],
  ['a member of the body', IdempotencyKey.bodyField('orderId'), { body: ORDER }],
])('the key may be %s', async (_title, idempotencyKey, options) => {
  const rehearsal = httpApiOf({ path: 'orders', idempotencyKey }).rehearse();
  await expect(rehearsal.request('POST', '/orders', options)).resolves.toMatchObject(STARTED);
  await expect(rehearsal.request('POST', '/orders', options)).resolves.toMatchObject(STARTED);
  expect(rehearsal.executions()).toMatchObject([{ name: 'o-1', input: ORDER }]);
});

test('a request without the header, or without the member, starts an execution each time', async () => {
  for (const idempotencyKey of [undefined, IdempotencyKey.bodyField('number')]) {
    const rehearsal = httpApiOf({ path: 'orders', idempotencyKey }).rehearse();
    await rehearsal.request('POST', '/orders', { body: ORDER });
    await rehearsal.request('POST', '/orders', { body: ORDER });
    expect(rehearsal.executions()).toHaveLength(2);
  }
});

test('without a key each request starts an execution', async () => {
  const rehearsal = httpApiOf({ path: undefined, idempotencyKey: IdempotencyKey.none() }).rehearse();
  await rehearsal.request('POST', '/executions', { headers: { 'Idempotency-Key': 'o-1' }, body: ORDER });
  await rehearsal.request('POST', '/executions', { headers: { 'Idempotency-Key': 'o-1' }, body: ORDER });
  expect(rehearsal.executions()).toHaveLength(2);
});

test.each([
  ['no JSON', '{"a":', 'InvalidExecutionInput'],
  ['too long', JSON.stringify('x'.repeat(262_143)), 'ValidationException'],
])('a body that is %s is refused by Step Functions, and nothing starts', async (_title, body, type) => {
  const rehearsal = httpApiOf().rehearse();
  await expect(rehearsal.request('PUT', '/orders/o-1', { body })).resolves.toMatchObject({
    status: 400,
    body: { __type: expect.stringContaining(`#${type}`) },
  });
  expect(rehearsal.executions()).toEqual([]);
});

test('a body as long as an input may be starts an execution', async () => {
  const rehearsal = httpApiOf().rehearse();
  const text = 'x'.repeat(262_142);
  await expect(rehearsal.request('PUT', '/orders/o-1', { body: JSON.stringify(text) })).resolves.toMatchObject(STARTED);
  expect(rehearsal.executions()[0].input).toBe(text);
});

test('a key in a body of more than 100 KB is not found', async () => {
  const rehearsal = httpApiOf({ path: 'orders', idempotencyKey: IdempotencyKey.bodyField('orderId') }).rehearse();
  await rehearsal.request('POST', '/orders', { body: { ...ORDER, text: 'x'.repeat(102_400) } });
  expect(rehearsal.executions()[0].name).not.toBe('o-1');
});

const hostile = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify({ text })),
  fc
    .constantFrom(
      `'`,
      `"`,
      '@@',
      '$',
      '$request.body',
      '${request.body}',
      '#set($x = 1)',
      '\\',
      '\u0000',
      '\u{1f600}',
      '${!x}',
    )
    .chain((part) => fc.array(fc.constantFrom(part, 'x'), { minLength: 1, maxLength: 20 }))
    .map((parts) => JSON.stringify({ note: parts.join(''), [parts.join('')]: parts })),
);

test('whatever JSON a client sends, the input of the execution is that and nothing else', async () => {
  const rehearsal = httpApiOf({ path: 'orders', idempotencyKey: IdempotencyKey.none() }).rehearse();
  await fc.assert(
    fc.asyncProperty(hostile, async (body) => {
      const { status } = await rehearsal.request('POST', '/orders', { body });
      expect(status).toBe(202);
      expect(rehearsal.executions().at(-1)?.input).toEqual(JSON.parse(body));
    }),
    { numRuns: 150 },
  );
});

test('whatever text a client sends, either it is JSON or nothing starts', async () => {
  const rehearsal = httpApiOf({ path: 'orders', idempotencyKey: IdempotencyKey.none() }).rehearse();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (body) => {
      const before = rehearsal.executions().length;
      const { status } = await rehearsal.request('POST', '/orders', { body });
      expect([202, 400]).toContain(status);
      expect(rehearsal.executions()).toHaveLength(before + (status === 202 ? 1 : 0));
    }),
  );
});
