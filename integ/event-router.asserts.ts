import { deepEqual, equal } from 'node:assert/strict';
import { assertion, byEmulator, type Deployment, putEvent, receivedMessages } from './assert';

const QUEUE = 'AWS::SQS::Queue';

function put(app: Deployment, source: string, detailType: string, detail: object): Promise<void> {
  return putEvent({ bus: app.id('AWS::Events::EventBus', 'Bus'), source, detailType, detail });
}

export default [
  assertion(
    'an event reaches a workflow and a queue, each with the input of its own; another event reaches neither',
    byEmulator('rules of EventBridge with several targets, its engine, SQS'),
    async (app) => {
      await put(app, 'integ.orders', 'Order Placed', { orderId: 'o-1', country: 'FR' });
      await put(app, 'integ.orders', 'Order Placed', { orderId: 'o-2', country: 'DE' });

      const { input } = await app.executionWith(app.stateMachine('Fulfil'), ({ orderId }) => orderId === 'o-2');
      const order = { orderId: 'o-2', country: 'DE' };
      deepEqual(JSON.parse(input ?? '{}'), order);
      equal((await app.executions(app.stateMachine('Fulfil'))).length, 1);
      deepEqual(await receivedMessages(app.id(QUEUE, 'Queue')), [{ country: 'DE', order }]);
    },
  ),
];
