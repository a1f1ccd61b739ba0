import { isObject, type Json } from '../../../../asl/json';
import { isError, isTestFailure } from '../../../execution/test-failure';
import { GatewayFailure, internalServerError } from '../gateway-failure';
import type { IntegrationAnswer } from '../integration-answer';
import type { IntegrationRequest } from '../integration-request';
import { conditionsOf, SERVICE, type ServiceCall } from './service-call';

/**
 * The way between API Gateway and a function that gets what a template made, and whose value a template reads.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-integrations.html
 */
export async function callFunction(
  arn: string,
  request: IntegrationRequest,
  call: ServiceCall,
): Promise<IntegrationAnswer> {
  checkRight(arn, call);
  const payload = parsed(request.body);
  if (payload === undefined) {
    return { status: 400, headers: {}, body: JSON.stringify({ Type: 'User', message: NOT_JSON }) };
  }
  if (request.headers['X-Amz-Invocation-Type'] === 'Event') {
    call.app.begin(async () => {
      await outcome(arn, payload, call);
    });
    return { status: 202, headers: {}, body: '' };
  }
  return { status: 200, headers: {}, body: JSON.stringify(await outcome(arn, payload, call)) };
}

/** The answer of a function to a request that it gets as it is; what has another shape is a bad gateway. */
export async function callProxy(arn: string, event: Json, call: ServiceCall): Promise<IntegrationAnswer> {
  checkRight(arn, call);
  const value = await outcome(arn, event, call);
  if (!isObject(value) || 'errorMessage' in value || !hasShape(value)) {
    throw new GatewayFailure('DEFAULT_5XX', 'Internal server error', { status: 502 });
  }
  const { statusCode = 200, headers, multiValueHeaders, body = '', isBase64Encoded } = value;
  const single = Object.entries(isObject(headers) ? headers : {});
  const multiple = Object.entries(isObject(multiValueHeaders) ? multiValueHeaders : {});
  const text = String(body ?? '');
  return {
    status: Number(statusCode),
    headers: Object.fromEntries(
      [...single, ...multiple].map(([name, given]) => [name, [given].flat().map(String).join(',')]),
    ),
    body: isBase64Encoded === true ? Buffer.from(text, 'base64').toString('utf8') : text,
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format */
function hasShape(value: { readonly [name: string]: Json }): boolean {
  const known = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'];
  const { statusCode, body } = value;
  return (
    Object.keys(value).every((name) => known.includes(name)) &&
    (statusCode === undefined || Number.isInteger(Number(statusCode))) &&
    (body === undefined || body === null || typeof body !== 'object')
  );
}

/** By the function's own policy, or by the rights of the integration's role. */
export function checkRight(arn: string, call: ServiceCall): void {
  const { app, credentials, sourceArn } = call;
  const may =
    credentials === undefined
      ? app.functionPolicies.admit(arn, SERVICE, sourceArn)
      : app.roles.mayDo(
          credentials,
          { action: 'lambda:InvokeFunction', resource: arn, context: conditionsOf(call) },
          SERVICE,
        );
  if (!may) {
    throw internalServerError('API_CONFIGURATION_ERROR');
  }
}

/** The value of a function, or the error of its runtime: `{ "errorMessage": "…", "errorType": "…", "trace": [] }`. */
export async function outcome(arn: string, payload: Json, { app, place }: ServiceCall): Promise<Json> {
  try {
    return await app.functions.invoke(arn, payload, place);
  } catch (error) {
    if (isTestFailure(error) || !isError(error)) {
      throw error;
    }
    const { name, message } = error;
    return { errorType: name, errorMessage: message, trace: [`${name}: ${message}`] };
  }
}

/** Lambda takes JSON only, and says so in words that are seen in answers of APIs: podaac/hydrocron#64. */
const NOT_JSON = 'Could not parse request body into json: Could not parse payload into json';

function parsed(body: string): Json | undefined {
  try {
    return JSON.parse(body === '' ? '{}' : body) as Json;
  } catch {
    return undefined;
  }
}
