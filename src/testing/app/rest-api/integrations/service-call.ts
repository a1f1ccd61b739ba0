import { isObject, type JsonObject } from '../../../../asl/json';
import { ServiceError } from '../../../integrations/service-error';
import { RehearsalError } from '../../../rehearsal-error';
import type { RehearsedApp } from '../../rehearsed-app';
import { internalServerError } from '../gateway-failure';
import type { IntegrationAnswer } from '../integration-answer';
import { jsonOf } from '../velocity/java-text';
import { JavaDouble, type Value } from '../velocity/values';

/** An integration that calls an AWS service: who calls what, and on whose behalf. */
export interface ServiceCall {
  readonly app: RehearsedApp;
  /** The role of the integration. */
  readonly credentials?: string;
  readonly requestId: string;
  /** What the services see as the source: the method of the API. */
  readonly sourceArn: string;
  /** For messages: `POST /orders of Orders/Api`. */
  readonly place: string;
}

export const SERVICE = 'apigateway.amazonaws.com';

/** What a role's conditions may look at. */
export function conditionsOf({ sourceArn }: ServiceCall): Record<string, string> {
  return { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceArn.split(':')[4] };
}

/**
 * Throws what the service answers when the role lacks the right. A role that does not trust API Gateway is a matter of
 * API Gateway's: it answers with a server error.
 */
export function demandRight(action: string, resource: string, call: ServiceCall): void {
  const { app, credentials, place } = call;
  if (credentials === undefined || credentials.includes('*')) {
    throw new RehearsalError(
      `${place}: an integration that calls a service needs the ARN of a role as its credentials`,
    );
  }
  const attempt = { action, resource, context: conditionsOf(call) };
  if (app.roles.mayDo(credentials, attempt) && !app.roles.mayDo(credentials, attempt, SERVICE)) {
    throw internalServerError('API_CONFIGURATION_ERROR');
  }
  if (!app.roles.mayDo(credentials, attempt)) {
    const session = credentials.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/');
    throw new ServiceError(
      'AccessDeniedException',
      `User: ${session}/BackplaneAssumeRoleSession is not authorized to perform: ${action} on resource: ${resource}`,
    );
  }
}

/** The body that a request template made; what is no JSON object, the services refuse before they look at it. */
export function inputOf(body: string): JsonObject {
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch {
    input = undefined;
  }
  if (!isObject(input)) {
    throw new ServiceError('SerializationException', '');
  }
  return input;
}

/** A moment as the services write it: seconds, with the milliseconds behind the point. */
export function seconds(milliseconds: number): JavaDouble {
  return new JavaDouble(milliseconds / 1000);
}

/** An answer in JSON. */
export function answered(members: Readonly<Record<string, Value>>, call: ServiceCall): IntegrationAnswer {
  return withBody(200, jsonOf(new Map(Object.entries(members)), JSON.stringify), call);
}

/** The answer of an error: `{ "__type": "namespace#Name", "message": "…" }`. */
export function refused(
  { code, message, status }: ServiceError,
  namespace: string,
  call: ServiceCall,
): IntegrationAnswer {
  const space = NAMESPACES[code] ?? namespace;
  const text = code === 'AccessDeniedException' || code === 'SerializationException' ? 'Message' : 'message';
  return withBody(
    status,
    JSON.stringify({ __type: `${space}#${code}`, ...(message !== '' && { [text]: message }) }),
    call,
  );
}

/** Those that come from the framework of all services; of Step Functions, see integrations/states.ts. */
const NAMESPACES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'com.amazon.coral.service',
  SerializationException: 'com.amazon.coral.service',
  ValidationException: 'com.amazon.coral.validate',
};

function withBody(status: number, body: string, { requestId }: ServiceCall): IntegrationAnswer {
  return { status, headers: { 'Content-Type': 'application/x-amz-json-1.0', 'x-amzn-RequestId': requestId }, body };
}
