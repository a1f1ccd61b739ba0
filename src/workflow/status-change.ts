import type * as events from 'aws-cdk-lib/aws-events';

/** Status that an execution can have. */
export enum ExecutionStatus {
  RUNNING = 'RUNNING',
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
  TIMED_OUT = 'TIMED_OUT',
  ABORTED = 'ABORTED',
  /** Redriven, and waiting to be run again. */
  PENDING_REDRIVE = 'PENDING_REDRIVE',
}

/** Which status changes a rule is about, and where they go. */
export interface StatusChangeOptions {
  /**
   * The statuses to react to.
   *
   * @default - every status
   */
  readonly statuses?: ExecutionStatus[];

  /**
   * Where the event is sent. Give it a dead-letter queue: without one, an event that cannot be delivered is lost.
   *
   * @default - nowhere: add targets to the rule that is returned
   */
  readonly target?: events.IRuleTarget;
}
