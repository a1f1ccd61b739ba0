import type { Duration } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { ApiThrottling } from './api-throttling';

/** How callers are told apart by a Cognito user pool. */
export interface CognitoAuthorizationOptions {
  /**
   * Scopes of which an access token must have one. With scopes clients send an access token, without them an identity
   * token.
   *
   * @default - none
   */
  readonly scopes?: string[];

  /**
   * Header that the token is in.
   *
   * @default 'Authorization'
   */
  readonly header?: string;
}

/** How callers are told apart by a function of yours. */
export interface LambdaAuthorizationOptions {
  /**
   * Header that the token is in. Of a request without it the function is asked nothing, unless it is given the whole
   * request: it is answered 401.
   *
   * @default 'Authorization'
   */
  readonly header?: string;

  /**
   * Whether the function is given the whole request (type `REQUEST`) rather than the token alone (`TOKEN`).
   *
   * @default false
   */
  readonly wholeRequest?: boolean;

  /**
   * How long what the function answered goes for the same token, at most an hour. The policy that it returns must then be
   * right for every method of the API, because it is used for all of them.
   *
   * @default Duration.seconds(0)
   */
  readonly resultsCacheTtl?: Duration;
}

/** Which keys an API asks for, and what they are good for. */
export interface ApiKeyAuthorizationOptions {
  /**
   * The keys.
   *
   * @default - one, which API Gateway makes up
   */
  readonly apiKeys?: apigateway.IApiKey[];

  /**
   * How many requests each key may send.
   *
   * @default - no more than the API takes
   */
  readonly throttling?: ApiThrottling;

  /**
   * How many requests each key may send in a month.
   *
   * @default - as many as it likes
   */
  readonly monthlyQuota?: number;
}

/**
 * What is asked of an authorization once it is known where it is used.
 *
 * @internal
 */
export type AuthorizationConfig =
  | { readonly kind: 'iam' }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'cognito';
      readonly userPool: cognito.IUserPool;
      readonly header: string;
      readonly scopes: readonly string[];
    }
  | {
      readonly kind: 'lambda';
      readonly authorizer: lambda.IFunction;
      readonly header: string;
      readonly wholeRequest: boolean;
      readonly ttlSeconds: number;
    }
  | { readonly kind: 'apiKey'; readonly options: ApiKeyAuthorizationOptions };

/**
 * Who may call a route of an API.
 *
 * @example
 * declare const userPool: cognito.IUserPool;
 * new WorkflowApi(this, 'Api', {
 *   workflow: workflow.stateMachine,
 *   authorization: ApiAuthorization.cognito(userPool, { scopes: ['orders/write'] }),
 * });
 */
export class ApiAuthorization {
  /**
   * Whoever may `execute-api:Invoke`; requests are signed with Signature Version 4. `grantInvoke` gives the right.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
   */
  public static iam(): ApiAuthorization {
    return new ApiAuthorization({ kind: 'iam' });
  }

  /**
   * Whoever has a token of a user pool.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
   */
  public static cognito(userPool: cognito.IUserPool, options: CognitoAuthorizationOptions = {}): ApiAuthorization {
    const { header = 'Authorization', scopes = [] } = options;
    return new ApiAuthorization({ kind: 'cognito', userPool, header, scopes });
  }

  /**
   * Whoever a function of yours lets in.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
   */
  public static lambdaFunction(
    authorizer: lambda.IFunction,
    options: LambdaAuthorizationOptions = {},
  ): ApiAuthorization {
    const { header = 'Authorization', wholeRequest = false, resultsCacheTtl } = options;
    const ttlSeconds = resultsCacheTtl?.toSeconds() ?? 0;
    return new ApiAuthorization({ kind: 'lambda', authorizer, header, wholeRequest, ttlSeconds });
  }

  /**
   * Whoever has an API key. AWS advises against it as the only protection: keys do not expire, and say nothing about who
   * sends them.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
   */
  public static apiKey(options: ApiKeyAuthorizationOptions = {}): ApiAuthorization {
    return new ApiAuthorization({ kind: 'apiKey', options });
  }

  /** Everyone on the internet. */
  public static none(): ApiAuthorization {
    return new ApiAuthorization({ kind: 'none' });
  }

  /** @internal */
  public readonly _config: AuthorizationConfig;

  private constructor(config: AuthorizationConfig) {
    this._config = config;
  }
}
