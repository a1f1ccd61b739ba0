import { deepEqual, equal } from 'node:assert/strict';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  assertion,
  byEmulator,
  byInterpreter,
  type Deployment,
  putEvent,
  receivedMessages,
  startByRequest,
} from './assert';

/** What the table says of a saga. */
type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

const ENDED = ['SUCCEEDED', 'COMPENSATED', 'COMPENSATION_FAILED'];

function request(app: Deployment, sagaId: string, input: object): Promise<void> {
  return send(app, 'Saga Requested', { saga: 'orders', sagaId, input });
}

function send(app: Deployment, detailType: string, detail: object): Promise<void> {
  return putEvent({ bus: app.id('AWS::Events::EventBus'), source: 'cdk-workflows.integ', detailType, detail });
}

async function item(app: Deployment, sagaId: string): Promise<Item | undefined> {
  const key = { sagaId: { S: sagaId } };
  const get = new GetItemCommand({ TableName: app.id('AWS::DynamoDB::Table'), Key: key, ConsistentRead: true });
  return (await new DynamoDBClient({}).send(get)).Item as Item | undefined;
}

/** The item of a saga that has ended and announced it. */
function ended(app: Deployment, sagaId: string): Promise<Item> {
  return app.eventually(`the end of saga ${sagaId}`, async () => {
    const found = await item(app, sagaId);
    return found && ENDED.includes(found.status.S ?? '') && !found.open ? found : undefined;
  });
}

/** The message that a compensation of a saga failed. */
function reported(app: Deployment, saga: string): Promise<{ sagaId: string; step: string; error: string }> {
  const queue = app.id('AWS::SQS::Queue', 'OrderSagaCompensationFailures');
  return app.eventually('a message in the queue', async () => {
    const messages = (await receivedMessages(queue)) as { sagaId: string; step: string; error: string }[];
    return messages.find(({ sagaId }) => sagaId === saga);
  });
}

// biome-ignore lint/suspicious/noExplicitAny: what it is depends on the attribute
const json = (found: Item, name: string): any => JSON.parse(found[name].S ?? 'null');

export default [
  assertion(
    'an event begins a saga, and each step wakes the next, in two stacks',
    byEmulator('buses and rules of EventBridge, its engine, DynamoDB with conditions, Lambda'),
    async (app) => {
      await request(app, 'o-1', { orderId: 'o-1' });

      const found = await ended(app, 'o-1');
      equal(found.status.S, 'SUCCEEDED');
      const steps = Object.entries<{ step: string }>(json(found, 'results')).map(([name, { step }]) => [name, step]);
      const names = ['CreateOrder', 'ProcessPayment', 'StartDelivery', 'SendReceipt'];
      deepEqual(
        steps,
        names.map((name) => [name, name]),
      );
    },
  ),
  assertion(
    'a step that fails wakes the steps before it, in reverse order',
    byEmulator('rules of EventBridge, its engine, DynamoDB; Lambda with the names of errors bridged'),
    async (app) => {
      await request(app, 'o-2', { failAt: 'StartDelivery' });

      const found = await ended(app, 'o-2');
      equal(found.status.S, 'COMPENSATED');
      equal(json(found, 'failure').step, 'StartDelivery');
      deepEqual(json(found, 'undone'), ['StartDelivery', 'ProcessPayment', 'CreateOrder']);
    },
  ),
  assertion(
    'a compensation that fails is reported to the queue, and the others still run',
    byEmulator('rules of EventBridge, its engine, DynamoDB, SQS; Lambda with the names of errors bridged'),
    async (app) => {
      await request(app, 'o-3', { failAt: 'StartDelivery', stuckAt: 'ProcessPayment' });

      const found = await ended(app, 'o-3');
      equal(found.status.S, 'COMPENSATION_FAILED');
      deepEqual(
        [json(found, 'undone'), json(found, 'notUndone')],
        [['StartDelivery', 'CreateOrder'], ['ProcessPayment']],
      );
      equal((await reported(app, 'o-3')).step, 'ProcessPayment');
    },
  ),
  assertion(
    'a request and an event that come again change nothing',
    byEmulator('rules of EventBridge, its engine, DynamoDB with conditions'),
    async (app) => {
      await request(app, 'o-4', { orderId: 'first' });
      const before = await ended(app, 'o-4');
      const delivery = app.stateMachine('OrderSagaStepStartDelivery');
      const turns = async () =>
        (await app.executions(delivery)).filter(({ input }) => JSON.parse(input ?? '{}').detail?.sagaId === 'o-4');
      const sofar = (await turns()).length;

      await request(app, 'o-4', { orderId: 'second' });
      const again = { saga: 'orders', sagaId: 'o-4', step: 'ProcessPayment', next: 'StartDelivery' };
      await send(app, 'Step Succeeded', again);

      const late = await app.eventually('an execution out of turn', async () => {
        const found = await turns();
        return found.length > sofar && found.every(({ status }) => status !== 'RUNNING') ? found : undefined;
      });
      await app.calm();
      equal(late[0].status, 'SUCCEEDED');
      equal((await app.visited(late[0].executionArn)).at(-1), 'Not Its Turn');
      deepEqual(await item(app, 'o-4'), before);
    },
  ),
  assertion(
    'the watcher wakes the step whose event was lost',
    byEmulator('a global index of DynamoDB, its engine, rules of EventBridge'),
    async (app) => {
      // As if a payment had been made half an hour ago, and nobody had heard of it.
      await request(app, 'o-5', { orderId: 'o-5' });
      const { expiresAt: _, ...done } = await ended(app, 'o-5');
      const then = Date.now() - 30 * 60_000;
      const stuck = {
        ...done,
        status: { S: 'RUNNING' },
        turn: { S: 'action StartDelivery' },
        results: { S: JSON.stringify({ CreateOrder: json(done, 'results').CreateOrder, ProcessPayment: 'paid' }) },
        startedAt: { S: new Date(then).toISOString() },
        movedAt: { S: new Date(then).toISOString() },
        open: { S: 'open' },
        dueAt: { N: String(then + 1) },
      };
      const put = { TableName: app.id('AWS::DynamoDB::Table'), Item: stuck };
      await new DynamoDBClient({}).send(new PutItemCommand(put as never));
      await startByRequest(app.stateMachine('OrderSagaWatcher'), {});

      const found = await ended(app, 'o-5');
      equal(found.status.S, 'SUCCEEDED');
      const steps = ['CreateOrder', 'ProcessPayment', 'StartDelivery', 'SendReceipt'];
      deepEqual(Object.keys(json(found, 'results')), steps);
      equal(json(found, 'results').ProcessPayment, 'paid');
    },
  ),
  assertion(
    'item and message name the errors of the function',
    byInterpreter('rules of EventBridge, DynamoDB, SQS, Lambda; its engine loses variables that a catcher assigns'),
    async (app) => {
      await request(app, 'o-6', { failAt: 'StartDelivery', stuckAt: 'CreateOrder' });

      const found = await ended(app, 'o-6');
      equal(found.status.S, 'COMPENSATION_FAILED');
      equal(json(found, 'failure').error, 'Broken');
      deepEqual(
        [json(found, 'undone'), json(found, 'notUndone')],
        [['StartDelivery', 'ProcessPayment'], ['CreateOrder']],
      );
      const { step, error } = await reported(app, 'o-6');
      deepEqual([step, error], ['CreateOrder', 'Stuck']);
    },
  ),
];
