import type { Construct } from 'constructs';

/** What the participant of one step of a {@link ChoreographedSaga} can be told. */
export interface SagaParticipantOptions {
  /**
   * Where its resources are: a stack of the same account and Region, such as that of the service which does the step. That
   * stack then depends on the one of the saga, which has the table and may have the bus.
   *
   * @default - the saga itself
   */
  readonly scope?: Construct;
}
