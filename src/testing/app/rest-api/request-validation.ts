import type { Json } from '../../../asl/json';
import { problemsOf } from './body-validation';
import { GatewayFailure } from './gateway-failure';
import type { Invocation } from './invocation';
import type { ApiRoute, RequestParameter } from './rest-api';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html */
export function validateRequest(invocation: Invocation, route: ApiRoute): void {
  if (route.validates.parameters) {
    checkParameters(invocation, route);
  }
  if (route.validates.body) {
    checkBody(invocation, route);
  }
}

/** They have to be there and not blank; whatever the case of a header's name. */
function checkParameters(invocation: Invocation, route: ApiRoute): void {
  const { query, pathParameters } = invocation;
  const given: Readonly<Record<RequestParameter['location'], (name: string) => string | undefined>> = {
    header: (name) => invocation.header(name),
    path: (name) => pathParameters[name],
    querystring: (name) => query.get(name)?.at(-1),
  };
  const missing = route.parameters
    .filter(({ required, location, name }) => required && (given[location](name) ?? '').trim() === '')
    .map(({ name }) => name)
    .sort();
  if (missing.length > 0) {
    throw new GatewayFailure('BAD_REQUEST_PARAMETERS', `Missing required request parameters: [${missing.join(', ')}]`);
  }
}

/** No body counts as an empty object; a content type without a model is not looked at. */
function checkBody({ body, contentType, api }: Invocation, { bodySchemas }: ApiRoute): void {
  const schema = bodySchemas.get(contentType) ?? bodySchemas.get('$default');
  if (schema === undefined) {
    return;
  }
  let value: Json;
  try {
    value = JSON.parse(body.trim() === '' ? '{}' : body) as Json;
  } catch {
    throw new GatewayFailure('BAD_REQUEST_BODY', 'Invalid request body', { details: '[the body is not JSON]' });
  }
  const details = problemsOf(value, schema, api.models);
  if (details !== undefined) {
    throw new GatewayFailure('BAD_REQUEST_BODY', 'Invalid request body', { details });
  }
}
