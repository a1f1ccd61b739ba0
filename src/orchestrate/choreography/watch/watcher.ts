import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DeadLetterQueue } from '../../../private/dead-letter-queue';
import { markAsSaga } from '../../../private/saga-machines';
import { startStatement } from '../../../private/started-machine';
import { Workflow } from '../../../workflow/workflow';
import type { WorkflowOptions } from '../../../workflow/workflow-options';
import type { CompensationFailureQueue } from '../../saga/watch/compensation-failure-queue';
import type { Rendering } from '../states/shared-states';
import { defineWatch } from '../states/watch-definition';

export interface WatcherProps {
  readonly rendering: Omit<Rendering, 'owner'>;
  /** Seconds without a move, as they stand in an expression. */
  readonly watch: string;
  /** Seconds between two runs. */
  readonly interval: number;
  readonly queue?: CompensationFailureQueue;
  readonly workflow: Pick<WorkflowOptions, 'logs' | 'tracingEnabled'>;
}

/** Finds sagas that do not move, by the clock: an Express workflow, for it runs often and does little. */
export class Watcher extends Construct {
  public readonly workflow: Workflow;
  public readonly deadLetterQueue: DeadLetterQueue;

  public constructor(scope: Construct, id: string, props: WatcherProps) {
    super(scope, id);
    const { watch, interval, queue, workflow } = props;
    this.workflow = new Workflow(this, 'Workflow', {
      ...workflow,
      definition: defineWatch({ ...props.rendering, owner: this }, watch, queue),
      stateMachineType: sfn.StateMachineType.EXPRESS,
      timeout: Duration.minutes(4),
      alarms: false,
    });
    markAsSaga(this.workflow.stateMachine);
    queue?.allowKeyUse(this.workflow.role, this);
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters');
    this.schedule(interval);
  }

  private schedule(interval: number): void {
    const { ref: groupName } = new scheduler.CfnScheduleGroup(this, 'Group');
    const group = scheduler.ScheduleGroup.fromScheduleGroupName(this, 'NamedGroup', groupName);
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': group.scheduleGroupArn },
        },
      }),
    });
    role.addToPolicy(startStatement(this.workflow.stateMachine));
    this.deadLetterQueue.grantSend(role);
    const schedule = new scheduler.Schedule(this, 'Schedule', {
      schedule: scheduler.ScheduleExpression.rate(Duration.seconds(interval)),
      scheduleGroup: group,
      target: {
        bind: () => ({
          arn: this.workflow.stateMachine.stateMachineArn,
          role,
          input: scheduler.ScheduleTargetInput.fromText('{}'),
          deadLetterConfig: { arn: this.deadLetterQueue.queue.queueArn },
          // The next run does what this one did not.
          retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: 60 },
        }),
      },
    });
    // A rate starts at once.
    schedule.node.addDependency(role, this.workflow);
  }
}
