import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { ApiAuthorization } from '../../private/rest-api/api-authorization';
import type { IdempotencyKey } from './idempotency-key';

/** What a route of a {@link WorkflowApi} starts, and how. */
export interface WorkflowRouteOptions {
  /** The state machine: ours or anyone's, imported, a version or an alias. */
  readonly workflow: sfn.IStateMachine;

  /**
   * Schema of the body, a JSON Schema of draft 4, which is the one that API Gateway knows. A body that breaks it is
   * answered 400, and nothing starts.
   *
   * @default - any JSON object
   */
  readonly requestSchema?: { [key: string]: unknown };

  /**
   * Where a request says which execution it means.
   *
   * @default - IdempotencyKey.header(), which every request must have; IdempotencyKey.none() with `sync`
   */
  readonly idempotencyKey?: IdempotencyKey;

  /**
   * Tells exactly what became of a request that is repeated: 202 for a new execution, 200 for the same request again, also
   * after the end of the execution, 409 for the same key with another body. That takes a small Express workflow in front,
   * and a body of about 250 KB at most, with its
   * quotes and backslashes counted twice.
   *
   * Without it a repeated request is answered 202 while the execution runs, and 409 once it has ended.
   *
   * @default false
   */
  readonly exactReplies?: boolean;

  /**
   * Waits for the end of the execution, and answers with its output. Express workflows only; API Gateway waits 29 seconds.
   *
   * @default false
   */
  readonly sync?: boolean;

  /**
   * With `sync`: status codes, 400 to 599, for error names of executions that failed, such as `{ "OutOfStock": 409 }`. The
   * answer has the name; of other errors it says nothing and is 500.
   *
   * @default - 500 for every error
   */
  readonly errorStatusCodes?: { [errorName: string]: number };

  /**
   * A function between the API and the workflow, which validates what a schema cannot, or chooses the workflow. It is given
   * the right to start executions of the `workflow` and of the `otherWorkflows`, and called with
   * `{ "workflows": { "default": "arn:…" }, "body": "…", "idempotencyKey": "…", "caller": "…", "requestId": "…" }`; it
   * answers `{ "status": 202, "executionName": "…" }`, or `{ "status": 400, "message": "…" }`.
   *
   * `startHandler` of `cdk-workflows/start-handler` makes such a function.
   *
   * @default - Step Functions is called by API Gateway itself
   */
  readonly handler?: lambda.IFunction;

  /**
   * With a `handler`: the workflows that it may choose instead, by names of yours. `default` is the `workflow`.
   *
   * @default - none
   */
  readonly otherWorkflows?: { [name: string]: sfn.IStateMachine };

  /**
   * Whether `GET <path>/{executionName}` tells what became of an execution:
   * `{ "executionName", "status", "startedAt", "stoppedAt" }`, times in seconds since 1970. Whoever may call it sees every
   * execution of the state machine.
   *
   * @default - true, false with `sync`, for Express workflows keep no executions
   */
  readonly statusEndpoint?: boolean;

  /**
   * Whether the status of an execution that succeeded has its `output`, too.
   *
   * @default false
   */
  readonly statusOutput?: boolean;

  /**
   * Whether `DELETE <path>/{executionName}` stops an execution. What it was doing is not undone.
   *
   * @default false
   */
  readonly stopEndpoint?: boolean;

  /**
   * Who may call the route.
   *
   * @default - as the API says: ApiAuthorization.iam() unless told otherwise
   */
  readonly authorization?: ApiAuthorization;
}
