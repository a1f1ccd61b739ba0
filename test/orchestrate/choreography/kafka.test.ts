import { App, SecretValue, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import {
  ChoreographedSaga,
  KafkaPublisher,
  KafkaSource,
  SagaStep,
  SagaTransport,
  StartingPosition,
} from '../../../src';
import type { JsonObject } from '../../../src/asl/json';
import type { AppRehearsal } from '../../../src/testing/app-rehearsal';
import { testFunction } from '../../functions';
import { type EventFault, type Fault, FaultySagas } from './faulty-sagas';
import { CLUSTER, kafkaChoreography, NAMES, rehearse, TOPIC } from './order-choreography';

const EVENT_FAULTS: EventFault[] = ['drop', 'double', 'double later', 'delay', 'delay for hours'];
const WAYS: Record<string, Fault[]> = {
  'goes well': [],
  'fails at last': [{ call: 'SendReceipt', fault: 'fail after' }],
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

describe('a REST proxy', () => {
  const proxied = () => {
    const app = new App();
    const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
    const connection = new events.Connection(stack, 'Connection', {
      authorization: events.Authorization.basic('key', SecretValue.secretsManager('kafka')),
    });
    const saga = new ChoreographedSaga(stack, 'Saga', {
      sagaName: 'orders',
      transport: SagaTransport.kafka({
        source: KafkaSource.msk(CLUSTER, { topic: TOPIC, startingPosition: StartingPosition.latest() }),
        publisher: KafkaPublisher.restProxy({
          connection,
          apiRoot: 'https://proxy.example.com/kafka/',
          clusterId: 'lkc-1',
        }),
      }),
      steps: ['One', 'Two'].map((id) => SagaStep.invoke(id, { action: testFunction(stack, id) })),
    });
    return { app, stack, saga };
  };

  /** Stands in for the proxy: refuses the first records, then produces. */
  function proxy(rehearsal: AppRehearsal, refused: number) {
    const requests: JsonObject[] = [];
    for (const state of ['Announce Start', 'Announce Step', 'Announce End']) {
      rehearsal.mock(state, (request) => {
        requests.push(request);
        if (requests.length <= refused) return { StatusCode: 200, ResponseBody: { error_code: 503 } };
        const { key, value } = request.RequestBody;
        void rehearsal.produce(TOPIC, value.data, { key: key.data });
        return { StatusCode: 200, ResponseBody: { error_code: 200, offset: requests.length } };
      });
    }
    return requests;
  }

  test('gets each event as a record of the saga', async () => {
    const { app, saga } = proxied();
    const rehearsal = rehearse(app);
    const requests = proxy(rehearsal, 2);
    rehearsal.mock('One', 1).mock('Two', 2);
    await rehearsal.start(saga.stateMachine, { sagaId: 'o-1' });
    await rehearsal.advance(3 * 60_000);
    expect(rehearsal.items(saga.table)).toMatchObject([{ status: 'SUCCEEDED', results: '{"One":1,"Two":2}' }]);
    expect(requests).toHaveLength(5);
    expect(requests[2]).toEqual({
      ApiEndpoint: 'https://proxy.example.com/kafka/v3/clusters/lkc-1/topics/sagas/records',
      Method: 'POST',
      InvocationConfig: { ConnectionArn: expect.stringContaining(':connection/') },
      Headers: { 'Content-Type': 'application/json' },
      RequestBody: {
        key: { type: 'STRING', data: 'o-1' },
        value: {
          type: 'JSON',
          data: { 'detail-type': 'Saga Started', detail: { saga: 'orders', sagaId: 'o-1', next: 'One' } },
        },
      },
    });
  });
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
  const saga = (consumerGroup: string | undefined, apiRoot: string, clusterId: string) => () => {
    const stack = new Stack(new App(), 'Shop');
    const connection = new events.Connection(stack, 'Connection', {
      authorization: events.Authorization.basic('key', SecretValue.unsafePlainText('secret')),
    });
    const startingPosition = StartingPosition.latest();
    new ChoreographedSaga(stack, 'Saga', {
      transport: SagaTransport.kafka({
        source: KafkaSource.msk(CLUSTER, { topic: TOPIC, startingPosition, consumerGroup }),
        publisher: KafkaPublisher.restProxy({ connection, apiRoot, clusterId }),
      }),
      steps: [SagaStep.invoke('One', { action: testFunction(stack, 'One') })],
    });
  };

  test.each([
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
      'a cluster that is a path',
      saga(undefined, 'https://a.example.com', 'a/b'),
      /clusterId must have letters, .* received 'a\/b'/,
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});
