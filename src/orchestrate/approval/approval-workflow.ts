import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { invalid } from '../../private/errors';
import { Workflow } from '../../workflow/workflow';
import type { WorkflowOptions } from '../../workflow/workflow-options';
import { approvalAlarms } from './approval-alarms';
import { ApprovalGate } from './approval-gate';
import type { ApprovalGateProps } from './approval-gate-props';
import type { ApprovalService } from './approval-service';

/** What an {@link ApprovalWorkflow} is made of. */
export interface ApprovalWorkflowProps extends ApprovalGateProps, WorkflowOptions {}

/**
 * A workflow that asks people for their approval: it is started with what is to be approved and succeeds when it is, after
 * `onApproved` if there is such a way.
 *
 * Input: any JSON, over which `title` and `details` may be expressions. Output: the input with `approval` in it, as an
 * {@link ApprovalGate} gives it. An execution that was rejected ends as FAILED with `Approval.Rejected`, one that nobody
 * decided in time with `Approval.Expired`; no alarm rings for either.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 *
 * @example
 * new ApprovalWorkflow(this, 'Release', {
 *   title: "{% 'Release ' & $states.input.version %}",
 *   approvers: [Approver.email('alice@example.com'), Approver.email('bob@example.com')],
 *   quorum: 2,
 *   timeout: Duration.days(2),
 * });
 */
export class ApprovalWorkflow extends Construct {
  /** The gate that the workflow consists of. */
  public readonly gate: ApprovalGate;

  /** The workflow. */
  public readonly workflow: Workflow;

  /** The state machine of the workflow. */
  public readonly stateMachine: sfn.StateMachine;

  /** Table, page and workflows behind the gate. */
  public readonly service: ApprovalService;

  /** The alarms of the workflow; empty with `alarms: false`. None rings for a rejection, nor when nobody decided. */
  public readonly alarms: cloudwatch.Alarm[];

  public constructor(scope: Construct, id: string, props: ApprovalWorkflowProps) {
    super(scope, id);
    if (props.stateMachineType === sfn.StateMachineType.EXPRESS) {
      throw invalid(
        this,
        'stateMachineType must be STANDARD, received EXPRESS: an Express workflow cannot wait for people',
      );
    }
    // The timeout is that of the gate: it ends a wait, where that of an execution would end all without a word.
    const { alarms, timeout: _, ...options } = props;
    this.gate = new ApprovalGate(this, 'Approval', { title: id, ...props });
    this.service = this.gate.service;
    this.workflow = new Workflow(this, 'Workflow', { ...options, definition: this.gate, alarms: false });
    this.stateMachine = this.workflow.stateMachine;
    this.alarms = alarms === false ? [] : approvalAlarms(this, this.workflow, props);
  }

  /** Allows a principal to ask for an approval. */
  public grantStartExecution(grantee: iam.IGrantable): iam.Grant {
    return this.workflow.grantStartExecution(grantee);
  }
}
