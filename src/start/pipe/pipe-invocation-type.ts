/**
 * Whether a pipe waits for the executions that it starts.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html#pipes-invocation
 */
export enum PipeInvocationType {
  /** It waits for the end: Express workflows only. An execution that fails is a record that comes again. */
  REQUEST_RESPONSE = 'REQUEST_RESPONSE',

  /** It starts the execution, and the record is done. What happens then is the workflow's own business. */
  FIRE_AND_FORGET = 'FIRE_AND_FORGET',
}
