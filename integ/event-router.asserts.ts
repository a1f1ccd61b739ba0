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
  assertion(
    'a fan-out sends each event to the queues whose filter lets it through',
    byEmulator('rules of EventBridge, SNS with filter policies on the body, SQS'),
    async (app) => {
      await put(app, 'integ.returns', 'Return Arrived', { total: 50 });
      await put(app, 'integ.returns', 'Return Arrived', { total: 150 });

      const totals = async (queue: string) => {
        const messages = (await receivedMessages(app.id(QUEUE, queue))) as { detail: { total: number } }[];
        return messages.map(({ detail }) => detail.total).sort((one, other) => one - other);
      };
      await app.calm();
      deepEqual(await totals('BigReturns'), [150]);
      deepEqual(await totals('AllReturns'), [50, 150]);
    },
  ),
];
