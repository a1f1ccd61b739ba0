import { ApiAuthorization, WorkflowApi } from '../../../src';
import type { Json, JsonObject } from '../../../src/asl/json';
import { deliverAgain } from '../../route/event-app';
import { NAMES, orderChoreography } from './order-choreography';
import { itemOf, MINUTE, mocked, request } from './saga-app';

describe('a request', () => {
  test('for a saga that is there changes nothing', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1', input: 1 });
    await rehearsal.advance(MINUTE);
    const again = await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1', input: 2 });
    await rehearsal.advance(MINUTE);
    expect(again.run.output).toEqual({ sagaId: 'o-1', isNew: false });
    expect(names()).toEqual(NAMES);
    expect(itemOf(rehearsal, order.saga).input).toBe('1');
  });

  test('without an id takes that of its event, or the name of its execution', async () => {
    const order = orderChoreography();
    const { rehearsal } = mocked(order);
    const [event] = await rehearsal.putEvents([request({ saga: 'orders' })]);
    await deliverAgain(rehearsal, event);
    await rehearsal.start(order.saga.stateMachine, { input: 1 }, { name: 'by-name' });
    await rehearsal.advance(MINUTE);
    expect(rehearsal.items(order.saga.table).map(({ sagaId, input }) => [sagaId, input])).toEqual([
      [event.id, 'null'],
      ['by-name', '1'],
    ]);
  });

  test.each([
    ['an empty id', { sagaId: '' }, 'Saga.BadRequest'],
    ['an id that is no text', { sagaId: 7 }, 'Saga.BadRequest'],
    ['a long id', { sagaId: 'x'.repeat(257) }, 'Saga.BadRequest'],
    ['no id and no input', { orderId: 'o-1' }, 'Saga.BadRequest'],
    ['a text for everything', 'o-1', 'Saga.BadRequest'],
    ['two requests', [{ sagaId: 'o-1' }, { sagaId: 'o-2' }], 'Saga.BadRequest'],
    ['a detail that is none', { detail: 'o-1' }, 'Saga.BadRequest'],
    ['a long input', { sagaId: 'o-1', input: 'x'.repeat(150_000) }, 'Saga.InputTooLarge'],
  ])('with %s is refused before anything is done', async (_, input, error) => {
    const order = orderChoreography();
    const { rehearsal } = mocked(order);
    const start = await rehearsal.start(order.saga.stateMachine, input);
    expect(start.run).toMatchObject({ status: 'FAILED', error });
    expect(rehearsal.items(order.saga.table)).toEqual([]);
  });

  test.each(['{% 1/0 %}', ' ', 'o"\\\n-1', '漢'.repeat(256), '😀'.repeat(256)])(
    'may have the odd id %j',
    async (sagaId) => {
      const order = orderChoreography();
      const { rehearsal, names } = mocked(order, ['SendReceipt']);
      await rehearsal.start(order.saga.stateMachine, { sagaId, input: [[1]] });
      await rehearsal.advance(MINUTE);
      expect(names()).toHaveLength(8);
      expect(itemOf(rehearsal, order.saga, sagaId)).toMatchObject({ status: 'COMPENSATED', input: '[[1]]' });
    },
  );

  test.each(['a', '"', '\\', 'é', '𝄞', '\n'])(
    'as long as may be, of %j, gets through every state',
    async (character) => {
      const order = orderChoreography();
      const { rehearsal, calls } = mocked(order, ['SendReceipt', 'UndoReserveStock']);
      const inJson = JSON.stringify(JSON.stringify(character)).length - 6;
      const each = /[^ -~]/.test(character) ? 3 * character.length : inJson;
      const longest = (bytes: number) => character.repeat(Math.floor((bytes - 20) / each));
      const names = Buffer.byteLength(JSON.stringify(NAMES)) + NAMES.length;
      const inputBytes = 256 * 1024 - 32 * 1024 - names - 5 * 16 * 1024;
      for (const name of NAMES.slice(0, 3)) {
        rehearsal.mock(order.functions[name].action, () => ({ text: longest(16 * 1024) }));
      }
      const long = { text: longest(inputBytes - 64) };
      const start = await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1', input: long });
      await rehearsal.advance(2 * MINUTE);
      expect(start.run.status).toBe('SUCCEEDED');
      expect(itemOf(rehearsal, order.saga)).toMatchObject({
        status: 'COMPENSATION_FAILED',
        notUndone: '["ReserveStock"]',
      });
      const { payload } = calls.find(({ call }) => call === 'UndoReserveStock') as { payload: JsonObject };
      expect(payload.input).toEqual(long);
      expect(payload.result).toEqual({ text: longest(16 * 1024) });
      const longer = await rehearsal.start(order.saga.stateMachine, {
        sagaId: 'o-2',
        input: longest(inputBytes + 4096),
      });
      expect(longer.run.error).toBe('Saga.InputTooLarge');
    },
  );

  test('that the table does not take waits in a queue, and begins its saga from there', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    rehearsal.fail('Record Saga', { error: 'DynamoDB.ThrottlingException' });
    const [event] = await rehearsal.putEvents([request({ saga: 'orders', input: [7] })]);
    const asked = await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1', input: { orderId: 'o-1' } });
    await rehearsal.advance(MINUTE);
    expect(asked.run).toMatchObject({ status: 'FAILED', error: 'DynamoDB.ThrottlingException' });
    const waiting = rehearsal.messages(order.saga.deadLetterQueues[0]);
    expect(waiting).toEqual(
      [
        { saga: 'orders', sagaId: event.id, input: [7] },
        { saga: 'orders', sagaId: 'o-1', input: { orderId: 'o-1' } },
      ].map((detail) => ({ 'detail-type': 'Saga Requested', detail })),
    );
    rehearsal.restore('Record Saga');
    for (const message of waiting) await rehearsal.start(order.saga.stateMachine, message);
    await rehearsal.advance(MINUTE);
    expect(names()).toHaveLength(2 * NAMES.length);
    expect(rehearsal.items(order.saga.table)).toMatchObject([
      { sagaId: event.id, status: 'SUCCEEDED', input: '[7]' },
      { sagaId: 'o-1', status: 'SUCCEEDED', input: '{"orderId":"o-1"}' },
    ]);
  });

  test('that neither the table nor the queue takes says what was wrong with the table', async () => {
    const order = orderChoreography();
    const { rehearsal } = mocked(order);
    rehearsal.fail('Record Saga', { error: 'DynamoDB.ThrottlingException' });
    rehearsal.fail('Set Request Aside', { error: 'Sqs.SdkClientException' });
    const asked = await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    expect(await asked.finish()).toMatchObject({ status: 'FAILED', error: 'DynamoDB.ThrottlingException' });
  });

  test('whose first event cannot be sent is recorded, and the watcher sends for it', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    rehearsal.fail('Announce Start', { error: 'EventBridge.InternalException' });
    const asked = await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(10 * MINUTE);
    expect(asked.run).toMatchObject({ status: 'SUCCEEDED', output: { sagaId: 'o-1', isNew: true } });
    expect(names()).toEqual(NAMES);
  });

  test('for another saga, or in a replay, begins nothing', async () => {
    const order = orderChoreography();
    const { rehearsal } = mocked(order);
    const [event] = await rehearsal.putEvents([request({ saga: 'returns', sagaId: 'o-1' })]);
    const again = { ...event, detail: { saga: 'orders', sagaId: 'o-1' }, 'replay-name': 'again' };
    await deliverAgain(rehearsal, again as typeof event);
    expect(rehearsal.items(order.saga.table)).toEqual([]);
  });
});

test('a synchronous API can begin a saga, and answers when it is recorded', async () => {
  const order = orderChoreography();
  new WorkflowApi(order.stack, 'Api', {
    workflow: order.saga.stateMachine,
    sync: true,
    authorization: ApiAuthorization.none(),
  });
  const { rehearsal, names } = mocked(order);
  const body = { sagaId: 'o-1', input: 7 };
  const answers = [
    await rehearsal.request('POST', '/executions', { body }),
    await rehearsal.request('POST', '/executions', { body }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers.map(({ body: answer }) => answer)).toEqual([true, false].map((isNew) => ({ sagaId: 'o-1', isNew })));
  await rehearsal.advance(MINUTE);
  expect(names()).toEqual(NAMES);
});

describe('a forged event', () => {
  test('wakes a participant, and nothing comes of it', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    const forged = (sagaId: Json) => ({
      source: 'cdk-workflows.saga',
      detailType: 'Step Succeeded',
      detail: { saga: 'orders', sagaId, next: 'ProcessPayment' },
    });
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.putEvents([forged('o-1'), forged('never'), forged(null)]);
    await rehearsal.advance(MINUTE);
    expect(names()).toEqual(NAMES);
    expect(rehearsal.items(order.saga.table)).toHaveLength(1);
  });
});
