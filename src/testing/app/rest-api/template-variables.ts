import { RehearsalError } from '../../rehearsal-error';
import { inputVariable } from './input-variable';
import { type Invocation, lastValues } from './invocation';
import { utilVariable } from './util-variable';
import type { Scope } from './velocity/evaluation';
import { JavaList, type JavaMap, type Value, type VelocityObject } from './velocity/values';

/**
 * The variables of a mapping template.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 *
 * @param body - the payload: that of the request, or that of the integration's answer
 * @param error - what went wrong, for a gateway response
 */
export function templateVariables(invocation: Invocation, body: string, error?: JavaMap): Scope {
  return new Map<string, Value>([
    ['input', inputVariable(body, parametersOf(invocation))],
    ['context', contextVariable(invocation, error)],
    ['stageVariables', lenient('$stageVariables', new Map(Object.entries(invocation.api.stage.variables)))],
    ['util', utilVariable],
  ]);
}

function parametersOf({ pathParameters, query, headers }: Invocation): ReadonlyMap<string, JavaMap> {
  return new Map([
    ['path', new Map<string, Value>(Object.entries(pathParameters))],
    ['querystring', lastValues(query)],
    ['header', lastValues(headers)],
  ]);
}

/** What is documented and does not apply to a request is an empty text. */
const DOCUMENTED = [
  'accountId',
  'apiId',
  'awsEndpointRequestId',
  'awsEndpointRequestId2',
  'deploymentId',
  'domainName',
  'domainPrefix',
  'extendedRequestId',
  'httpMethod',
  'isCanaryRequest',
  'path',
  'protocol',
  'requestId',
  'requestTime',
  'requestTimeEpoch',
  'resourceId',
  'resourcePath',
  'stage',
  'wafResponseCode',
  'webaclArn',
];

const IDENTITY = [
  'accessKey',
  'accountId',
  'apiKey',
  'apiKeyId',
  'caller',
  'cognitoAuthenticationProvider',
  'cognitoAuthenticationType',
  'cognitoIdentityId',
  'cognitoIdentityPoolId',
  'principalOrgId',
  'sourceIp',
  'user',
  'userAgent',
  'userArn',
  'vpcId',
  'vpceId',
];

const ERROR = ['message', 'messageString', 'responseType', 'validationErrorString'];

/** All of them, as they follow `$context.` */
export const CONTEXT_NAMES: readonly string[] = [
  ...DOCUMENTED,
  ...IDENTITY.map((name) => `identity.${name}`),
  ...ERROR.map((name) => `error.${name}`),
];

function contextVariable(invocation: Invocation, error: JavaMap = new Map()): VelocityObject {
  const values = new Map<string, Value>([
    ...contextValues(invocation),
    ['authorizer', authorizerVariable(invocation)],
    ['error', lenient('$context.error', error, ERROR)],
    ['identity', lenient('$context.identity', invocation.identity, IDENTITY)],
    ['requestOverride', invocation.requestOverride],
    ['responseOverride', invocation.responseOverride],
  ]);
  return lenient('$context', values, [...DOCUMENTED, ...values.keys()]);
}

/** Claims on their own are nothing, says the documentation; only each of them is something. */
function authorizerVariable({ authorizer, claims }: Invocation): VelocityObject {
  const all = new Map<string, Value>([...authorizer, ['claims', lenient('$context.authorizer.claims', claims)]]);
  return lenient('$context.authorizer', all);
}

/** What `$context` and `context.…` in a parameter mapping have of a request. */
export function contextValues({
  api,
  method,
  path,
  requestId,
  receivedAt,
  route,
}: Invocation): Map<string, string | number> {
  const { ref, place } = api.resource;
  return new Map<string, string | number>([
    ['accountId', place.account],
    ['apiId', ref],
    ['domainName', `${ref}.execute-api.${place.region}.${place.urlSuffix}`],
    ['domainPrefix', ref],
    ['extendedRequestId', requestId],
    ['httpMethod', method],
    ['path', `/${api.stage.name}${path}`],
    ['protocol', 'HTTP/1.1'],
    ['requestId', requestId],
    ['requestTime', requestTime(receivedAt)],
    ['requestTimeEpoch', receivedAt],
    ['resourceId', route?.resourceId ?? ''],
    ['resourcePath', route?.path ?? ''],
    ['stage', api.stage.name],
  ]);
}

/** `dd/MMM/yyyy:HH:mm:ss +0000` */
function requestTime(time: number): string {
  const [, day, month, year, clock] = /(\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}

/** Names with values; the others have none, which is the empty text, unless nobody has heard of them. */
function lenient(shownAs: string, values: JavaMap, documented?: readonly string[]): VelocityObject {
  const get = (name: string) => {
    if (!values.has(name) && documented && !documented.includes(name)) {
      throw new RehearsalError(`${shownAs}.${name} is none of the variables that API Gateway documents`);
    }
    return values.get(name) ?? '';
  };
  return {
    shownAs,
    get,
    call: (method, [name]) => {
      switch (method) {
        case 'get':
          return get(String(name));
        case 'containsKey':
          return values.has(String(name));
        case 'keySet':
          return new JavaList([...values.keys()], 'set');
        case 'size':
          return values.size;
        default:
          return undefined;
      }
    },
  };
}
