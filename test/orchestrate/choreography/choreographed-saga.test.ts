import { CfnParameter, Duration, Fn, Token } from 'aws-cdk-lib';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { SagaStep } from '../../../src';
import type { JsonObject } from '../../../src/asl/json';
import { testFunction } from '../../functions';
import { NAMES, orderChoreography, rehearse } from './order-choreography';
import { itemOf, MINUTE, mocked, request, sagaEvents, sagaOf } from './saga-app';

describe('a saga', () => {
  test('is begun by an execution, and tells what it does', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    const start = await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1', input: { orderId: 7 } });
    await rehearsal.advance(MINUTE);
    expect(start.run).toMatchObject({ status: 'SUCCEEDED', output: { sagaId: 'o-1', isNew: true } });
    expect(names()).toEqual(NAMES);
    const about = { saga: 'orders', sagaId: 'o-1' };
    expect(sagaEvents(rehearsal)).toEqual([
      ['Saga Started', { ...about, next: 'CreateOrder' }],
      ['Step Succeeded', { ...about, step: 'CreateOrder', next: 'ReserveStock' }],
      ['Step Succeeded', { ...about, step: 'ReserveStock', next: 'ProcessPayment' }],
      ['Step Succeeded', { ...about, step: 'ProcessPayment', next: 'SendReceipt' }],
      ['Saga Succeeded', { ...about, outcome: 'SUCCEEDED', warnings: [] }],
    ]);
    expect(itemOf(rehearsal, order.saga)).toMatchObject({ status: 'SUCCEEDED', turn: 'end', input: '{"orderId":7}' });
  });

  test('that compensates goes back step by step, and says why', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order, ['ProcessPayment', 'UndoReserveStock']);
    await rehearsal.putEvents([request({ saga: 'orders', sagaId: 'o-1', input: {} })]);
    await rehearsal.advance(MINUTE);
    expect(names()).toEqual([
      ...['CreateOrder', 'ReserveStock', 'ProcessPayment'],
      ...['UndoProcessPayment', 'UndoReserveStock', 'UndoCreateOrder'],
    ]);
    const ends = sagaEvents(rehearsal).slice(-4);
    expect(ends.map(([type, detail]) => [type, (detail as JsonObject).next])).toEqual([
      ['Step Failed', 'ProcessPayment'],
      ['Step Compensated', 'ReserveStock'],
      ['Step Not Compensated', 'CreateOrder'],
      ['Saga Compensation Failed', undefined],
    ]);
    expect(ends[3][1]).toMatchObject({
      ...{ saga: 'orders', sagaId: 'o-1', outcome: 'COMPENSATION_FAILED', step: 'ProcessPayment', error: 'Broken' },
      ...{ undone: ['ProcessPayment', 'CreateOrder'], notUndone: ['ReserveStock'] },
    });
    expect(itemOf(rehearsal, order.saga)).toMatchObject({ status: 'COMPENSATION_FAILED', expiresAt: 'never' });
    expect(rehearsal.messages(order.saga.compensationFailureQueue as sqs.IQueue)).toEqual([
      expect.objectContaining({ saga: 'orders', sagaId: 'o-1', step: 'ReserveStock', error: 'Broken' }),
    ]);
  });

  test('calls functions with what an orchestrated one does', async () => {
    const order = orderChoreography();
    const { rehearsal, calls } = mocked(order, ['SendReceipt']);
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1', input: { orderId: 'o-1' } });
    await rehearsal.advance(MINUTE);
    const payloadOf = (call: string) => calls.find((each) => each.call === call)?.payload as JsonObject;
    expect(payloadOf('ReserveStock')).toEqual({
      input: { orderId: 'o-1' },
      results: { CreateOrder: { done: 'CreateOrder' } },
      step: 'ReserveStock',
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(payloadOf('UndoReserveStock')).toEqual({
      input: { orderId: 'o-1' },
      results: Object.fromEntries(NAMES.slice(0, 3).map((name) => [name, { done: name }])),
      step: 'ReserveStock',
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
      result: { done: 'ReserveStock' },
      failure: { step: 'SendReceipt', error: 'Broken', cause: expect.any(String) },
    });
    expect(payloadOf('UndoSendReceipt').result).toBeNull();
    const keys = calls.map(({ payload }) => payload.idempotencyKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('hands on odd texts and values as they are', async () => {
    const order = orderChoreography();
    const { rehearsal, calls } = mocked(order);
    const input = {
      text: '"quoted" \\ {% no %} ${not} \u2028 é 𝄞',
      none: null,
      list: [[], [1], ['a']],
      deep: { 'a b': false },
    };
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o/1 "x"', input });
    await rehearsal.advance(MINUTE);
    expect(calls.map(({ payload }) => payload.input)).toEqual(NAMES.map(() => input));
    expect(itemOf(rehearsal, order.saga, 'o/1 "x"').status).toBe('SUCCEEDED');
  });

  test.each([null, 0, 1.5, false, '', 'text', '"', '\\"\\', '[1]', 'null', [], [7], [[]], ['a', ['b']], {}, { a: [] }])(
    'takes %j as its input and as a result',
    async (value) => {
      const order = orderChoreography();
      const { rehearsal, calls } = mocked(order, ['ProcessPayment']);
      for (const name of NAMES.slice(0, 2)) rehearsal.mock(order.functions[name].action, () => value);
      await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1', input: value });
      await rehearsal.advance(MINUTE);
      const { status, input } = itemOf(rehearsal, order.saga);
      expect([status, input]).toEqual(['COMPENSATED', JSON.stringify(value)]);
      const undone = calls.find(({ call }) => call === 'UndoReserveStock')?.payload;
      expect(undone).toMatchObject({
        input: value,
        result: value,
        results: { CreateOrder: value, ReserveStock: value },
      });
    },
  );
});

test('a result that is longer than its share is not kept, and the saga goes on', async () => {
  const order = orderChoreography();
  const { rehearsal, calls } = mocked(order);
  rehearsal.mock(order.functions.CreateOrder.action, () => 'x'.repeat(17 * 1024));
  await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(MINUTE);
  expect(itemOf(rehearsal, order.saga).status).toBe('SUCCEEDED');
  expect(calls[0].payload.results).toEqual({
    CreateOrder: { omitted: 'The result is longer than the 16384 bytes that this saga keeps of it.' },
  });
});

describe('a deadline', () => {
  const late = async (afterPivot: readonly string[]) => {
    const order = orderChoreography(() => ({ deadline: Duration.seconds(30) }), afterPivot);
    const { rehearsal, names } = mocked(order);
    rehearsal.mock(order.functions.ReserveStock.action, async (_payload, { sleep }) => {
      await sleep(5000);
      return null;
    });
    rehearsal.disturbEvents(({ detail }) => ((detail as JsonObject).next === 'ReserveStock' ? [40_000] : undefined));
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(5 * MINUTE);
    return { item: itemOf(rehearsal, order.saga), names: names() };
  };

  test('that has passed refuses the next step, of which nothing is undone', async () => {
    const { item, names } = await late([]);
    expect(item.status).toBe('COMPENSATED');
    expect(JSON.parse(String(item.failure))).toMatchObject({ step: 'ReserveStock', error: 'Saga.DeadlineExceeded' });
    expect(names).toEqual(['CreateOrder', 'UndoCreateOrder']);
  });

  test('may be a time that only the deployment knows', async () => {
    const { app, stack, saga } = sagaOf(
      (scope) => ['One', 'Two'].map((id) => SagaStep.invoke(id, { action: testFunction(scope, id) })),
      {
        deadline: Duration.seconds(Token.asNumber(Fn.ref('Limit'))),
        retention: Duration.seconds(Token.asNumber(Fn.ref('Limit'))),
      },
    );
    new CfnParameter(stack, 'Limit', { type: 'Number', default: 60 });
    const rehearsal = rehearse(app);
    rehearsal.mock('One', 1).mock('Two', 2);
    await rehearsal.start(saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(MINUTE);
    expect(itemOf(rehearsal, saga).status).toBe('SUCCEEDED');
  });

  test('does not hold for the first step', async () => {
    const order = orderChoreography(() => ({ deadline: Duration.seconds(30) }));
    const { rehearsal, names } = mocked(order);
    rehearsal.disturbEvents(({ detail }) => ((detail as JsonObject).next === 'CreateOrder' ? [40_000] : undefined));
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(5 * MINUTE);
    expect(names()).toEqual(['CreateOrder', 'UndoCreateOrder']);
    expect(itemOf(rehearsal, order.saga).failure).toContain('Saga.DeadlineExceeded');
  });

  test('does not hold for steps after the pivot', async () => {
    const { item, names } = await late(['ReserveStock', 'ProcessPayment', 'SendReceipt']);
    expect(item.status).toBe('SUCCEEDED');
    expect(names).toEqual(['CreateOrder', 'ProcessPayment', 'SendReceipt']);
  });
});

test('a step after the pivot that fails is a warning', async () => {
  const order = orderChoreography(() => ({}), ['ProcessPayment', 'SendReceipt']);
  const { rehearsal, names } = mocked(order, ['ProcessPayment']);
  await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(MINUTE);
  expect(names()).toEqual(NAMES);
  expect(sagaEvents(rehearsal).at(-1)).toEqual([
    'Saga Succeeded',
    expect.objectContaining({ warnings: [{ step: 'ProcessPayment', error: 'Broken', cause: expect.any(String) }] }),
  ]);
});

test('a compensation that fails, and of which nobody can be told, is recorded, and the others run', async () => {
  const order = orderChoreography();
  const { rehearsal, names } = mocked(order, ['ReserveStock', 'UndoReserveStock']);
  rehearsal.fail('Report Compensation', { error: 'Sqs.SdkClientException' });
  await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(4 * MINUTE);
  expect(names()).toEqual(['CreateOrder', 'ReserveStock', 'UndoReserveStock', 'UndoCreateOrder']);
  expect(itemOf(rehearsal, order.saga)).toMatchObject({
    status: 'COMPENSATION_FAILED',
    undone: '["CreateOrder"]',
    notUndone: '["ReserveStock"]',
  });
});

test('an end that cannot be announced is announced when it can, and watched until then', async () => {
  const order = orderChoreography();
  const { rehearsal } = mocked(order);
  rehearsal.fail('Announce End', { error: 'EventBridge.InternalException' });
  await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(60 * MINUTE);
  expect(itemOf(rehearsal, order.saga)).toMatchObject({ status: 'SUCCEEDED', turn: 'end', open: 'open' });
  rehearsal.restore('Announce End');
  await rehearsal.advance(10 * MINUTE);
  expect(sagaEvents(rehearsal).at(-1)?.[0]).toBe('Saga Succeeded');
  expect(itemOf(rehearsal, order.saga).open).toBeUndefined();
});

test('a saga without compensations ends compensated, for there is nothing to undo', async () => {
  const { app, saga } = sagaOf((stack) =>
    ['One', 'Two'].map((id) => SagaStep.invoke(id, { action: testFunction(stack, id) })),
  );
  const rehearsal = rehearse(app);
  rehearsal.mock('One', 1).fail('Two', { error: 'Broken' });
  await rehearsal.start(saga.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(MINUTE);
  expect(saga.compensationFailureQueue).toBeUndefined();
  expect(itemOf(rehearsal, saga)).toMatchObject({ status: 'COMPENSATED', results: '{"One":1}', undone: '[]' });
});

test('a function that outlives its time limit is not undone before it has ended', async () => {
  const { app, saga } = sagaOf((stack) => [
    SagaStep.invoke('Slow', {
      action: testFunction(stack, 'Slowly', Duration.seconds(60)),
      compensation: testFunction(stack, 'Undo', Duration.seconds(3)),
      timeout: Duration.seconds(10),
      retry: { attempts: 0 },
    }),
  ]);
  const rehearsal = rehearse(app);
  const done: [string, number][] = [];
  const began = rehearsal.now.getTime();
  const note = (what: string, now: Date) => done.push([what, (now.getTime() - began) / 1000]);
  rehearsal.mock('Slow', (_payload, { now }) => note('done', now)).hang('Slow', { commitsAfter: 55_000 });
  rehearsal.mock('Compensate Slow', (_payload, { now }) => {
    note('undone', now);
    return null;
  });
  await rehearsal.start(saga.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(5 * MINUTE);
  expect(done.map(([what]) => what)).toEqual(['done', 'undone']);
  expect(done[1][1]).toBeGreaterThanOrEqual(65);
});
