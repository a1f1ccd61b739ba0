import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { ScheduledWorkflow, ScheduleTime, Workflow, WorkflowSchedule } from '../src';

/**
 * Schedules that can be deployed and watched: one that starts every few minutes a workflow that takes longer, so that every
 * other execution is skipped; one by the clock of a time zone; and one that happens once, long ago or in years.
 *
 * Accounts: one.
 */
const stack = new Stack(new App(), 'CdkWorkflowsSchedule');

new ScheduledWorkflow(stack, 'Import', {
  definition: sfn.Wait.jsonata(stack, 'Work', { time: sfn.WaitTime.duration(Duration.minutes(3)) }),
  schedule: ScheduleTime.rate(Duration.minutes(2)),
  timeout: Duration.minutes(30),
  singleton: true,
  input: { text: 'it\'s "quoted" <aws.events> \\u003c ${x} $.a' },
});

const { stateMachine: workflow } = new Workflow(stack, 'Report', {
  definition: sfn.Pass.jsonata(stack, 'Show', { outputs: { asked: '{% $states.input %}' } }),
});
new WorkflowSchedule(stack, 'Nightly', {
  workflow,
  schedule: ScheduleTime.cron({ weekDay: 'MON-FRI', hour: '2', minute: '30', timeZone: TimeZone.EUROPE_BERLIN }),
  flexibleWindow: Duration.minutes(15),
  input: { report: 'daily' },
});
new WorkflowSchedule(stack, 'Once', {
  workflow,
  schedule: ScheduleTime.at('2100-01-01T00:00:00', TimeZone.ASIA_KOLKATA),
  enabled: false,
});
