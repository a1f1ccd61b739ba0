import type { Duration } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { ApprovalService } from './approval-service';
import type { Approver } from './approver';

/** When those who have not decided are told again. */
export interface ApprovalReminders {
  /** How long after the start, and after each reminder, the next one is sent. */
  readonly every: Duration;

  /**
   * How many are sent at most.
   *
   * @default - as many as fit before the timeout
   */
  readonly atMost?: number;
}

/** Others who are asked when nobody has decided for a while. */
export interface ApprovalEscalation {
  /** How long after the start they are asked. */
  readonly after: Duration;

  /** Who is asked then, too. Those who were asked before may decide still; the quorum stays the same. */
  readonly approvers: Approver[];
}

/** What an {@link ApprovalGate} is made of. */
export interface ApprovalGateProps {
  /** Who is asked. At most 20, those of escalations and delegates included. */
  readonly approvers: Approver[];

  /**
   * What is to be approved, in a line: a text, or a JSONata expression between `{%` and `%}` over the input of the gate,
   * `{% 'Order ' & $states.input.orderId %}`. Cut after 200 characters. An expression that gives nothing fails the
   * execution.
   *
   * @default - the id of the gate
   */
  readonly title?: string;

  /**
   * All that an approver should know to decide, of several lines if need be: a text or an expression as for the title. Cut
   * after 8,000 characters.
   *
   * @default - nothing
   */
  readonly details?: string;

  /**
   * How many must approve. As soon as so many have, or so many can no longer, it is decided.
   *
   * @default 1
   */
  readonly quorum?: number;

  /**
   * How long decisions are taken, in whole seconds, at most 360 days. After that it counts as expired.
   *
   * @default Duration.days(7)
   */
  readonly timeout?: Duration;

  /**
   * When those who have not decided are told again. Each reminder is a state transition.
   *
   * @default - never
   */
  readonly reminders?: ApprovalReminders;

  /**
   * Who is asked when nobody has decided for a while.
   *
   * @default - nobody
   */
  readonly escalation?: ApprovalEscalation[];

  /**
   * What is done when it was approved.
   *
   * @default - what comes after the gate
   */
  readonly onApproved?: sfn.IChainable;

  /**
   * What is done when it was rejected. A way that does not end in a state of its own choice, a `Succeed` or a state before
   * the gate, ends as `Approval.Rejected` all the same: nothing but an approval goes on after the gate.
   *
   * @default - the gate fails with `Approval.Rejected`
   */
  readonly onRejected?: sfn.IChainable;

  /**
   * What is done when nobody decided in time. A way with an open end ends as `Approval.Expired`.
   *
   * @default - the gate fails with `Approval.Expired`
   */
  readonly onExpired?: sfn.IChainable;

  /**
   * Whether the input of the gate goes on, with the decision in `approval`. Without it the decision is all that goes on:
   * better for the step of a saga, whose output is kept as a result.
   *
   * @default true
   */
  readonly keepInput?: boolean;

  /**
   * Table, page and workflows behind the gate.
   *
   * @default - one that all gates of the stack share
   */
  readonly service?: ApprovalService;
}
