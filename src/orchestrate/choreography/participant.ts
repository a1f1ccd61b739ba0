import type { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { markAsSaga } from '../../private/saga-machines';
import { Workflow } from '../../workflow/workflow';
import type { WorkflowOptions } from '../../workflow/workflow-options';
import { bindFragments } from '../saga/calls/fragment-call';
import type { CompensationFailureQueue } from '../saga/watch/compensation-failure-queue';
import type { Part } from './plan/choreography';
import { WAKING } from './states/announcements';
import { ParticipantDefinition } from './states/participant-definition';
import type { Rendering } from './states/shared-states';

export interface ParticipantProps {
  readonly rendering: Omit<Rendering, 'owner'>;
  readonly part: Part;
  readonly type: sfn.StateMachineType;
  readonly timeout: Duration;
  readonly queue?: CompensationFailureQueue;
  readonly workflow: Pick<WorkflowOptions, 'logs' | 'tracingEnabled'>;
  readonly alarms: boolean;
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

/** Who does one step of a choreographed saga, and undoes it: a workflow, and what wakes it. */
export class Participant extends Construct {
  public readonly workflow: Workflow;
  public readonly deadLetterQueue: sqs.IQueue;
  public readonly alarms: cloudwatch.Alarm[];

  public constructor(scope: Construct, id: string, props: ParticipantProps) {
    super(scope, id);
    const { part, type, timeout, queue, workflow } = props;
    const rendering = { ...props.rendering, owner: this };
    const { name } = part.step;
    this.workflow = new Workflow(this, 'Workflow', {
      ...workflow,
      definition: new ParticipantDefinition(rendering, part, type, queue).define(),
      stateMachineType: type,
      timeout,
      // What an execution leaves undone the watcher finds.
      alarms: false,
    });
    markAsSaga(this.workflow.stateMachine);
    bindFragments([part.step], this.workflow.stateMachine);
    if (part.step.compensation) queue?.allowKeyUse(this.workflow.role, this);

    const bound = rendering.carrier.subscribe(this, 'Turns', {
      detailTypes: WAKING,
      detail: { saga: [rendering.plan.name], next: [name] },
      description: `Wakes the participant of ${name}`,
      workflow: this.workflow.stateMachine,
      alarms: props.alarms,
      alarmActions: props.alarmActions,
    });
    this.deadLetterQueue = bound.deadLetterQueue;
    this.alarms = bound.alarms;
  }
}
