import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IdempotencyKey } from '../api/idempotency-key';
import type { HttpApiAuthorization } from './http-api-authorization';

/** What a route of a {@link WorkflowHttpApi} starts, and how. */
export interface WorkflowHttpRouteOptions {
  /** The state machine: ours or anyone's, imported, a version or an alias. It may be of another Region. */
  readonly workflow: sfn.IStateMachine;

  /**
   * Waits for the end of the execution, and answers with what Step Functions tells of it. Express workflows only; API
   * Gateway waits 30 seconds. An execution that failed is answered 200 as well, with its error and its cause.
   *
   * @default false
   */
  readonly sync?: boolean;

  /**
   * Where a request says which execution it means, unless the path ends in a variable, which is the key then. An HTTP API
   * refuses no request without it: reckon with an execution of its own for each of them.
   *
   * @default - the variable of the path; without one IdempotencyKey.header(), with `sync` IdempotencyKey.none()
   */
  readonly idempotencyKey?: IdempotencyKey;

  /**
   * Whether `DELETE` on the path of an execution stops it. What it was doing is not undone. Standard workflows only.
   *
   * @default false
   */
  readonly stopEndpoint?: boolean;

  /**
   * Who may call the route.
   *
   * @default - as the API says: HttpApiAuthorization.iam() unless told otherwise
   */
  readonly authorization?: HttpApiAuthorization;
}
