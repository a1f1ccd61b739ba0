import { Annotations, type Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../private/dead-letter-queue';
import { refuseWorkflowOfOtherAccount } from '../private/elsewhere';
import { invalid } from '../private/errors';
import { startStatement } from '../private/started-machine';
import { WorkflowAlarms } from '../workflow/workflow-alarms';
import { scheduleInput } from './schedule/schedule-input';
import type { ScheduleOptions } from './schedule/schedule-options';
import { retryPolicyOf } from './schedule/schedule-retry';
import { decryptStatement, scheduleRole } from './schedule/schedule-role';
import type { RenderedTime } from './schedule/schedule-time';
import type { TriggerOptions } from './trigger-options';

/** What a {@link WorkflowSchedule} is made of. */
export interface WorkflowScheduleProps extends ScheduleOptions, TriggerOptions {
  /** What is started: any state machine, imported or not, a version or an alias; Standard or Express. */
  readonly workflow: sfn.IStateMachine;

  /**
   * Key that encrypts the input in Scheduler. The statement that this takes is added to the role.
   *
   * @default - encrypted with a key owned by AWS
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * Starts executions of a workflow by the clock, with EventBridge Scheduler.
 *
 * Use it for any state machine. Where executions must never overlap, take {@link ScheduledWorkflow}, which owns its
 * definition.
 *
 * Input of an execution: `{ "scheduledTime": "2027-01-01T04:00:00Z" }`, the time for which it was started in UTC, and what
 * `input` says. A retry has the time of the first attempt. Scheduler delivers at least once: where two executions for the
 * same time do harm, let the workflow look at `scheduledTime`.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 *
 * @example
 * new WorkflowSchedule(this, 'Nightly', {
 *   workflow: workflow.stateMachine,
 *   schedule: ScheduleTime.cron({ hour: '4', timeZone: TimeZone.EUROPE_BERLIN }),
 *   input: { report: 'daily' },
 * });
 */
export class WorkflowSchedule extends Construct {
  /** The schedule. */
  public readonly schedule: scheduler.ISchedule;

  /** The group it is in, alone. Its metrics are those of the schedule. */
  public readonly group: scheduler.IScheduleGroup;

  /** The role with which Scheduler starts executions. */
  public readonly role: iam.IRole;

  /** Where lies what could not be started. */
  public readonly deadLetterQueue: sqs.IQueue;

  /** The alarms; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  public constructor(scope: Construct, id: string, props: WorkflowScheduleProps) {
    super(scope, id);
    refuseWorkflowOfOtherAccount(this, props.workflow, 'schedule');
    const time = props.schedule._render(this);
    checkBounds(this, props, time);
    const window = windowOf(this, props.flexibleWindow, time.gap);
    const retryPolicy = retryPolicyOf(this, props, time);
    const input = scheduleInput(this, props.input);

    const { ref: groupName } = new scheduler.CfnScheduleGroup(this, 'Group');
    this.group = scheduler.ScheduleGroup.fromScheduleGroupName(this, 'NamedGroup', groupName);
    const queue = new DeadLetterQueue(this, 'DeadLetters', props.deadLetterQueue);
    this.deadLetterQueue = queue.queue;
    const role = scheduleRole(this, this.group);
    role.addToPolicy(startStatement(props.workflow));
    queue.grantSend(role);
    if (props.encryptionKey) role.addToPolicy(decryptStatement(this, props.encryptionKey, this.group));
    this.role = role;

    const schedule = new scheduler.Schedule(this, 'Schedule', {
      schedule: scheduler.ScheduleExpression.expression(time.expression, time.timeZone),
      scheduleGroup: this.group,
      start: props.start,
      end: props.end,
      enabled: props.enabled,
      target: {
        bind: () => ({
          arn: props.workflow.stateMachineArn,
          role,
          input: scheduler.ScheduleTargetInput.fromText(input),
          deadLetterConfig: { arn: queue.queue.queueArn },
        }),
      },
    });
    // The CDK would compare tokens with limits here, and let the role decrypt whatever the key encrypts.
    const resource = schedule.node.defaultChild as scheduler.CfnSchedule;
    resource.flexibleTimeWindow = window;
    resource.target = { ...(resource.target as scheduler.CfnSchedule.TargetProperty), retryPolicy };
    resource.kmsKeyArn = props.encryptionKey?.keyArn;
    // Not before all policies exist, for a rate starts at once.
    schedule.node.addDependency(role, props.workflow);
    this.schedule = schedule;

    const alarms = new WorkflowAlarms(this, props.alarmActions);
    if (props.alarms ?? true) {
      alarms
        .add('DroppedAlarm', this.group.metricDropped(), 'Scheduler gave up to start an execution.')
        .add('TargetErrorAlarm', this.group.metricTargetErrors(), 'Step Functions refused to start an execution.')
        .add(
          'DeadLettersAlarm',
          queue.queue.metricApproximateNumberOfMessagesVisible({ statistic: 'max' }),
          'What could not be started by schedule lies in the dead-letter queue.',
        );
    }
    this.alarms = alarms.alarms;
  }
}

const MAX_WINDOW = 1440;

function windowOf(
  scope: Construct,
  window?: Duration,
  gap = Number.POSITIVE_INFINITY,
): scheduler.CfnSchedule.FlexibleTimeWindowProperty {
  if (!window) return { mode: 'OFF' };
  if (window.isUnresolved()) return { mode: 'FLEXIBLE', maximumWindowInMinutes: window.toMinutes() };
  const minutes = window.toMinutes({ integral: false });
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MAX_WINDOW) {
    throw invalid(
      scope,
      `flexibleWindow must be a whole number of minutes from 1 to ${MAX_WINDOW}, received ${minutes} minutes`,
    );
  }
  if (minutes * 60 >= gap) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:scheduleWindowTooWide',
      `flexibleWindow should be shorter than ${gap} seconds, received ${minutes * 60}: that is how close occurrences can ` +
        'be, and one can be started after the next',
    );
  }
  return { mode: 'FLEXIBLE', maximumWindowInMinutes: minutes };
}

function checkBounds(scope: Construct, { start, end }: ScheduleOptions, { recurs }: RenderedTime): void {
  if (!recurs && (start || end)) {
    throw invalid(scope, 'start and end must not be given with ScheduleTime.at, for which Scheduler ignores them');
  }
  for (const [prop, date] of Object.entries({ start, end })) {
    if (date && Number.isNaN(date.getTime())) throw invalid(scope, `${prop} must be a valid date`);
  }
  if (start && end && start >= end) {
    throw invalid(scope, `end must be after start, received ${start.toISOString()} and ${end.toISOString()}`);
  }
}
