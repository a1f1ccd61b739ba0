import { App, SecretValue, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  ChoreographedSaga,
  KafkaPublisher,
  KafkaSource,
  SagaStep,
  SagaTransport,
  StartingPosition,
} from '../../../src';
import { testFunction } from '../../functions';
import { type CallFault, type EventFault, type Fault, FaultySagas } from './faulty-sagas';
import { CLUSTER, kafkaChoreography, NAMES, TOPIC, topicSource } from './order-choreography';

const EVENT_FAULTS: EventFault[] = ['drop', 'double', 'double later', 'delay', 'delay for hours'];
const WAYS: Record<string, Fault[]> = {
  'goes well': [],
  'fails at last': [{ call: 'SendReceipt', fault: 'fail after' }],
  'fails at the third step': [{ call: 'ProcessPayment', fault: 'fail after' }],
  'is declined at the third step': [{ call: 'ProcessPayment', fault: 'decline' }],
};

describe.each(Object.entries(WAYS))('a saga over Kafka that %s', (_, way) => {
  test.each(EVENT_FAULTS)('ends as it should with any one record of it: %s', async (fate) => {
    const order = kafkaChoreography();
    const sagas = new FaultySagas(order, order.publisher);
    await sagas.run(Array.from({ length: 11 }, (_none, event) => [...way, { event, fate }]));
    expect(sagas.problems()).toEqual([]);
    expect(sagas.statuses()).toHaveLength(fate === 'drop' ? 10 : 11);
  });

  test('ends as it should when whoever made any one move dies after it', async () => {
    const order = kafkaChoreography();
    const sagas = new FaultySagas(order, order.publisher);
    await sagas.run(Array.from({ length: 9 }, (_none, dieAfterMove) => [...way, { dieAfterMove }]));
    expect(sagas.problems()).toEqual([]);
  });
});

test.each<CallFault>(['fail', 'fail after', 'die', 'die before'])(
  'every action and every compensation that does this ends well, or in the queue: %s',
  async (fault) => {
    const order = kafkaChoreography();
    const sagas = new FaultySagas(order, order.publisher);
    await sagas.run([
      ...NAMES.flatMap((call) => [undefined, 2].map((times) => [{ call, fault, times }])),
      ...NAMES.map((name) => [
        { call: 'SendReceipt', fault: 'fail after' as const },
        { call: `Undo${name}`, fault },
      ]),
    ]);
    expect(sagas.problems()).toEqual([]);
  },
);

test('Express participants are not waited for: none holds up a partition', async () => {
  const order = kafkaChoreography({ stateMachineType: sfn.StateMachineType.EXPRESS });
  const sagas = new FaultySagas(order, order.publisher);
  await sagas.run(NAMES.map((call) => [{ call, fault: 'die' as const }]));
  expect(sagas.problems()).toEqual([]);
});

test('what is no event is set aside, and the saga behind it goes on', async () => {
  const order = kafkaChoreography();
  const sagas = new FaultySagas(order, order.publisher);
  const { rehearsal } = sagas;
  await rehearsal.produce(TOPIC, 'no JSON at all');
  await rehearsal.produce(TOPIC, { some: 'other record' });
  await sagas.run([[]]);
  expect(sagas.problems()).toEqual([]);
  expect(sagas.statuses()).toEqual(['SUCCEEDED']);
  for (const queue of order.saga.deadLetterQueues) expect(rehearsal.messages(queue)).toHaveLength(1);
});

test('a request that the table does not take waits in the queue of those that could not be begun', async () => {
  const order = kafkaChoreography();
  const sagas = new FaultySagas(order, order.publisher);
  const { rehearsal } = sagas;
  rehearsal.fail('Record Saga', { error: 'DynamoDB.ThrottlingException' });
  await sagas.run([[]], 2 * 60_000);
  const [message] = rehearsal.messages(order.saga.deadLetterQueues[0]);
  rehearsal.restore('Record Saga');
  await rehearsal.start(order.saga.stateMachine, message);
  await rehearsal.advance(60_000);
  expect(sagas.problems()).toEqual([]);
  expect(sagas.statuses()).toEqual(['SUCCEEDED']);
});

test('each participant reads the topic through a pipe with a filter and a group of its own', () => {
  const { stack } = kafkaChoreography();
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Events::Rule', 0);
  template.resourceCountIs('AWS::Pipes::Pipe', NAMES.length + 1);
  template.hasResourceProperties('AWS::Pipes::Pipe', {
    SourceParameters: {
      FilterCriteria: { Filters: [{ Pattern: Match.stringLikeRegexp('"next":\\["ProcessPayment"\\]') }] },
    },
  });
  const groups = Object.values(template.findResources('AWS::Pipes::Pipe')).map(({ Properties }) =>
    JSON.stringify(Properties.SourceParameters.ManagedStreamingKafkaParameters.ConsumerGroupID),
  );
  expect(new Set(groups).size).toBe(NAMES.length + 1);
});

describe('what is refused', () => {
  const saga =
    (consumerGroup: string | undefined, apiRoot: string, clusterId: string, topic = TOPIC) =>
    () => {
      const stack = new Stack(new App(), 'Shop');
      const connection = new events.Connection(stack, 'Connection', {
        authorization: events.Authorization.basic('key', SecretValue.unsafePlainText('secret')),
      });
      const startingPosition = StartingPosition.latest();
      new ChoreographedSaga(stack, 'Saga', {
        transport: SagaTransport.kafka({
          source: KafkaSource.msk(CLUSTER, { topic, startingPosition, consumerGroup }),
          publisher: KafkaPublisher.restProxy({ connection, apiRoot, clusterId }),
        }),
        steps: [SagaStep.invoke('One', { action: testFunction(stack, 'One') })],
      });
    };

  const abroad = () => {
    const stack = new Stack(new App(), 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
    const arn = 'arn:aws:lambda:us-east-1:111122223333:function:publish';
    new ChoreographedSaga(stack, 'Saga', {
      transport: SagaTransport.kafka({
        source: topicSource(),
        publisher: KafkaPublisher.invoke(lambda.Function.fromFunctionArn(stack, 'Publish', arn)),
      }),
      steps: [SagaStep.invoke('One', { action: testFunction(stack, 'One') })],
    });
  };

  test.each<[string, () => void, RegExp]>([
    [
      'a group for all',
      saga('mine', 'https://a.example.com', 'c'),
      /source.consumerGroup must be left out, received 'mine'/,
    ],
    [
      'an address without TLS',
      saga(undefined, 'http://a.example.com', 'c'),
      /apiRoot must be an address that begins with https/,
    ],
    [
      'an address with the version in it',
      saga(undefined, 'https://a.example.com/kafka/v3', 'c'),
      /apiRoot must be the address before '\/v3', which is added, received 'https:.*v3': end it there \[at Shop\/Saga\]/,
    ],
    [
      'an address with a query',
      saga(undefined, 'https://a.example.com?x=1', 'c'),
      /apiRoot must be .* no query, received .*: write 'https:.*\[at Shop\/Saga\]/,
    ],
    [
      'an address with credentials',
      saga(undefined, 'https://user:secret@a.example.com', 'c'),
      /apiRoot must be an address/,
    ],
    [
      'a topic that is none',
      saga(undefined, 'https://a.example.com', 'c', '../others'),
      /source.topic must be a name of 2 to 249 letters.*received '..\/others' \[at Shop\/Saga/,
    ],
    ['a function in another Region', abroad, /function of the publisher must be in the Region of the saga, eu-west-1/],
    [
      'a cluster that is a path',
      saga(undefined, 'https://a.example.com', 'a/b'),
      /clusterId must have letters, .* received 'a\/b'/,
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});
