import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import { checkRight, outcome } from '../rest-api/integrations/lambda';
import type { ServiceCall } from '../rest-api/integrations/service-call';
import type { HttpIntegration } from './http-api';
import { gatewayAnswer, type HttpAnswer, type HttpRequest } from './http-request';

/**
 * Calls a Lambda function with the payload format 2.0, and reads its answer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export async function throughFunction(
  { payloadFormatVersion, requestParameters, uri = '' }: HttpIntegration,
  request: HttpRequest,
  call: ServiceCall,
): Promise<HttpAnswer> {
  if (payloadFormatVersion !== '2.0' || requestParameters.size > 0) {
    throw new RehearsalError(
      `${call.place}: a Lambda function is rehearsed with the payload format 2.0 and without request parameters only`,
    );
  }
  const [functionArn] = /arn:[\w-]+:lambda:[\w-]+:\d+:function:[^/]+/.exec(uri) ?? [];
  if (!functionArn) {
    throw new RehearsalError(`${call.place}: an integration with '${uri}' is not rehearsed`);
  }
  checkRight(functionArn, call);
  return answerFrom(await outcome(functionArn, eventOf(request), call));
}

function eventOf(request: HttpRequest): JsonObject {
  const { body, context, headers, method, pathParameters, query, routeKey, stage } = request;
  const rawPath = stage.name === '$default' ? request.path : `/${stage.name}${request.path}`;
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { ...headers },
    ...members('queryStringParameters', query),
    ...members('pathParameters', pathParameters),
    ...members('stageVariables', stage.variables),
    requestContext: {
      accountId: context.accountId,
      apiId: context.apiId,
      domainName: context.domainName,
      http: {
        method,
        path: rawPath,
        protocol: context.protocol,
        sourceIp: context['identity.sourceIp'],
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: context.requestId,
      routeKey,
      stage: stage.name,
      time: context.requestTime,
      timeEpoch: Number(context.requestTimeEpoch),
      ...authorizerOf(context),
    },
    ...(body !== '' && { body }),
    isBase64Encoded: false,
  };
}

function authorizerOf(context: Readonly<Record<string, string>>): JsonObject {
  const prefix = 'authorizer.claims.';
  const claims = Object.entries(context)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
  if (claims.length > 0) {
    return { authorizer: { jwt: { claims: Object.fromEntries(claims), scopes: null } } };
  }
  const userArn = context['identity.userArn'];
  return userArn ? { authorizer: { iam: { userArn } } } : {};
}

/** Left out where it is empty. */
function members(name: string, values: Readonly<Record<string, string>>): JsonObject {
  return Object.keys(values).length > 0 ? { [name]: { ...values } } : {};
}

/** A function that names no status has answered with the body, and with success; one that has failed is not quoted. */
function answerFrom(answer: Json): HttpAnswer {
  if (isObject(answer) && 'errorMessage' in answer) {
    return gatewayAnswer(500, 'Internal Server Error');
  }
  if (!isObject(answer) || answer.statusCode === undefined) {
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { body = '', headers = {}, isBase64Encoded, statusCode } = answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    status: Number(statusCode),
    headers: Object.fromEntries(
      Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: isBase64Encoded === true ? Buffer.from(text, 'base64').toString('utf8') : text,
  };
}
