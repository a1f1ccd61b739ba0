import { deepEqual, equal } from 'node:assert/strict';
import { assertion, byEmulator, byInterpreter, type Deployment, putEvent } from './assert';

interface Order {
  readonly orderId: string;
  readonly total: number;
  readonly fails: boolean;
}

const place = (app: Deployment, detail: Order) =>
  putEvent({ bus: app.id('AWS::Events::EventBus'), source: 'integ.orders', detailType: 'Order Placed', detail });

const orders = (app: Deployment) => app.stateMachine('OrdersWorkflowStateMachine');

/** All executions that an order has started, whatever became of them. */
async function executionsFor(app: Deployment, orderId: string) {
  return (await app.executions(orders(app))).filter(
    ({ input }) => JSON.parse(input ?? '{}').detail?.orderId === orderId,
  );
}

export default [
  assertion(
    'an event that matches starts an execution, another does not',
    byEmulator('buses and rules of EventBridge, its engine, DynamoDB'),
    async (app) => {
      await place(app, { orderId: 'small', total: 100, fails: false });
      await place(app, { orderId: 'large', total: 120, fails: false });

      const { status } = await app.executionWith(orders(app), ({ detail }) => detail.orderId === 'large');
      await app.calm();
      equal(status, 'SUCCEEDED');
      deepEqual(await executionsFor(app, 'small'), []);
    },
  ),
  assertion(
    'the same order again is done once',
    byEmulator('buses and rules of EventBridge, its engine, DynamoDB'),
    async (app) => {
      const order = { orderId: 'twice', total: 120, fails: false };
      await place(app, order);
      await app.executionWith(orders(app), ({ detail }) => detail.orderId === 'twice');
      await place(app, order);

      const outputs = await app.eventually('the duplicate', async () => {
        const found = await executionsFor(app, 'twice');
        const ended = found.filter(({ status }) => status !== 'RUNNING');
        return ended.length === 2 ? ended.map(({ output }) => JSON.parse(output ?? '{}')) : undefined;
      });
      equal(outputs.filter(({ duplicate }) => duplicate === true).length, 1);
    },
  ),
  assertion(
    'the end of an execution is announced on the bus',
    byEmulator('its engine with the events that Step Functions sends, rules of EventBridge'),
    async (app) => {
      await place(app, { orderId: 'unlucky', total: 120, fails: true });

      const failed = await app.executionWith(orders(app), ({ detail }) => detail.orderId === 'unlucky');
      deepEqual([failed.status, failed.error], ['FAILED', 'AsAsked']);
      const announcer = app.stateMachine('OrdersWorkflowAnnouncements');
      const announced = await app.executionWith(
        announcer,
        ({ detail }) => detail.executionArn === failed.executionArn && detail.status === 'FAILED',
      );
      equal(announced.status, 'SUCCEEDED');
    },
  ),
  assertion(
    'the workflow works on the detail alone, and its output is its own',
    byInterpreter('buses and rules of EventBridge, DynamoDB; its engine ignores the Output of a Succeed state'),
    async (app) => {
      await place(app, { orderId: 'alone', total: 120, fails: false });

      const { output } = await app.executionWith(orders(app), ({ detail }) => detail.orderId === 'alone');
      deepEqual(JSON.parse(output ?? '{}'), { done: 'alone' });
    },
  ),
];
