import type { Json, JsonObject } from '../../../asl/json';
import { type Invocation, lastValues } from './invocation';
import { contextValues } from './template-variables';
import { textOf } from './velocity/java-text';
import type { JavaMap } from './velocity/values';

/**
 * A request as a function gets it that answers for an API, or that decides who may use one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function proxyEvent(invocation: Invocation): JsonObject {
  const { api, method, path, headers, query, pathParameters, body, route } = invocation;
  return {
    resource: route?.path ?? path,
    path,
    httpMethod: method,
    headers: orNull(texts(lastValues(headers))),
    multiValueHeaders: orNull(lists(headers)),
    queryStringParameters: orNull(texts(lastValues(query))),
    multiValueQueryStringParameters: orNull(lists(query)),
    pathParameters: orNull({ ...pathParameters }),
    stageVariables: orNull({ ...api.stage.variables }),
    requestContext: requestContext(invocation),
    body: body === '' ? null : body,
    isBase64Encoded: false,
  };
}

function requestContext(invocation: Invocation): JsonObject {
  const { identity, authorizer, claims } = invocation;
  const known = { ...texts(authorizer), ...(claims.size > 0 && { claims: texts(claims) }) };
  return {
    ...Object.fromEntries(contextValues(invocation)),
    identity: { ...NOBODY, ...texts(identity) },
    ...(Object.keys(known).length > 0 && { authorizer: known }),
  };
}

/** What is not known of a caller. */
const NOBODY: JsonObject = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

function texts(values: JavaMap): JsonObject {
  return Object.fromEntries([...values].map(([name, value]) => [name, textOf(value)]));
}

function lists(values: ReadonlyMap<string, readonly string[]>): JsonObject {
  return Object.fromEntries([...values].map(([name, all]) => [name, [...all]]));
}

function orNull(members: JsonObject): Json {
  return Object.keys(members).length > 0 ? members : null;
}
