import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../../private/errors';

/** Which tokens are taken. */
export interface JwtAuthorizationOptions {
  /** Of which a token's `aud` must name one, or its `client_id` where it has no `aud`: one to fifty. */
  readonly audiences: string[];

  /**
   * Scopes of which a token must have one, at most ten. Without scopes an issuer's tokens of every kind are taken, identity
   * tokens as well as access tokens.
   *
   * @default - none
   */
  readonly scopes?: string[];
}

/** @internal */
export type HttpAuthorizationConfig =
  | { readonly kind: 'iam' }
  | { readonly kind: 'none' }
  | { readonly kind: 'jwt'; readonly issuer: string; readonly audiences: string[]; readonly scopes: string[] };

/**
 * Who may call a route of an HTTP API.
 *
 * @example
 * new WorkflowHttpApi(this, 'Api', {
 *   workflow: workflow.stateMachine,
 *   path: 'orders/{orderId}',
 *   authorization: HttpApiAuthorization.jwt('https://login.example.com', { audiences: ['shop'] }),
 * });
 */
export class HttpApiAuthorization {
  /**
   * Whoever may `execute-api:Invoke`; requests are signed with Signature Version 4. `grantInvoke` gives the right.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
   */
  public static iam(): HttpApiAuthorization {
    return new HttpApiAuthorization({ kind: 'iam' });
  }

  /**
   * Whoever has a JSON Web Token of an issuer in the header `Authorization`. Such callers see ARNs in the answers.
   *
   * @param issuer - its URL, under which `/.well-known/openid-configuration` names the keys; that of a Cognito user pool is
   * `https://cognito-idp.<region>.amazonaws.com/<id of the pool>`, and its audiences are the ids of app clients
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
   */
  public static jwt(issuer: string, options: JwtAuthorizationOptions): HttpApiAuthorization {
    const { audiences, scopes = [] } = options;
    return new HttpApiAuthorization({ kind: 'jwt', issuer, audiences, scopes });
  }

  /** Everyone on the internet. They see ARNs in the answers. */
  public static none(): HttpApiAuthorization {
    return new HttpApiAuthorization({ kind: 'none' });
  }

  /** @internal */
  public readonly _config: HttpAuthorizationConfig;

  private constructor(config: HttpAuthorizationConfig) {
    this._config = config;
  }
}

const MAX_AUDIENCES = 50;
const MAX_SCOPES = 10;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export function checkAuthorization(scope: IConstruct, { _config: config }: HttpApiAuthorization): void {
  if (config.kind !== 'jwt') return;
  const { audiences, issuer, scopes } = config;
  if (!Token.isUnresolved(issuer) && !/^https:\/\/[^\s/]+\S*$/.test(issuer)) {
    throw invalid(scope, `authorization must name its issuer by an https URL, received '${issuer}'`);
  }
  if (!Token.isUnresolved(audiences) && (audiences.length < 1 || audiences.length > MAX_AUDIENCES)) {
    throw invalid(
      scope,
      `authorization.audiences must have 1 to ${MAX_AUDIENCES} entries, received ${audiences.length}: API Gateway takes ` +
        'tokens for one of them only',
    );
  }
  if (!Token.isUnresolved(scopes) && scopes.length > MAX_SCOPES) {
    throw invalid(scope, `authorization.scopes must have at most ${MAX_SCOPES} entries, received ${scopes.length}`);
  }
}
