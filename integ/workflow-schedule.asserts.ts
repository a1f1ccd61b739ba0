import { deepEqual, equal } from 'node:assert/strict';
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { assertion, byEmulator } from './assert';

export default [
  assertion(
    'the schedule starts the workflow with its input when its time comes',
    byEmulator('EventBridge Scheduler, its engine'),
    async (app) => {
      const scheduler = new SchedulerClient({});
      // `Ref` gives the name alone; the group is the one with the same beginning.
      const Name = app.id('AWS::Scheduler::Schedule', 'Nightly');
      const GroupName = app.id('AWS::Scheduler::ScheduleGroup', 'Nightly');
      const deployed = await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
      equal(deployed.ScheduleExpressionTimezone, 'Europe/Berlin');

      // Nobody waits for the night: the same target, in three seconds.
      const soon = new Date(Date.now() + 3000).toISOString().slice(0, 19);
      const { Target, State } = deployed;
      const time = { ScheduleExpression: `at(${soon})`, ScheduleExpressionTimezone: 'UTC' };
      const once = { Name, GroupName, Target, State, FlexibleTimeWindow: { Mode: 'OFF' as const }, ...time };
      await scheduler.send(new UpdateScheduleCommand(once));

      const { status, output } = await app.executionWith(
        app.stateMachine('Report'),
        ({ report }) => report === 'daily',
      );
      equal(status, 'SUCCEEDED');
      deepEqual(JSON.parse(output ?? '{}'), { asked: { report: 'daily' } });
    },
  ),
];
