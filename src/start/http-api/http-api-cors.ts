import { type Duration, Lazy, Token } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';

/** Which pages of other origins may call an HTTP API from a browser. */
export interface HttpApiCors {
  /** The origins of the pages, such as `https://shop.example.com`, or `*` for all. */
  readonly allowOrigins: string[];

  /**
   * Request headers that the pages may set, beside those that the API knows.
   *
   * @default - Content-Type, Authorization, the headers of signed requests, and those of idempotency keys
   */
  readonly allowHeaders?: string[];

  /**
   * Whether the pages may send cookies and the like.
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

const USUAL_HEADERS = ['Content-Type', 'Authorization', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-Content-Sha256'];

/** @param keyHeaders - gives the headers that the routes know once all are there */
export function corsPreflight(
  scope: IConstruct,
  cors: HttpApiCors,
  keyHeaders: () => readonly string[],
): apigatewayv2.CorsPreflightOptions {
  const { allowCredentials, allowHeaders = [], allowOrigins, maxAge } = cors;
  for (const origin of Token.isUnresolved(allowOrigins) ? [] : allowOrigins) {
    if (!Token.isUnresolved(origin) && !/^(\*|https?:\/\/[^\s/,]+)$/.test(origin)) {
      throw invalid(
        scope,
        `cors.allowOrigins must have origins such as https://shop.example.com, or *, received '${origin}'`,
      );
    }
  }
  if (allowCredentials && allowOrigins.includes('*')) {
    throw invalid(scope, 'cors.allowOrigins must not have * with allowCredentials, which browsers refuse: name them');
  }
  return {
    allowOrigins,
    allowMethods: [
      apigatewayv2.CorsHttpMethod.POST,
      apigatewayv2.CorsHttpMethod.PUT,
      apigatewayv2.CorsHttpMethod.DELETE,
    ],
    allowHeaders: Lazy.list({ produce: () => [...new Set([...USUAL_HEADERS, ...keyHeaders(), ...allowHeaders])] }),
    allowCredentials,
    maxAge,
  };
}
