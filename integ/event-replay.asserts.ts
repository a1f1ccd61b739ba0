import { deepEqual, equal } from 'node:assert/strict';
import { assertion, byInterpreter, putEvent } from './assert';

export default [
  assertion(
    'a replay reaches the workflow that accepts replays, and no other',
    byInterpreter('archives and replays of EventBridge, rules'),
    async (app) => {
      const from = new Date(Date.now() - 60_000);
      const bus = app.id('AWS::Events::EventBus');
      await putEvent({ bus, source: 'integ.orders', detailType: 'Order Placed', detail: { orderId: 'o-1' } });
      const [repaired, spared] = ['Repaired', 'Spared'].map((name) => app.stateMachine(name));
      await app.executionWith(repaired, ({ detail }) => detail.orderId === 'o-1');
      await app.calm();
      const to = new Date();

      const replay = await app.execute(app.stateMachine('Replay'), { from: from.toISOString(), to: to.toISOString() });
      deepEqual([replay.status, replay.error, replay.cause], ['SUCCEEDED', undefined, undefined]);
      await app.executionWith(repaired, (event) => event['replay-name'] !== undefined);
      await app.calm();
      equal((await app.executions(spared)).length, 1);
    },
    { notOnAws: 'an archive has an event only after ten minutes' },
  ),
];
