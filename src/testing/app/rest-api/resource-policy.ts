import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import { allows, statementsOf } from '../permissions/statement';
import { GatewayFailure } from './gateway-failure';
import type { Invocation } from './invocation';
import { textOf } from './velocity/java-text';

/**
 * What the policy of an API says to a request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 *
 * @param permission - whether the policy has to allow what it does not deny, or the caller's own rights are enough
 * @param caller - the ARN of who signed the request
 */
export function checkResourcePolicy(
  invocation: Invocation,
  permission: 'needed' | 'enough without',
  caller?: string,
): void {
  const { policy, resource } = invocation.api;
  const attempt = {
    action: 'execute-api:Invoke',
    resource: invocation.methodArn(),
    context: { 'aws:SourceIp': textOf(invocation.identity.get('sourceIp') ?? '') },
  };
  const statements = policy === undefined ? [] : statementsOf(policy).map((one) => expanded(one, invocation));
  const others = statements.find(({ Principal }) => !isEverybody(Principal));
  if (others) {
    throw new RehearsalError(
      `the policy of ${resource.path} is about ${JSON.stringify(others.Principal)}; only those for everybody are rehearsed`,
    );
  }
  const denied = !allows([...statements, { Effect: 'Allow', Action: '*', Resource: '*' }], attempt);
  const needed = permission === 'needed' && (policy !== undefined || caller !== undefined);
  if (denied || (needed && !allows(statements, attempt))) {
    const who = caller ?? 'anonymous';
    const why = denied ? ' with an explicit deny' : '';
    throw new GatewayFailure(
      'ACCESS_DENIED',
      `User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${masked(attempt.resource)}${why}`,
    );
  }
}

function isEverybody(principal: Json | undefined): boolean {
  return principal === '*' || (isObject(principal) && principal.AWS === '*');
}

/** `execute-api:/stage/POST/orders` stands for the ARN of the API with it. */
function expanded(statement: JsonObject, invocation: Invocation): JsonObject {
  const prefix = invocation.methodArn('').split('/')[0];
  const resources = [statement.Resource ?? '*'].flat();
  return {
    ...statement,
    Resource: resources.map((one) => String(one).replace(/^execute-api:\/?/, `${prefix}/`)),
  };
}

/** Account numbers are not shown to callers. */
function masked(arn: string): string {
  return arn.replace(/:\d{8}(\d{4}):/, ':********$1:');
}
