import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ChoreographedSaga, KafkaPublisher, SagaStep, SagaTransport } from '../../../src';
import type { JsonObject } from '../../../src/asl/json';
import { testFunction } from '../../functions';
import { FaultySagas } from './faulty-sagas';
import { kafkaChoreography, rehearse, TOPIC, topicSource } from './order-choreography';

const MINUTE = 60_000;
const step = (detail: object, more: object = {}) => ({ 'detail-type': 'Step Succeeded', detail, ...more });
const request = (detail: object) => ({ 'detail-type': 'Saga Requested', detail: { saga: 'orders', ...detail } });

/** Records that are none of this saga, or name nobody of it. */
const PASSED_OVER: [string, unknown][] = [
  ['an object without anything', {}],
  ['a list', [1, 2]],
  ['no detail', { 'detail-type': 'Step Succeeded' }],
  ['a detail that is no object', { 'detail-type': 'Saga Requested', detail: 'orders' }],
  ['another saga', step({ saga: 'others', sagaId: 'o-0', next: 'CreateOrder' })],
  ['an unknown step', step({ saga: 'orders', sagaId: 'o-0', next: 'Nobody' })],
  ['no step', step({ saga: 'orders', sagaId: 'o-0' })],
  ['an unknown type', { 'detail-type': '$', detail: { saga: 'orders', sagaId: 'o-0', next: 'CreateOrder' } }],
];

/** Records that start an execution, which does nothing. */
const NO_TURN: [string, unknown][] = [
  ['no sagaId', step({ saga: 'orders', next: 'CreateOrder' })],
  ['a sagaId that is a number', step({ saga: 'orders', sagaId: 5, next: 'CreateOrder' })],
  ['a sagaId of nobody', step({ saga: 'orders', sagaId: 'nobody', next: 'CreateOrder' })],
  ['a sagaId that is an expression', step({ saga: 'orders', sagaId: '{% $states.context %}', next: 'CreateOrder' })],
  ['a sagaId that is empty', step({ saga: 'orders', sagaId: '', next: 'CreateOrder' })],
  ['a step out of turn', step({ saga: 'orders', sagaId: 'o-0', next: 'SendReceipt' })],
  ['a request without id', request({ input: { id: 'x' } })],
  ['a request whose id is an object', request({ sagaId: {}, input: { id: 'x' } })],
  ['a request with too long an id', request({ sagaId: 'x'.repeat(257), input: { id: 'x' } })],
  ['a request with too large an input', request({ sagaId: 'big', input: { id: 'x'.repeat(170_000) } })],
];

test.each([...PASSED_OVER, ...NO_TURN])('a record with %s does nothing, and holds up nobody', async (_, value) => {
  const order = kafkaChoreography();
  const sagas = new FaultySagas(order, order.publisher);
  await sagas.rehearsal.produce(TOPIC, value as JsonObject);
  await sagas.run([[]]);
  expect(sagas.problems()).toEqual([]);
  expect(sagas.statuses()).toEqual(['SUCCEEDED']);
  for (const queue of order.saga.deadLetterQueues) expect(sagas.rehearsal.messages(queue)).toEqual([]);
});

test.each<[string, string | Uint8Array]>([
  ['no JSON', 'no JSON at all'],
  ['an expression', '{% $states.input %}'],
  ['half of an object', '{"detail-type":"Saga Requested","detail":{"saga":"orders"'],
  ['nothing', ''],
  ['no UTF-8', new Uint8Array([0x7b, 0xff, 0xfe])],
])('a record with %s is set aside by each, and holds up nobody', async (_, value) => {
  const order = kafkaChoreography();
  const sagas = new FaultySagas(order, order.publisher);
  await sagas.rehearsal.produce(TOPIC, value as unknown as JsonObject);
  await sagas.run([[]]);
  expect(sagas.problems()).toEqual([]);
  expect(sagas.statuses()).toEqual(['SUCCEEDED']);
  for (const queue of order.saga.deadLetterQueues) expect(sagas.rehearsal.messages(queue)).toHaveLength(1);
});

test('a sagaId may be what is code elsewhere, and is nothing but a text', async () => {
  const order = kafkaChoreography();
  const rehearsal = rehearse(order.app);
  for (const { action, compensation } of Object.values(order.functions)) {
    rehearsal.mock(action, 1).mock(compensation, 1);
  }
  const keys: unknown[] = [];
  rehearsal.mock(order.publisher, async ({ key, value }) => {
    keys.push(key);
    // Each event in another partition than the one before.
    await rehearsal.produce(TOPIC, value, { key, partition: keys.length % 3 });
  });
  const ids = ['{% $states.context %}', '$.sagaId', '$', '\'"\\', '{"S":"x"}', '€ 𝒮', '#turn = :turn'];
  for (const sagaId of ids) await rehearsal.produce(TOPIC, request({ sagaId, input: { text: '{% 1 + 1 %}' } }));
  await rehearsal.advance(3 * MINUTE);
  expect(rehearsal.items(order.saga.table).map(({ sagaId, status }) => [sagaId, status])).toEqual(
    expect.arrayContaining(ids.map((id) => [id, 'SUCCEEDED'])),
  );
  expect(new Set(keys)).toEqual(new Set(ids));
});

test.each<[string, (sleep: (milliseconds: number) => Promise<void>) => unknown]>([
  ['throws', () => Promise.reject(new Error('no broker'))],
  ['is throttled', () => Promise.reject(Object.assign(new Error('429'), { name: 'Lambda.TooManyRequestsException' }))],
  ['takes too long', (sleep) => sleep(5 * MINUTE)],
  ['answers more than a state takes', () => 'x'.repeat(300_000)],
])('a publisher that %s loses no saga, and no answer to who asks for one', async (_, fault) => {
  const order = kafkaChoreography();
  const rehearsal = rehearse(order.app);
  for (const { action } of Object.values(order.functions)) rehearsal.mock(action, 1);
  let calls = 0;
  rehearsal.mock(order.publisher, async ({ key, value }, { sleep }) => {
    if (++calls <= 8) return fault(sleep);
    await rehearsal.produce(TOPIC, value, { key });
    return ['any', { thing: '{% $x %}' }];
  });
  const start = await rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1', input: {} });
  await rehearsal.advance(200 * MINUTE);
  expect([start.status, start.run.output]).toEqual(['SUCCEEDED', { sagaId: 'o-1', isNew: true }]);
  expect(rehearsal.items(order.saga.table)).toMatchObject([{ turn: 'end', status: 'SUCCEEDED' }]);
});

test('two sagas on one topic read it in groups of their own, and do not wake each other', async () => {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const publisher = testFunction(stack, 'Publisher');
  const transport = SagaTransport.kafka({
    source: topicSource(),
    publisher: KafkaPublisher.invoke(publisher),
  });
  const action = testFunction(stack, 'Action');
  const [one, two] = ['one', 'two'].map(
    (sagaName) =>
      new ChoreographedSaga(stack, sagaName, { sagaName, transport, steps: [SagaStep.invoke('Act', { action })] }),
  );
  const rehearsal = rehearse(app);
  rehearsal.mock(action, 1);
  rehearsal.mock(publisher, async ({ key, value }) => rehearsal.produce(TOPIC, value, { key }));
  await rehearsal.start(one.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(3 * MINUTE);
  expect(rehearsal.items(one.table)).toMatchObject([{ status: 'SUCCEEDED' }]);
  expect(rehearsal.items(two.table)).toEqual([]);
  expect(rehearsal.executions(two.participants.Act.stateMachine)).toEqual([]);
  const groups = Object.values(Template.fromStack(stack).findResources('AWS::Pipes::Pipe')).map(({ Properties }) =>
    JSON.stringify(Properties.SourceParameters.ManagedStreamingKafkaParameters.ConsumerGroupID),
  );
  expect(new Set(groups).size).toBe(4);
});
