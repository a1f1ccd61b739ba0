import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { isError, isTestFailure } from '../../execution/test-failure';
import { allows, statementsOf } from '../permissions/statement';
import type { RehearsedApp } from '../rehearsed-app';
import { GatewayFailure } from './gateway-failure';
import { SERVICE } from './integrations/service-call';
import { functionArnOf } from './integrations/service-uri';
import type { Invocation } from './invocation';
import { mappedValue } from './parameter-mapping';
import { proxyEvent } from './proxy-event';
import type { Authorizer } from './rest-api';

interface Decision {
  readonly principalId: string;
  readonly policy: readonly JsonObject[];
  readonly context: JsonObject;
  readonly usageIdentifierKey?: string;
  /** Until when it counts for requests of the same identity. */
  readonly until: number;
}

/**
 * Functions that decide who may use an API. What they decided once counts for a while, for every method.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export class LambdaAuthorizers {
  private readonly decisions = new Map<string, Decision>();

  constructor(private readonly app: RehearsedApp) {}

  public async authorize(invocation: Invocation, authorizer: Authorizer): Promise<void> {
    const { principalId, policy, context, usageIdentifierKey } = await this.decision(invocation, authorizer);
    const attempt = { action: 'execute-api:Invoke', resource: invocation.methodArn() };
    if (!allows(policy, attempt)) {
      const explicit = !allows([...policy, { Effect: 'Allow', Action: '*', Resource: '*' }], attempt);
      throw new GatewayFailure(
        'ACCESS_DENIED',
        `User is not authorized to access this resource${explicit ? ' with an explicit deny' : ''}`,
      );
    }
    invocation.usageIdentifierKey = usageIdentifierKey;
    invocation.authorizer.set('principalId', principalId);
    for (const [name, value] of Object.entries(context)) {
      invocation.authorizer.set(name, String(value));
    }
  }

  private async decision(invocation: Invocation, authorizer: Authorizer): Promise<Decision> {
    const identity = authorizer.identitySources.map((source) => identityValue(source, invocation));
    const { resultTtlInSeconds, identityValidationExpression } = authorizer;
    const isCached = resultTtlInSeconds > 0 && identity.length > 0;
    const missing = identity.some((value) => value === undefined || value === '');
    const mismatch =
      identityValidationExpression !== undefined &&
      !new RegExp(`^(?:${identityValidationExpression})$`, 'u').test(identity[0] ?? '');
    if ((missing && (isCached || authorizer.type === 'TOKEN')) || mismatch) {
      throw new GatewayFailure('UNAUTHORIZED', 'Unauthorized');
    }
    const key = JSON.stringify([invocation.api.resource.ref, authorizer.name, identity]);
    const { now } = this.app.world.clock;
    const known = isCached ? this.decisions.get(key) : undefined;
    if (known && known.until > now) {
      return known;
    }
    const asked = await this.ask(invocation, authorizer, identity[0]);
    const decision = { ...asked, until: now + resultTtlInSeconds * 1000 };
    this.decisions.set(key, decision);
    return decision;
  }

  private async ask(invocation: Invocation, authorizer: Authorizer, token?: string): Promise<Omit<Decision, 'until'>> {
    const place = `the authorizer '${authorizer.name}' of ${invocation.api.resource.path}`;
    const arn = functionArnOf(String(authorizer.uri), place);
    this.checkRight(arn, invocation, authorizer);
    const methodArn = invocation.methodArn();
    const event: JsonObject =
      authorizer.type === 'TOKEN'
        ? { type: 'TOKEN', authorizationToken: token ?? '', methodArn }
        : { type: 'REQUEST', methodArn, ...withoutBody(proxyEvent(invocation)) };
    let answer: Json;
    try {
      answer = await this.app.functions.invoke(arn, event, place);
    } catch (error) {
      if (isTestFailure(error) || !isError(error)) {
        throw error;
      }
      throw error.message === 'Unauthorized'
        ? new GatewayFailure('UNAUTHORIZED', 'Unauthorized')
        : new GatewayFailure('AUTHORIZER_FAILURE', null);
    }
    return decisionFrom(answer);
  }

  private checkRight(arn: string, invocation: Invocation, { credentials, id, name }: Authorizer): void {
    const prefix = invocation.methodArn('').split('/')[0];
    const sourceArn = `${prefix}/authorizers/${id ?? name}`;
    const may =
      credentials === undefined
        ? this.app.functionPolicies.admit(arn, SERVICE, sourceArn)
        : this.app.roles.mayDo(credentials, { action: 'lambda:InvokeFunction', resource: arn }, SERVICE);
    if (!may) {
      throw new GatewayFailure('AUTHORIZER_CONFIGURATION_ERROR', null);
    }
  }
}

/** Names of headers count whatever their case here. */
function identityValue(source: string, invocation: Invocation): string | undefined {
  const header = /^method\.request\.header\.(.+)$/.exec(source)?.[1];
  return header === undefined ? mappedValue(source, invocation) : invocation.header(header);
}

function withoutBody({ body: _body, isBase64Encoded: _encoded, ...event }: JsonObject): JsonObject {
  return event;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html */
function decisionFrom(answer: Json): Omit<Decision, 'until'> {
  const { principalId, policyDocument, context = {}, usageIdentifierKey } = isObject(answer) ? answer : {};
  const isPlain = isObject(context) && Object.values(context).every((value) => typeof value !== 'object');
  if (typeof principalId !== 'string' || !isObject(policyDocument) || !isPlain) {
    throw new GatewayFailure('AUTHORIZER_CONFIGURATION_ERROR', null);
  }
  return {
    principalId,
    policy: statementsOf(policyDocument),
    context: context as JsonObject,
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey: String(usageIdentifierKey) }),
  };
}
