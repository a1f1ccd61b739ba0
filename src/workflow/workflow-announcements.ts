import { Duration, Token } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { invalid } from '../private/errors';
import { DeliveringRule } from '../private/event-rule/delivering-rule';
import { startingRole } from '../private/event-rule/rule-role';
import { provedExpression } from '../private/proved-expressions';
import { ExecutionStatus } from './status-change';
import type { Workflow, WorkflowProps } from './workflow';
import { WorkflowAlarms } from './workflow-alarms';

/** What is announced of a workflow, and how. */
export interface AnnouncementOptions {
  /**
   * The `source` of the events. Sources that begin with `aws.` are those of AWS.
   *
   * @default 'cdk-workflows.workflow'
   */
  readonly source?: string;

  /**
   * What is announced.
   *
   * @default - that an execution started, succeeded, failed, timed out, was aborted
   */
  readonly statuses?: ExecutionStatus[];

  /**
   * Queue for status changes that could not be announced. Not a FIFO queue.
   *
   * @default - an encrypted queue that keeps messages for 14 days and outlives the stack
   */
  readonly deadLetterQueue?: sqs.IQueue;
}

const DEFAULT_SOURCE = 'cdk-workflows.workflow';
const MAX_SOURCE_CHARACTERS = 256;

const DETAIL_TYPES: { readonly [status in ExecutionStatus]: string } = {
  RUNNING: 'Workflow Started',
  SUCCEEDED: 'Workflow Succeeded',
  FAILED: 'Workflow Failed',
  TIMED_OUT: 'Workflow Timed Out',
  ABORTED: 'Workflow Aborted',
  PENDING_REDRIVE: 'Workflow Pending Redrive',
};

const DEFAULT_STATUSES = [
  ExecutionStatus.RUNNING,
  ExecutionStatus.SUCCEEDED,
  ExecutionStatus.FAILED,
  ExecutionStatus.TIMED_OUT,
  ExecutionStatus.ABORTED,
];

const DETAIL = `($told := $states.input.detail; $merge([
  {
    "workflow": $split($string($told.stateMachineArn), ":")[6],
    "execution": $told.executionArn,
    "status": $told.status,
    "at": $states.input.time
  },
  $told.error ? {"error": $told.error} : {}
]))`.replace(/\n */g, ' ');

/** Of the workflow. */
type AlarmOptions = Pick<WorkflowProps, 'alarms' | 'alarmActions'>;

/** Makes the workflow that announces: this file and that of `Workflow` do not load each other. */
export type MakeWorkflow = (scope: Construct, id: string, props: WorkflowProps) => Workflow;

/**
 * Tells a bus what became of the executions of a workflow, in small events without data:
 *
 * `{ "source": "cdk-workflows.workflow", "detail-type": "Workflow Failed", "detail": { "workflow", "execution", "status",
 * "at", "error"? } }`: name of the state machine, ARN of the execution, its status, when it got it, and, where it failed
 * with one, the name of the error.
 *
 * A rule takes the status changes that Step Functions tells the default bus, and an Express workflow of one state puts the
 * events. The workflow itself is as it was: nothing that happens to an announcement changes how an execution ends, and
 * executions that were stopped, ran out of time or died are announced, too. Step Functions sends status changes with best
 * effort, and only of Standard workflows.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export class WorkflowAnnouncements extends Construct {
  /** Where the events go. */
  public readonly bus: events.IEventBus;

  /** The `source` of the events. */
  public readonly source: string;

  /** The workflow that puts the events. */
  public readonly announcer: Workflow;

  /** The rule for status changes. */
  public readonly rule: events.IRule;

  /** Where status changes are that could not be announced. */
  public readonly deadLetterQueue: sqs.IQueue;

  /** The alarms; empty where the workflow has none. */
  public readonly alarms: cloudwatch.Alarm[];

  private readonly statuses: readonly ExecutionStatus[];

  /** @internal */
  public static _of(
    workflow: Workflow,
    bus: events.IEventBus,
    options: AnnouncementOptions & AlarmOptions,
    makeWorkflow: MakeWorkflow,
  ): WorkflowAnnouncements {
    return new WorkflowAnnouncements(workflow, bus, options, makeWorkflow);
  }

  private constructor(
    workflow: Workflow,
    bus: events.IEventBus,
    options: AnnouncementOptions & AlarmOptions,
    makeWorkflow: MakeWorkflow,
  ) {
    super(workflow, 'Announcements');
    const { source = DEFAULT_SOURCE, statuses = DEFAULT_STATUSES } = options;
    this.bus = bus;
    this.source = source;
    this.statuses = statuses;
    refuseBadOptions(workflow, source, statuses);
    this.announcer = makeWorkflow(this, 'Announcer', {
      definition: this.announcing(),
      stateMachineType: sfn.StateMachineType.EXPRESS,
      alarms: false,
    });
    const { stateMachine } = this.announcer;
    const delivery = new DeliveringRule(this, 'StatusChanges', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [workflow.stateMachine.stateMachineArn], status: [...statuses] },
      },
      description: `Announces what becomes of executions of ${workflow.node.path}`,
      target: { arn: stateMachine.stateMachineArn, role: startingRole(this, 'RuleRole', stateMachine) },
      deadLetterQueue: options.deadLetterQueue,
    });
    this.rule = delivery.rule;
    this.deadLetterQueue = delivery.deadLetterQueue;
    this.alarms = options.alarms === false ? [] : this.makeAlarms(delivery, options.alarmActions);
  }

  private makeAlarms(delivery: DeliveringRule, actions?: cloudwatch.IAlarmAction[]): cloudwatch.Alarm[] {
    return new WorkflowAlarms(this, actions)
      .add('FailedAlarm', this.announcer.metricFailed(), 'What became of an execution could not be announced.')
      .add(
        'UndeliveredAlarm',
        delivery.metricFailed(),
        'What became of an execution did not reach what announces it: it is in the dead-letter queue.',
      ).alarms;
  }

  private announcing(): sfn.IChainable {
    const put = tasks.EventBridgePutEvents.jsonata(this, 'Announce', {
      entries: [
        {
          eventBus: this.bus,
          source: this.source,
          detailType: `{% $lookup(${JSON.stringify(DETAIL_TYPES)}, $states.input.detail.status) %}`,
          detail: sfn.TaskInput.fromText(provedExpression(DETAIL)),
        },
      ],
      taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
    });
    // All attempts together end within the five minutes of an Express execution.
    return put.addRetry({
      errors: [sfn.Errors.ALL],
      interval: Duration.seconds(2),
      maxAttempts: 5,
      backoffRate: 2,
      jitterStrategy: sfn.JitterType.FULL,
    });
  }

  /**
   * What a bus hears when an execution gets a status; undefined if nothing.
   *
   * @internal
   */
  public _event(
    status: ExecutionStatus,
  ): { readonly 'detail-type': string; readonly [field: string]: unknown } | undefined {
    if (!this.statuses.includes(status)) return undefined;
    return { source: this.source, 'detail-type': DETAIL_TYPES[status], detail: { status } };
  }
}

function refuseBadOptions(workflow: Workflow, source: string, statuses: readonly ExecutionStatus[]): void {
  if (workflow.stateMachine.stateMachineType === sfn.StateMachineType.EXPRESS) {
    throw invalid(
      workflow,
      'announceTo needs a Standard workflow, for Step Functions tells nobody what becomes of an Express execution: let the ' +
        'definition put an event itself, with tasks.EventBridgePutEvents',
    );
  }
  if (statuses.length === 0)
    throw invalid(workflow, 'statuses must not be empty: leave it out for every end and every start');
  if (Token.isUnresolved(source)) return;
  if (source.length < 1 || source.length > MAX_SOURCE_CHARACTERS) {
    throw invalid(
      workflow,
      `source must have 1 to ${MAX_SOURCE_CHARACTERS} characters, received ${source.length}: shorten it, or leave it out`,
    );
  }
  if (source.startsWith('aws.')) {
    throw invalid(workflow, `source must not begin with 'aws.', received '${source}': only AWS sends such events`);
  }
  if (source.startsWith('{%')) {
    throw invalid(workflow, `source must be a text, received the expression '${source}'`);
  }
}
