import type { Json } from '../../../asl/json';

/** An API of the app, REST or HTTP: a construct, or its id. */
export type ApiReference = string | { readonly restApiId: string } | { readonly apiId: string };

/**
 * Who sends a request.
 *
 * - `'authorized'`: somebody whom the method lets in: with the rights that it asks for, signed in at the user pool or the
 *   issuer, with an API key of the usage plan.
 * - `'none'`: somebody who shows nothing; what the headers hold counts all the same.
 * - an object: somebody in particular. `{ "userArn": "arn:aws:iam::111122223333:role/Caller" }` for IAM authorization,
 *   `{ "claims": { "sub": "user-1", "scope": "orders/write" } }` for a user pool or a JWT authorizer.
 */
export type ApiCredentials =
  | 'authorized'
  | 'none'
  | { readonly userArn?: string; readonly claims?: Readonly<Record<string, string>> };

export interface ApiRequestOptions {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /**
   * Which API is asked.
   * @default - the only one of the app that has the route
   */
  readonly api?: ApiReference;
  /** @default 'authorized' */
  readonly credentials?: ApiCredentials;
}

/** What a client gets: `{ "status": 202, "headers": { "content-type": "application/json" }, "body": {} }`. */
export interface ApiResponse {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed when it is JSON, else the text. */
  readonly body: Json;
  /** The body as it is sent. */
  readonly text: string;
}
