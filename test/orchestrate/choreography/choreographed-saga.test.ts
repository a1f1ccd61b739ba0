import { App, type CfnElement, CfnParameter, Duration, Fn, SecretValue, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import {
  ApiAuthorization,
  ChoreographedSaga,
  type ChoreographedSagaProps,
  SagaContext,
  SagaStep,
  SagaTransport,
  WorkflowApi,
} from '../../../src';
import type { Json, JsonObject } from '../../../src/asl/json';
import type { AppRehearsal } from '../../../src/testing/app-rehearsal';
import { testFunction } from '../../functions';
import { deliverAgain } from '../../route/event-app';
import { NAMES, orderChoreography, rehearse } from './order-choreography';

const MINUTE = 60_000;
const taskTimeout = sfn.Timeout.duration(Duration.seconds(10));

/** An app with a saga of some steps, made under a stack. */
function sagaOf(steps: (stack: Stack) => SagaStep[], props: Partial<ChoreographedSagaProps> = {}) {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  return {
    app,
    stack,
    saga: new ChoreographedSaga(stack, 'Saga', { sagaName: 'orders', steps: steps(stack), ...props }),
  };
}

/** All functions answer with their own name, and what they were called with is kept. */
function mocked({ app, functions }: ReturnType<typeof orderChoreography>, broken: readonly string[] = []) {
  const rehearsal = rehearse(app);
  const calls: { readonly call: string; readonly payload: JsonObject }[] = [];
  for (const name of NAMES) {
    for (const [call, fn] of Object.entries({
      [name]: functions[name].action,
      [`Undo${name}`]: functions[name].compensation,
    })) {
      rehearsal.mock(fn, (payload) => {
        calls.push({ call, payload });
        if (broken.includes(call)) throw Object.assign(new Error(call), { name: 'Broken' });
        return { done: call };
      });
    }
  }
  return { rehearsal, calls, names: () => calls.map(({ call }) => call) };
}

function itemOf(rehearsal: AppRehearsal, saga: ChoreographedSaga, sagaId = 'o-1'): JsonObject {
  const item = rehearsal.items(saga.table).find((each) => each.sagaId === sagaId);
  if (!item) throw new Error(`there is no saga ${sagaId}`);
  return item;
}

const request = (detail: Json) => ({ source: 'cdk-workflows.saga', detailType: 'Saga Requested', detail });

const sagaEvents = (rehearsal: AppRehearsal, bus?: events.IEventBus) =>
  rehearsal
    .events(bus)
    .filter(({ source }) => source !== 'aws.states')
    .map((event) => [event['detail-type'], event.detail]);

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

describe('steps of other kinds', () => {
  const kinds = () =>
    sagaOf(
      (stack) => {
        const table = new dynamodb.Table(stack, 'Invoices', {
          partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
        });
        const key = { id: tasks.DynamoAttributeValue.fromString(SagaContext.input('orderId')) };
        const queue = new sqs.Queue(stack, 'Queue');
        const send = (id: string) =>
          new tasks.SqsSendMessage(stack, id, {
            queue,
            messageBody: sfn.TaskInput.fromJsonPathAt('$'),
            resultSelector: { 'id.$': '$.MessageId' },
            taskTimeout,
          });
        const connection = new events.Connection(stack, 'Connection', {
          authorization: events.Authorization.apiKey('x-api-key', SecretValue.unsafePlainText('key')),
        });
        return [
          SagaStep.task('Store', {
            action: tasks.DynamoPutItem.jsonata(stack, 'Put', {
              table,
              item: key,
              taskTimeout,
              outputs: '{% {"put": true} %}',
            }),
            compensation: tasks.DynamoDeleteItem.jsonata(stack, 'Delete', { table, key, taskTimeout }),
          }),
          SagaStep.task('Tell', { action: send('Send'), compensation: send('Withdraw') }),
          SagaStep.http('Pay', {
            connection,
            apiRoot: 'https://api.example.com',
            action: { method: events.HttpMethod.POST, path: ['payments'] },
            compensation: { method: events.HttpMethod.DELETE, path: ['payments', SagaContext.ownResult('id')] },
          }),
          SagaStep.sequence([
            SagaStep.fragment('Pack', {
              action: new sfn.Pass(stack, 'Wrap', { parameters: { 'wrapped.$': '$.step' } }),
              compensation: new sfn.Pass(stack, 'Unwrap'),
            }),
          ]),
          SagaStep.invoke('Mail', { action: testFunction(stack, 'Mailer') }),
        ];
      },
      { watch: Duration.hours(1) },
    );

  test('are done with the same results', async () => {
    const { app, stack, saga } = kinds();
    const rehearsal = rehearse(app);
    rehearsal.mock('Pay', { ResponseBody: { id: 'p-1' }, StatusCode: 200 }).mock('Mail', null);
    await rehearsal.start(saga.stateMachine, { sagaId: 'o-1', input: { orderId: 'o-1' } });
    await rehearsal.advance(MINUTE);
    const item = itemOf(rehearsal, saga);
    expect(item.status).toBe('SUCCEEDED');
    expect(JSON.parse(String(item.results))).toEqual({
      Store: { put: true },
      Tell: { id: expect.any(String) },
      Pay: { id: 'p-1' },
      Pack: { wrapped: 'Pack' },
      Mail: null,
    });
    expect(rehearsal.messages(stack.node.findChild('Queue') as sqs.Queue)).toMatchObject([
      { step: 'Tell', results: { Store: { put: true } } },
    ]);
  });

  test('are undone', async () => {
    const { app, stack, saga } = kinds();
    const rehearsal = rehearse(app);
    const deleted: unknown[] = [];
    rehearsal.mock('Pay', { ResponseBody: { id: 'p-1' }, StatusCode: 200 }).fail('Mail', { error: 'Broken' });
    rehearsal.mock('Compensate Pay', ({ ApiEndpoint }) => {
      deleted.push(ApiEndpoint);
      return { StatusCode: 204 };
    });
    await rehearsal.start(saga.stateMachine, { sagaId: 'o-1', input: { orderId: 'o-1' } });
    await rehearsal.advance(MINUTE);
    expect(itemOf(rehearsal, saga)).toMatchObject({ status: 'COMPENSATED', undone: '["Pack","Pay","Tell","Store"]' });
    expect(deleted).toEqual(['https://api.example.com/payments/p-1']);
    expect(rehearsal.messages(stack.node.findChild('Queue') as sqs.Queue)).toHaveLength(2);
  });

  test('whose output fails after the effect are undone', async () => {
    const { app, saga } = sagaOf((stack) => [
      SagaStep.task('Tell', {
        action: tasks.SqsSendMessage.jsonata(stack, 'Send', {
          queue: new sqs.Queue(stack, 'Queue'),
          messageBody: sfn.TaskInput.fromText('{}'),
          outputs: '{% $states.result.nowhere %}',
          taskTimeout,
        }),
        compensation: tasks.LambdaInvoke.jsonata(stack, 'Undo', {
          lambdaFunction: testFunction(stack, 'Undoer'),
          taskTimeout,
        }),
        compensateOnFailure: false,
      }),
    ]);
    const rehearsal = rehearse(app);
    rehearsal.mock('Compensate Tell', null);
    await rehearsal.start(saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(MINUTE);
    expect(itemOf(rehearsal, saga)).toMatchObject({ status: 'COMPENSATED', undone: '["Tell"]' });
  });
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

describe('participants', () => {
  test('may be in other stacks', async () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const payments = new Stack(app, 'Payments');
    const bus = new events.EventBus(stack, 'Bus');
    const fn = (scope: Stack, id: string) => testFunction(scope, id);
    const saga = new ChoreographedSaga(stack, 'Saga', {
      transport: SagaTransport.eventBridge({ bus, source: 'com.example.orders' }),
      steps: [
        SagaStep.invoke('Create', { action: fn(stack, 'Create'), compensation: fn(stack, 'Cancel') }),
        SagaStep.invoke('Pay', { action: fn(payments, 'Charge'), compensation: fn(payments, 'Refund') }),
      ],
      participants: { Pay: { scope: payments } },
    });
    const rehearsal = rehearse(app);
    rehearsal.mock('Create', 1).mock('Compensate Create', null).mock('Compensate Pay', null);
    rehearsal.fail('Pay', { error: 'Broken' });
    await rehearsal.putEvents([
      {
        bus,
        source: 'com.example.orders',
        detailType: 'Saga Requested',
        detail: { saga: saga.sagaName, sagaId: 'o-1' },
      },
    ]);
    await rehearsal.advance(MINUTE);
    expect(itemOf(rehearsal, saga)).toMatchObject({ status: 'COMPENSATED', undone: '["Pay","Create"]' });
    expect(Stack.of(saga.participants.Pay)).toBe(payments);
    Template.fromStack(payments).resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    expect(stack.dependencies).toEqual([]);
  });

  test('that never answer are told of by events and by the item', async () => {
    const order = orderChoreography();
    const { rehearsal } = mocked(order, ['SendReceipt']);
    const lost = (detail: JsonObject) => detail.next === 'ReserveStock';
    rehearsal.disturbEvents(({ detail }) => (lost(detail as JsonObject) ? [] : undefined));
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(5 * 60 * MINUTE);
    const types = sagaEvents(rehearsal).map(([type, detail]) => [type, (detail as JsonObject).next]);
    expect(types).toEqual([
      ['Saga Started', 'CreateOrder'],
      ['Step Succeeded', 'ReserveStock'],
      ...[1, 2, 3].map(() => ['Step Awaited', 'ReserveStock']),
      // It may have happened.
      ['Step Failed', 'ReserveStock'],
      ...[1, 2, 3].map(() => ['Step Awaited', 'ReserveStock']),
      ['Step Not Compensated', 'CreateOrder'],
      ['Saga Compensation Failed', undefined],
    ]);
    const item = itemOf(rehearsal, order.saga);
    expect(JSON.parse(String(item.failure))).toMatchObject({ step: 'ReserveStock', error: 'Saga.StepLost' });
    expect(rehearsal.messages(order.saga.compensationFailureQueue as sqs.IQueue)).toEqual([
      {
        ...{ saga: 'orders', sagaId: 'o-1', step: 'ReserveStock', error: 'Saga.StepLost' },
        cause: expect.any(String),
        execution: expect.stringContaining(':express:'),
        payload: {
          ...{ input: null, results: { CreateOrder: { done: 'CreateOrder' } }, step: 'ReserveStock', result: null },
          idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
          failure: expect.objectContaining({ step: 'ReserveStock' }),
        },
      },
    ]);
  });

  test('that a deployment took away leave their sagas to a person', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1', input: 7 });
    await rehearsal.advance(MINUTE);
    const ended = itemOf(rehearsal, order.saga);
    rehearsal.putItems(order.saga.table, {
      ...{ ...ended, sagaId: 'o-2', status: 'RUNNING', turn: 'action Gone', results: '{"CreateOrder":1}' },
      ...{ open: 'open', dueAt: rehearsal.now.getTime() },
    });
    await rehearsal.advance(60 * MINUTE);
    expect(names()).toEqual(NAMES);
    expect(itemOf(rehearsal, order.saga, 'o-2')).toMatchObject({
      status: 'COMPENSATION_FAILED',
      notUndone: '["Gone"]',
    });
    expect(rehearsal.messages(order.saga.compensationFailureQueue as sqs.IQueue)).toEqual([
      expect.objectContaining({ sagaId: 'o-2', step: 'Gone', error: 'Saga.StepLost' }),
    ]);
  });

  test('are sent for when the watcher is back that could not look', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    let lost = 0;
    rehearsal.disturbEvents(({ detail }) =>
      (detail as JsonObject).next === 'ReserveStock' && lost++ < 1 ? [] : undefined,
    );
    rehearsal.fail('Find Due Sagas', { error: 'DynamoDb.ThrottlingException' });
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(39 * MINUTE);
    expect(names()).toEqual(['CreateOrder']);
    rehearsal.restore('Find Due Sagas');
    await rehearsal.advance(10 * MINUTE);
    expect(names()).toEqual(NAMES);
    expect(itemOf(rehearsal, order.saga)).toMatchObject({ status: 'SUCCEEDED', turn: 'end' });
  });

  test('are sent for once in a watch, however often the watcher looks', async () => {
    const order = orderChoreography();
    const { rehearsal } = mocked(order);
    rehearsal.disturbEvents(({ detail }) => ((detail as JsonObject).next ? [] : undefined));
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    for (let minute = 0; minute < 12; minute++) {
      await rehearsal.advance(MINUTE);
      // Two at a time, whose index may be behind.
      await Promise.all([1, 2].map(() => rehearsal.start(order.saga.watcher.stateMachine)));
    }
    expect(itemOf(rehearsal, order.saga)).toMatchObject({ turn: 'action CreateOrder', nudges: 2 });
  });

  test.each([
    ['while its turn is still its own', 1],
    ['when its saga has been undone', 10 * 60],
  ])('that are redriven %s do not act out of turn', async (_, minutes) => {
    const order = orderChoreography();
    const { rehearsal, calls, names } = mocked(order);
    let dies = true;
    rehearsal.mock(order.functions.ReserveStock.action, (payload) => {
      calls.push({ call: 'ReserveStock', payload });
      for (const execution of rehearsal.executions(order.saga.participants.ReserveStock.stateMachine)) {
        if (dies && execution.status === 'RUNNING') void execution.stop();
      }
      return {};
    });
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(minutes * MINUTE);
    const before = names();
    dies = minutes > 1;
    const [first] = rehearsal.executions(order.saga.participants.ReserveStock.stateMachine);
    expect(first.status).toBe('ABORTED');
    await first.redrive();
    await rehearsal.advance(MINUTE / 2);
    expect([first.status, first.run.visited[first.run.visited.length - 1]]).toEqual(['SUCCEEDED', 'Not Its Turn']);
    expect(names()).toEqual(before);
    await rehearsal.advance(60 * MINUTE);
    expect(itemOf(rehearsal, order.saga).status).toBe(minutes > 1 ? 'COMPENSATED' : 'SUCCEEDED');
    expect(names().slice(0, 3)).toEqual(['CreateOrder', 'ReserveStock', 'ReserveStock']);
  });

  test('with queues and participants in other stacks leave the stack of the saga without dependencies', () => {
    const app = new App();
    const stack = new Stack(app, 'Shop');
    const payments = new Stack(app, 'Payments');
    const encryptionMasterKey = new kms.Key(stack, 'Key');
    const step = (scope: Stack, name: string) =>
      SagaStep.invoke(name, { action: testFunction(scope, name), compensation: testFunction(scope, `Undo${name}`) });
    new ChoreographedSaga(stack, 'Saga', {
      steps: [step(stack, 'Create'), step(payments, 'Pay')],
      participants: { Pay: { scope: payments } },
      compensationFailureQueue: new sqs.Queue(stack, 'Failures', { encryptionMasterKey }),
    });
    app.synth();
    expect([stack.dependencies, payments.dependencies]).toEqual([[], [stack]]);
  });

  test('that cannot be started leave their events in a dead-letter queue, and the saga goes on when they can', async () => {
    const order = orderChoreography();
    const { rehearsal, names } = mocked(order);
    rehearsal.outage(order.saga.participants.ReserveStock.stateMachine.stateMachineArn, 20 * MINUTE);
    await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(60 * MINUTE);
    expect(names()).toEqual(NAMES);
    expect(rehearsal.deadLetters()).toEqual([]);
  });
});

describe('what is refused', () => {
  const step = (stack: Stack, id = 'Step') => SagaStep.invoke(id, { action: testFunction(stack, `${id}Function`) });

  test.each<[string, (stack: Stack) => Partial<ChoreographedSagaProps>, RegExp]>([
    ['no steps', () => ({ steps: [] }), /steps must not be empty: a saga has at least one step \[at Shop\/Saga\]/],
    [
      'a parallel step',
      (stack) => ({ steps: [SagaStep.parallel('Both', [step(stack, 'A'), step(stack, 'B')])] }),
      /step 'Both' must not be parallel in a choreographed saga, .* take a SagaOrchestrator/,
    ],
    [
      'a separate saga',
      (stack) => ({ steps: [SagaStep.saga('Child', { steps: [step(stack)], separate: true })] }),
      /saga 'Child' must not be separate in a choreographed saga/,
    ],
    [
      'a step that is called as a state of ours',
      (stack) => ({ steps: [step(stack, 'Close Saga')] }),
      /name of a step must not be 'Close Saga', the name of a state that the saga makes: rename it/,
    ],
    [
      'a state of a fragment that is called as one of ours',
      (stack) => ({
        steps: [SagaStep.fragment('Step', { action: new sfn.Pass(stack, 'Claim Action') })],
        watch: Duration.hours(1),
      }),
      /the states of step 'Step' must not have the name 'Claim Action'/,
    ],
    [
      'a watch that is too short',
      (stack) => ({ steps: [step(stack)], watch: Duration.minutes(4) }),
      /watch must be at least 362 s, which is what a participant may take with all its retries, received 240 s/,
    ],
    [
      'no watch where nobody knows how long it takes',
      (stack) => ({ steps: [SagaStep.fragment('Step', { action: new sfn.Pass(stack, 'Work') })] }),
      /watch must be given: how long step 'Step' may take is not known there/,
    ],
    [
      'a watch that only the deployment knows where nobody knows how long it takes',
      (stack) => ({
        steps: [SagaStep.fragment('Step', { action: new sfn.Pass(stack, 'Work') })],
        watch: Duration.seconds(Token.asNumber(Fn.ref('Watch'))),
      }),
      /watch must be given as a time that is known at synthesis: how long step 'Step' may take is not known there/,
    ],
    [
      'an Express participant that takes too long',
      (stack) => ({
        steps: [SagaStep.invoke('Step', { action: testFunction(stack, 'Long', Duration.minutes(2)) })],
        stateMachineType: sfn.StateMachineType.EXPRESS,
      }),
      /step 'Step' may take 507 s with all its retries, but an Express execution ends after 300 s/,
    ],
    [
      'a name with a space',
      () => ({ sagaName: 'my saga' }),
      /sagaName must have 1 to 128 letters, .* received 'my saga'/,
    ],
    [
      'a source of AWS',
      () => ({ transport: SagaTransport.eventBridge({ source: 'aws.mine' }) }),
      /source must not begin with 'aws.', received 'aws.mine'/,
    ],
    [
      'a participant of no step',
      (stack) => ({ participants: { Nobody: { scope: stack } } }),
      /participants must be called as steps are, received 'Nobody': write one of Step/,
    ],
    [
      'a participant elsewhere',
      (stack) => ({
        participants: {
          Step: {
            scope: new Stack(stack.node.scope as App, 'There', {
              env: { account: '999988887777', region: 'eu-west-1' },
            }),
          },
        },
      }),
      /the participant of step 'Step' must be in the account and Region of the saga, received 999988887777\/eu-west-1/,
    ],
    [
      'a bus elsewhere',
      (stack) => ({
        transport: SagaTransport.eventBridge({
          bus: events.EventBus.fromEventBusArn(stack, 'Bus', 'arn:aws:events:eu-west-1:999988887777:event-bus/theirs'),
        }),
      }),
      /bus must be in the account and Region of the saga, received one in 999988887777\/eu-west-1/,
    ],
    [
      'a FIFO queue',
      (stack) => ({
        steps: [SagaStep.invoke('Step', { action: testFunction(stack, 'A'), compensation: testFunction(stack, 'B') })],
        compensationFailureQueue: new sqs.Queue(stack, 'Fifo', { fifo: true }),
      }),
      /compensationFailureQueue must not be a FIFO queue/,
    ],
    ['no time for its end', () => ({ retention: Duration.seconds(0) }), /retention must be a whole number of seconds/],
    [
      'an end at which a request may still come again',
      () => ({ retention: Duration.hours(23) }),
      /retention must be at least a day, received 82800 s: for so long a request may come again/,
    ],
  ])('%s', (_, props, message) => {
    expect(() => {
      const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
      const given = props(stack);
      new ChoreographedSaga(stack, 'Saga', { steps: given.steps ?? [step(stack)], ...given });
    }).toThrow(message);
  });
});

describe('what is made', () => {
  test('is this', () => {
    const { stack } = orderChoreography();
    const template = Template.fromStack(stack);
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['cdk-workflows.saga'],
        'detail-type': Match.arrayWith(['Saga Started', 'Step Awaited']),
        detail: { saga: ['orders'], next: ['ProcessPayment'] },
        'replay-name': [{ exists: false }],
      },
      Targets: [
        {
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86400 },
          DeadLetterConfig: Match.anyValue(),
        },
      ],
    });
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(2 minutes)' });
    template.resourceCountIs('AWS::Lambda::Function', 2 * NAMES.length);
    template.resourceCountIs('AWS::StepFunctions::StateMachine', NAMES.length + 2);
    const kinds = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );
    const counted: Record<string, number> = {};
    for (const kind of kinds.filter((type) => !/Lambda/.test(type)).sort()) counted[kind] = (counted[kind] ?? 0) + 1;
    expect(counted).toMatchSnapshot();
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('ends participants before the watcher comes', () => {
    const limitsOf = (props: Partial<ChoreographedSagaProps>) => {
      const { stack, saga } = sagaOf(
        (scope) => [
          SagaStep.invoke('Slow', { action: testFunction(scope, 'A', Duration.minutes(5)), retry: { attempts: 1 } }),
          SagaStep.invoke('Quick', { action: testFunction(scope, 'B', Duration.seconds(3)) }),
          SagaStep.invoke('Patient', {
            action: testFunction(scope, 'C', Duration.seconds(60)),
            retry: { attempts: 12 },
          }),
        ],
        props,
      );
      const schedule = Object.values(Template.fromStack(stack).findResources('AWS::Scheduler::Schedule'))[0];
      const limits = Object.values(saga.participants).map(({ stateMachine }) => {
        const id = stack.getLogicalId(stateMachine.node.defaultChild as CfnElement);
        const { DefinitionString } = Template.fromStack(stack).toJSON().Resources[id].Properties;
        return (JSON.parse(DefinitionString) as { TimeoutSeconds: number }).TimeoutSeconds;
      });
      return [limits, schedule.Properties.ScheduleExpression];
    };
    // 13 attempts of 65 s with waits of 20 s at the most between them, 180 s for the moves; one attempt more that begins at the last moment.
    const attempts = 13 * 65 + (1 + 2 + 4 + 8 + 16) + 7 * 20;
    const watch = Math.ceil((attempts + 180 + 65) / 60) * 60;
    // Whatever others take: each has time for all its own attempts.
    expect(watch - 305).toBeLessThan(attempts);
    expect(limitsOf({})).toEqual([[watch - 305, watch - 8, watch - 65], 'rate(5 minutes)']);
    const quick = orderChoreography(() => ({
      stateMachineType: sfn.StateMachineType.EXPRESS,
      watch: Duration.hours(2),
    }));
    Template.fromStack(quick.stack).resourcePropertiesCountIs(
      'AWS::StepFunctions::StateMachine',
      {
        StateMachineType: 'EXPRESS',
        DefinitionString: Match.serializedJson(Match.objectLike({ TimeoutSeconds: 300 })),
      },
      NAMES.length,
    );
    expect(limitsOf({ watch: Duration.hours(2) })).toEqual([[7200 - 305, 7200 - 8, 7200 - 65], 'rate(5 minutes)']);
  });

  test('has no alarms if none are wanted', () => {
    const { stack, saga } = orderChoreography(() => ({ alarms: false }));
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Alarm', 0);
    expect(saga.alarms).toEqual([]);
  });

  test('lets others begin sagas, and look at them', () => {
    const { stack, saga } = orderChoreography();
    const role = new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
    saga.grantStartExecution(role);
    saga.grantReadProgress(role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: 'states:StartExecution' }),
          Match.objectLike({ Action: ['dynamodb:GetItem', 'dynamodb:Query'] }),
        ]),
      },
    });
  });
});
