import { isObject, type Json } from '../../../asl/json';
import { GatewayFailure } from './gateway-failure';
import type { Invocation } from './invocation';
import type { ApiRoute, RequestParameter } from './rest-api';

type Library = typeof import('@cfworker/json-schema');

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
    value = JSON.parse(body === '' ? '{}' : body) as Json;
  } catch {
    throw new GatewayFailure('BAD_REQUEST_BODY', 'Invalid request body', { details: 'not JSON' });
  }
  // Loaded when the first body is checked.
  const { Validator } = require('@cfworker/json-schema') as Library;
  const validator = new Validator(withModels(schema, api.models) as object, '4', false);
  const { valid, errors } = validator.validate(value);
  if (!valid) {
    const details = errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`).join(', ');
    throw new GatewayFailure('BAD_REQUEST_BODY', 'Invalid request body', { details: `[${details}]` });
  }
}

/** A schema may refer to the API's other models. */
function withModels(schema: Json, models: ReadonlyMap<string, Json>): Json {
  return isObject(schema) && !('components' in schema)
    ? { ...schema, components: { schemas: Object.fromEntries(models) } }
    : schema;
}
