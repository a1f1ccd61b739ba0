import type { RehearsedApp } from '../rehearsed-app';
import { GatewayFailure } from './gateway-failure';
import type { Invocation } from './invocation';
import type { LambdaAuthorizers } from './lambda-authorizers';
import { checkResourcePolicy } from './resource-policy';
import type { ApiRoute } from './rest-api';

/** Lets a request pass, or not: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html */
export async function authorize(
  invocation: Invocation,
  route: ApiRoute,
  app: RehearsedApp,
  authorizers: LambdaAuthorizers,
): Promise<void> {
  const { authorization } = route;
  switch (authorization.kind) {
    case 'AWS_IAM':
      return byRights(invocation, app);
    case 'COGNITO_USER_POOLS':
      byClaims(invocation, authorization.scopes);
      break;
    case 'CUSTOM':
      await authorizers.authorize(invocation, authorization.authorizer);
      break;
  }
  checkResourcePolicy(invocation, 'needed');
}

/** Signed requests: a role of the app must have the right, anybody else is taken to have it. */
function byRights(invocation: Invocation, app: RehearsedApp): void {
  const { credentials, identity, api } = invocation;
  if (credentials === 'none') {
    throw new GatewayFailure('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
  }
  const { partition, account } = api.resource.place;
  const userArn =
    (credentials === 'authorized' ? undefined : credentials.userArn) ?? `arn:${partition}:iam::${account}:user/caller`;
  const resource = invocation.methodArn();
  const may = app.roles.mayDo(userArn, { action: 'execute-api:Invoke', resource });
  checkResourcePolicy(invocation, may ? 'enough without' : 'needed', userArn);
  identity
    .set('accountId', userArn.split(':')[4])
    .set('caller', userArn)
    .set('user', userArn)
    .set('userArn', userArn)
    .set('accessKey', 'ACCESSKEY');
}

/** Tokens of a user pool: the rehearsal is told the claims, and sees to the scopes. */
function byClaims(invocation: Invocation, scopes: readonly string[]): void {
  const { credentials } = invocation;
  const claims =
    credentials === 'authorized'
      ? { sub: 'user-1', 'cognito:username': 'user-1', ...(scopes.length > 0 && { scope: scopes.join(' ') }) }
      : credentials === 'none'
        ? undefined
        : credentials.claims;
  const granted = claims?.scope?.split(' ') ?? [];
  if (!claims || (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope)))) {
    throw new GatewayFailure('UNAUTHORIZED', 'Unauthorized');
  }
  for (const [name, value] of Object.entries(claims)) {
    invocation.claims.set(name, value);
  }
}
