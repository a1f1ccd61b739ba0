import type { JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { Roles } from '../permissions/roles';
import type { ApiCredentials } from '../rest-api/api-request';
import type { HttpRoute } from './http-api';
import type { HttpRequest } from './http-request';
import { gatewayAnswer, type HttpAnswer } from './http-request';
import { checkClaims, claimsIn, invalid, type TokenCheck } from './json-web-token';
import { mapped } from './parameter-mapping';

/** What `$context` says of somebody who was let in, or the answer to somebody who was not. */
export type Admission = { readonly context: Readonly<Record<string, string>> } | { readonly refusal: HttpAnswer };

export interface Caller {
  readonly credentials: ApiCredentials;
  readonly roles: Roles;
  /** `arn:aws:execute-api:us-east-1:111122223333:api/$default/POST/orders` */
  readonly resource: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Whether a route lets somebody in. */
export function admit(route: HttpRoute, request: HttpRequest, caller: Caller): Admission {
  switch (route.authorization.kind) {
    case 'NONE':
      return { context: {} };
    case 'AWS_IAM':
      return byRights(caller);
    default:
      return byToken(route, request, caller);
  }
}

/**
 * Signed requests: a role of the app must have the right, anybody else is taken to have it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
function byRights({ credentials, roles, resource }: Caller): Admission {
  const [, partition, , , account] = resource.split(':');
  const userArn =
    (typeof credentials === 'object' ? credentials.userArn : undefined) ??
    `arn:${partition}:iam::${account}:user/caller`;
  if (credentials === 'none' || !roles.mayDo(userArn, { action: 'execute-api:Invoke', resource })) {
    return { refusal: gatewayAnswer(403, 'Forbidden') };
  }
  return {
    context: {
      'identity.accountId': userArn.split(':')[4],
      'identity.caller': userArn,
      'identity.user': userArn,
      'identity.userArn': userArn,
    },
  };
}

function byToken(route: HttpRoute, request: HttpRequest, { credentials, now }: Caller): Admission {
  if (route.authorization.kind !== 'JWT') {
    throw new RehearsalError(`${route.place}: the authorization ${route.authorization.kind} is not rehearsed`);
  }
  const { authorizer, scopes } = route.authorization;
  const identity = mapped(authorizer.identitySource, request);
  const claims =
    identity === undefined
      ? claimsOf(credentials, { iss: authorizer.issuer, aud: [...authorizer.audience], scope: scopes.join(' ') })
      : claimsIn(identity);
  const checked: TokenCheck = claims
    ? checkClaims(claims, authorizer, scopes, now)
    : identity === undefined
      ? { refusal: gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': 'Bearer' }) }
      : invalid('the token is malformed');
  return 'refusal' in checked ? checked : { context: claimsInContext(checked.claims) };
}

/** The issuer and the audience of a caller who does not name them are those that are asked for; scopes are not. */
function claimsOf(credentials: ApiCredentials, asked: JsonObject): JsonObject | undefined {
  if (credentials === 'authorized') {
    return asked;
  }
  const { claims } = typeof credentials === 'object' ? credentials : {};
  return claims && { iss: asked.iss, aud: asked.aud, ...claims };
}

function claimsInContext(claims: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      `authorizer.claims.${name}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
