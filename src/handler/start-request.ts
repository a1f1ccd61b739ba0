/** What a `handler` of a WorkflowApi is called with. */
export interface StartRequest {
  /** The ARNs of the workflows that it may start, by name; `default` is the `workflow` of the route. */
  readonly workflows: Readonly<Record<string, string>>;
  /** The body as it came. */
  readonly body: string;
  /** The key as it came, which nobody has looked at; null where the route has none. */
  readonly idempotencyKey: string | null;
  /**
   * Who sent the request: the ARN of an IAM identity, the `sub` of a Cognito user, the principal of a Lambda authorizer,
   * the id of an API key; null where the route lets everyone in.
   */
  readonly caller: string | null;
  /** The id that the access log and the answer have, too. */
  readonly requestId: string;
}

/** What it answers: an execution, or why there is none. */
export interface StartAnswer {
  /** 202, 200 or 409 with the name of an execution; 400, 403, 404, 413, 422 or 429 with a message. */
  readonly status: number;
  readonly executionName?: string;
  readonly message?: string;
}

/** A request that is not started. */
export interface StartRefusal {
  readonly status: 400 | 403 | 404 | 413 | 422 | 429;
  /** For the client to read: nothing that is not meant for it. */
  readonly message: string;
}
