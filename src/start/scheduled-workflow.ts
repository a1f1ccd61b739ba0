import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { invalid } from '../private/errors';
import { Workflow } from '../workflow/workflow';
import type { WorkflowOptions } from '../workflow/workflow-options';
import type { ScheduleOptions } from './schedule/schedule-options';
import { lockTable, lookAtEachOther } from './singleton/lock-table';
import { Singleton } from './singleton/singleton';
import { WorkflowSchedule } from './workflow-schedule';

/** What a {@link ScheduledWorkflow} is made of. */
export interface ScheduledWorkflowProps extends ScheduleOptions, WorkflowOptions {
  /** The first state of the definition, or a chain or fragment of states. States of either query language fit in. */
  readonly definition: sfn.IChainable;

  /**
   * How long an execution may take before it ends as `TIMED_OUT`. No catcher sees that.
   *
   * @default - as long as Step Functions allows: a year for Standard, five minutes for Express
   */
  readonly timeout?: Duration;

  /**
   * Whether executions never overlap, whoever starts them: one that begins while another runs ends at once as a success
   * with the output `{ "skipped": true, "heldBy": "<name of the other execution>" }`. Not for Express workflows.
   *
   * @default false
   */
  readonly singleton?: boolean;
}

/**
 * A workflow that is started by the clock, and whose executions never overlap if that is wanted.
 *
 * Use it where the schedule and the definition belong together; a state machine that exists already is started by
 * {@link WorkflowSchedule}. The input of an execution is that of `WorkflowSchedule`: `{ "scheduledTime": "…" }` and what
 * `input` says. Output and errors are those of the definition.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 *
 * @example
 * declare const definition: sfn.IChainable;
 * new ScheduledWorkflow(this, 'Import', {
 *   definition,
 *   schedule: ScheduleTime.rate(Duration.minutes(15)),
 *   singleton: true,
 * });
 */
export class ScheduledWorkflow extends Construct {
  /** The workflow that is started. */
  public readonly workflow: Workflow;

  /** Its state machine. */
  public readonly stateMachine: sfn.StateMachine;

  /** What starts it. */
  public readonly workflowSchedule: WorkflowSchedule;

  /** Where an execution says that it is running; undefined without `singleton`. */
  public readonly lockTable?: dynamodb.ITable;

  /** The alarms of the workflow and of its schedule; empty with `alarms: false`. */
  public readonly alarms: cloudwatch.Alarm[];

  public constructor(scope: Construct, id: string, props: ScheduledWorkflowProps) {
    super(scope, id);
    if (props.singleton && props.stateMachineType === sfn.StateMachineType.EXPRESS) {
      throw invalid(
        this,
        'singleton must not be set for an Express workflow, of which nobody can ask whether it runs: take STANDARD',
      );
    }
    const { definition, singleton, timeout, schedule, ...options } = props;
    const table = singleton ? lockTable(this) : undefined;
    const lock = table && new Singleton(definition, table);
    this.lockTable = table;
    this.workflow = new Workflow(this, 'Workflow', { ...options, timeout, definition: lock?.start ?? definition });
    this.stateMachine = this.workflow.stateMachine;
    lock?.bind(this.stateMachine);

    this.workflowSchedule = new WorkflowSchedule(this, 'Schedule', {
      ...options,
      schedule,
      workflow: this.stateMachine,
    });
    if (table) this.workflowSchedule.schedule.node.addDependency(lookAtEachOther(this, this.workflow));
    this.alarms = [...this.workflow.alarms, ...this.workflowSchedule.alarms];
  }

  /** Allows a principal to start executions of this workflow, beside the schedule. */
  public grantStartExecution(grantee: iam.IGrantable): iam.Grant {
    return this.workflow.grantStartExecution(grantee);
  }
}
