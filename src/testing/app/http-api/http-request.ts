import type { HttpStage } from './http-api';

/** A request as API Gateway has it once it has chosen a route. */
export interface HttpRequest {
  readonly method: string;
  /** Without the stage, as it was sent. */
  readonly path: string;
  /** By their names in lower case; several values of one name joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** Several values of one name joined with commas. */
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly stage: HttpStage;
  /** What `$context` holds, by name: `{ "requestId": "…", "authorizer.claims.sub": "user-1" }`. */
  readonly context: Readonly<Record<string, string>>;
}

/** An answer on its way to the client. */
export interface HttpAnswer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What API Gateway answers itself: `{"message":"Not Found"}`. */
export function gatewayAnswer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ message }) };
}
