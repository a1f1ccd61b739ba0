import { equal } from 'node:assert/strict';
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { assertion, byEmulator, type Deployment, onlyOnAws } from './assert';

/** `Ref` of a schedule gives its name alone; its group is the one with the same beginning. */
function nightly(app: Deployment) {
  const Name = app.id('AWS::Scheduler::Schedule', 'Nightly');
  const GroupName = app.id('AWS::Scheduler::ScheduleGroup', 'Nightly');
  return new SchedulerClient({}).send(new GetScheduleCommand({ Name, GroupName }));
}

export default [
  assertion(
    'the schedule starts the workflow with its input when its time comes',
    byEmulator('EventBridge Scheduler, its engine'),
    async (app) => {
      const { GroupName, Name, Target, State } = await nightly(app);

      // Nobody waits for the night: the same target, in three seconds.
      const soon = new Date(Date.now() + 3000).toISOString().slice(0, 19);
      const time = { ScheduleExpression: `at(${soon})`, ScheduleExpressionTimezone: 'UTC' };
      const once = { Name, GroupName, Target, State, FlexibleTimeWindow: { Mode: 'OFF' as const }, ...time };
      await new SchedulerClient({}).send(new UpdateScheduleCommand(once));

      const { status, output } = await app.executionWith(
        app.stateMachine('Report'),
        ({ report }) => report === 'daily',
      );
      equal(status, 'SUCCEEDED');
      equal(JSON.parse(output ?? '{}').asked.report, 'daily');
    },
  ),
  assertion(
    'the schedule goes by the clock of its time zone',
    onlyOnAws('its schedules have no time zone'),
    async (app) => equal((await nightly(app)).ScheduleExpressionTimezone, 'Europe/Berlin'),
  ),
];
