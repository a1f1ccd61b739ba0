import { deepEqual, equal, match } from 'node:assert/strict';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { assertion, byEmulator, byInterpreter, type Deployment, receivedMessages } from './assert';

const COMPENSATED = [
  'CreateOrder',
  'ProcessPayment',
  'StoreInvoice',
  'StartDelivery',
  'Compensate StartDelivery',
  'Compensate StoreInvoice',
  'Compensate ProcessPayment',
  'Compensate CreateOrder',
  'Announce Saga Compensated',
  'Saga Compensated',
];

const saga = (app: Deployment) => app.stateMachine('OrderSaga');

async function invoice(app: Deployment, orderId: string): Promise<unknown> {
  const get = new GetItemCommand({ TableName: app.id('AWS::DynamoDB::Table'), Key: { orderId: { S: orderId } } });
  return (await new DynamoDBClient({}).send(get)).Item;
}

/** The next message that compensations failed, of the execution that is asked for. */
async function reported(app: Deployment, executionArn = ''): Promise<{ step: string; execution: string }> {
  const queue = app.id('AWS::SQS::Queue', 'OrderSagaCompensationFailures');
  return app.eventually('a message in the queue', async () => {
    const messages = (await receivedMessages(queue)) as { step: string; execution: string }[];
    return messages.find(({ execution }) => execution === executionArn);
  });
}

export default [
  assertion(
    'all steps are done in order, with functions and a table',
    byEmulator('its engine; Lambda, DynamoDB, EventBridge'),
    async (app) => {
      const { status, output, executionArn } = await app.execute(saga(app), { orderId: 'o-1' });

      equal(status, 'SUCCEEDED');
      const { results } = JSON.parse(output ?? '{}');
      equal(results.StartDelivery.orderId, 'o-1');
      deepEqual(await app.visited(executionArn), [
        'CreateOrder',
        'ProcessPayment',
        'StoreInvoice',
        'StartDelivery',
        'SendReceipt',
        'Announce Saga Succeeded',
      ]);
      deepEqual(await invoice(app, 'o-1'), { orderId: { S: 'o-1' } });
    },
  ),
  assertion(
    'a step that fails undoes the steps before it, in reverse order',
    byEmulator('its engine; Lambda with the names of errors bridged, DynamoDB, EventBridge'),
    async (app) => {
      const input = { orderId: 'o-2', failAt: 'StartDelivery' };
      const { status, error, executionArn } = await app.execute(saga(app), input);

      deepEqual([status, error], ['FAILED', 'Broken']);
      deepEqual(await app.visited(executionArn), COMPENSATED);
      equal(await invoice(app, 'o-2'), undefined);
    },
  ),
  assertion(
    'a compensation that fails is reported to the queue, and the others still run',
    byEmulator('its engine; Lambda with the names of errors bridged, SQS'),
    async (app) => {
      const input = { orderId: 'o-3', failAt: 'StartDelivery', stuckAt: 'ProcessPayment' };
      const { error, executionArn } = await app.execute(saga(app), input);

      equal(error, 'Saga.CompensationFailed');
      equal((await app.visited(executionArn)).includes('Compensate CreateOrder'), true);
      equal((await reported(app, executionArn)).step, 'ProcessPayment');
    },
  ),
  assertion(
    'the cause of the failure says what was undone',
    byInterpreter('Lambda, DynamoDB, EventBridge; its engine loses variables that a catcher assigns'),
    async (app) => {
      const { cause, executionArn } = await app.execute(saga(app), { orderId: 'o-4', failAt: 'StartDelivery' });

      match(cause ?? '', /; undone: StartDelivery, StoreInvoice, ProcessPayment, CreateOrder$/);
      deepEqual(await app.visited(executionArn), COMPENSATED);
    },
  ),
  assertion(
    'the cause of a failed compensation says what is left to do',
    byInterpreter('Lambda, DynamoDB, SQS, EventBridge; its engine loses variables that a catcher assigns'),
    async (app) => {
      const input = { orderId: 'o-5', failAt: 'StartDelivery', stuckAt: 'CreateOrder' };
      const { error, cause, executionArn } = await app.execute(saga(app), input);

      equal(error, 'Saga.CompensationFailed');
      match(cause ?? '', /; not undone: CreateOrder; undone: StartDelivery, StoreInvoice, ProcessPayment$/);
      equal((await reported(app, executionArn)).step, 'CreateOrder');
    },
  ),
];
