import { type Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../errors';
import type { CorsHeaders } from './rest-operation';

/** Which pages of other origins may call an API from a browser. */
export interface ApiCors {
  /**
   * The origin of the page, such as `https://shop.example.com`, or `*` for all. It is one: the answers that API Gateway
   * gives itself cannot choose.
   */
  readonly allowOrigin: string;

  /**
   * Request headers that the page may set, beside those that the API knows.
   *
   * @default - Content-Type, Authorization, the headers of signed requests, X-Api-Key, and the headers of the
   * idempotency keys and authorizers
   */
  readonly allowHeaders?: string[];

  /**
   * Whether the page may send cookies and the like.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * How long browsers remember the answer.
   *
   * @default - as long as they like, five seconds mostly
   */
  readonly maxAge?: Duration;
}

/** The SDK for JavaScript signs with a digest of the body, too: https://github.com/aws/aws-pdk/pull/408 */
const USUAL_HEADERS = [
  'Content-Type',
  'Authorization',
  'X-Amz-Date',
  'X-Amz-Security-Token',
  'X-Amz-Content-Sha256',
  'X-Api-Key',
];

/** The headers that tell a browser, with their values. */
export function corsHeaders(scope: IConstruct, cors: ApiCors, usedHeaders: readonly string[]): CorsHeaders {
  const { allowOrigin, allowHeaders = [], allowCredentials, maxAge } = cors;
  if (!Token.isUnresolved(allowOrigin) && !/^(\*|https?:\/\/[^\s/,'*]+)$/.test(allowOrigin)) {
    throw invalid(
      scope,
      `cors.allowOrigin must be one origin such as https://shop.example.com, or *, received '${allowOrigin}'`,
    );
  }
  if (allowCredentials && allowOrigin === '*') {
    throw invalid(
      scope,
      'cors.allowOrigin must not be * with allowCredentials, which browsers refuse: name the origin',
    );
  }
  for (const name of allowHeaders) {
    if (!Token.isUnresolved(name) && !/^[\w-]+$/.test(name)) {
      throw invalid(scope, `cors.allowHeaders must have names of headers, received '${name}'`);
    }
  }
  const headers = [...new Set([...USUAL_HEADERS, ...usedHeaders, ...allowHeaders])];
  return {
    everywhere: {
      'Access-Control-Allow-Origin': allowOrigin,
      ...(allowOrigin === '*' ? {} : { Vary: 'Origin' }),
      ...(allowCredentials ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
      'Access-Control-Expose-Headers': 'Location',
    },
    preflight: {
      'Access-Control-Allow-Headers': headers.join(','),
      'Access-Control-Allow-Methods': 'GET,POST,DELETE,OPTIONS',
      ...(maxAge ? { 'Access-Control-Max-Age': String(maxAge.toSeconds()) } : {}),
    },
  };
}
