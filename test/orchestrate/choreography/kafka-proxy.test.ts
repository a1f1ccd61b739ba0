import { App, SecretValue, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { ChoreographedSaga, KafkaPublisher, SagaStep, SagaTransport } from '../../../src';
import type { JsonObject } from '../../../src/asl/json';
import type { AppRehearsal } from '../../../src/testing/app-rehearsal';
import { testFunction } from '../../functions';
import { rehearse, TOPIC, topicSource } from './order-choreography';

const MINUTE = 60_000;

function proxied() {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'eu-west-1' } });
  const connection = new events.Connection(stack, 'Connection', {
    authorization: events.Authorization.basic('key', SecretValue.secretsManager('kafka')),
  });
  const saga = new ChoreographedSaga(stack, 'Saga', {
    sagaName: 'orders',
    transport: SagaTransport.kafka({
      source: topicSource(),
      publisher: KafkaPublisher.restProxy({
        connection,
        apiRoot: 'https://proxy.example.com/kafka/',
        clusterId: 'lkc-1',
      }),
    }),
    steps: ['One', 'Two'].map((id) => SagaStep.invoke(id, { action: testFunction(stack, id) })),
  });
  return { app, saga };
}

/** How the proxy answers instead of taking a record. */
type Refusal = (sleep: (milliseconds: number) => Promise<void>) => unknown;

/** Stands in for the proxy: it refuses so many records, then takes them. */
function proxy(rehearsal: AppRehearsal, refused: number, refusal: Refusal): JsonObject[] {
  const requests: JsonObject[] = [];
  for (const state of ['Announce Start', 'Announce Step', 'Announce End']) {
    rehearsal.mock(state, async (request, { sleep }) => {
      requests.push(request);
      if (requests.length <= refused) return refusal(sleep);
      const { key, value } = request.RequestBody;
      await rehearsal.produce(TOPIC, value.data, { key: key.data });
      return { StatusCode: 200, ResponseBody: { error_code: 200, offset: requests.length } };
    });
  }
  return requests;
}

const status = (StatusCode: number) => () => ({ StatusCode, ResponseBody: { error_code: StatusCode, message: 'no' } });

/** https://docs.confluent.io/cloud/current/ccloud/produce-record/: 200 says that there was a connection, no more. */
const REFUSALS: [string, Refusal][] = [
  ...[400, 401, 404, 408, 422, 429, 500, 503].map((code): [string, Refusal] => [`status ${code}`, status(code)]),
  ['a connection error', () => Promise.reject(Object.assign(new Error('reset'), { name: 'States.Http.Socket' }))],
  ['200 with an error for the record', () => ({ ResponseBody: { error_code: 40301, message: 'not authorized' } })],
  ['200 with a code as text', () => ({ ResponseBody: { error_code: '200' } })],
  ['200 with nothing', () => ({ ResponseBody: {} })],
  ['200 with a page', () => ({ ResponseBody: '<html>login</html>' })],
  ['200 with two reports', () => ({ ResponseBody: [{ error_code: 200 }, { error_code: 500 }] })],
  ['200 as version 2', () => ({ ResponseBody: { offsets: [{ partition: null, error_code: 2, error: 'no' }] } })],
];

test.each(REFUSALS)('a record to which a REST proxy answers %s is sent again', async (_, refusal) => {
  const { app, saga } = proxied();
  const rehearsal = rehearse(app);
  const requests = proxy(rehearsal, 2, refusal);
  rehearsal.mock('One', 1).mock('Two', 2);
  await rehearsal.start(saga.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(4 * MINUTE);
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

test.each(REFUSALS)('what a REST proxy refused for long by %s the watcher sends', async (_, refusal) => {
  const { app, saga } = proxied();
  const rehearsal = rehearse(app);
  proxy(rehearsal, 8, refusal);
  rehearsal.mock('One', 1).mock('Two', 2);
  const start = await rehearsal.start(saga.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(300 * MINUTE);
  expect([start.status, start.run.output]).toEqual(['SUCCEEDED', { sagaId: 'o-1', isNew: true }]);
  expect(rehearsal.items(saga.table)).toMatchObject([{ status: 'SUCCEEDED', turn: 'end' }]);
  expect(rehearsal.items(saga.table)[0].open).toBeUndefined();
});

test('a REST proxy that never answers keeps nobody waiting for his start', async () => {
  const { app, saga } = proxied();
  const rehearsal = rehearse(app);
  proxy(rehearsal, 8, async (sleep) => sleep(10 * MINUTE));
  rehearsal.mock('One', 1).mock('Two', 2);
  const start = await rehearsal.start(saga.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(300 * MINUTE);
  expect([start.status, start.run.output]).toEqual(['SUCCEEDED', { sagaId: 'o-1', isNew: true }]);
  expect(rehearsal.items(saga.table)).toMatchObject([{ status: 'SUCCEEDED', turn: 'end' }]);
});

test('while a REST proxy takes nothing at all, nothing is done, and the end is announced when it does', async () => {
  const { app, saga } = proxied();
  const rehearsal = rehearse(app);
  let away = true;
  const announced: string[] = [];
  for (const state of ['Announce Start', 'Announce Step', 'Announce End']) {
    rehearsal.mock(state, (request) => {
      if (away) return status(401)();
      announced.push(request.RequestBody.value.data['detail-type']);
      return { ResponseBody: { error_code: 200 } };
    });
  }
  const called: string[] = [];
  for (const step of ['One', 'Two']) rehearsal.mock(step, () => void called.push(step));
  await rehearsal.start(saga.stateMachine, { sagaId: 'o-1' });
  await rehearsal.advance(400 * MINUTE);
  expect(rehearsal.items(saga.table)).toMatchObject([{ turn: 'end', open: 'open' }]);
  expect(called).toEqual([]);
  away = false;
  await rehearsal.advance(10 * MINUTE);
  expect(rehearsal.items(saga.table)[0].open).toBeUndefined();
  expect(announced).toEqual(['Saga Compensated']);
});
