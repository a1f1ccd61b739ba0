import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertion, byEmulator, type Deployment, startByRequest } from './assert';

interface OrdersFile {
  readonly orders: readonly { readonly input: { readonly orderId: string; readonly card: string } }[];
}

const FILE = join(__dirname, '../examples/order-processing/orders.json');

/** An order of the demo. */
function order(orderId: string) {
  const { orders } = JSON.parse(readFileSync(FILE, 'utf8')) as OrdersFile;
  return orders.find(({ input }) => input.orderId === orderId)?.input;
}

const saga = (app: Deployment) => app.stateMachine('OrderSaga');

export default [
  assertion(
    'an order that a plain request starts is delivered',
    byEmulator('its engine; Lambda with the bundle of the handlers'),
    async (app) => {
      const { status, output, executionArn } = await app.ended(await startByRequest(saga(app), order('O-1001')));

      equal(status, 'SUCCEEDED');
      equal(JSON.parse(output ?? '{}').results.ProcessPayment.paidCents, 17800);
      const steps = ['CreateOrder', 'ProcessPayment', 'ReserveInventory', 'StartDelivery'];
      deepEqual(await app.visited(executionArn), steps);
    },
  ),
  assertion(
    'an order with a declined card is cancelled, and nothing is paid back',
    byEmulator('its engine; Lambda with the names of errors bridged'),
    async (app) => {
      const declined = { ...order('O-1001'), orderId: 'declined', card: 'card_declined_0002' };
      const { status, error, executionArn } = await app.ended(await startByRequest(saga(app), declined));

      deepEqual([status, error], ['FAILED', 'CardDeclined']);
      const visited = ['CreateOrder', 'ProcessPayment', 'Compensate CreateOrder', 'Saga Compensated'];
      deepEqual(await app.visited(executionArn), visited);
    },
  ),
];
