import { equal } from 'node:assert/strict';
import { assertion, byEmulator, putEvent } from './assert';

export default [
  assertion(
    'an event on an encrypted bus starts an execution',
    byEmulator('a bus with an archive, rules of EventBridge, its engine'),
    async (app) => {
      const bus = app.id('AWS::Events::EventBus', 'Orders');
      await putEvent({ bus, source: 'integ.orders', detailType: 'Order Placed', detail: { orderId: 'o-1' } });

      const { status } = await app.executionWith(app.stateMachine(), ({ detail }) => detail.orderId === 'o-1');
      equal(status, 'SUCCEEDED');
    },
  ),
];
