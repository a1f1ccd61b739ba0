import { gatewayResponses } from './gateway-responses';
import { OpenApiSecurity } from './open-api-security';
import type { CorsHeaders, IntegrationResponse, RestApiModel, RestOperation } from './rest-operation';
import { openApiModels } from './schema-models';

const JSON_TYPE = 'application/json';
const VALIDATOR = 'all';

/**
 * A whole REST API as API Gateway imports it: one resource of CloudFormation instead of one for each path, method, model,
 * validator, authorizer and gateway response.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 *
 * @param credentials - the ARN of the role that API Gateway calls services and authorizers with
 */
export function openApiBody({ title, operations, cors }: RestApiModel, credentials: string): object {
  const security = new OpenApiSecurity(operations.map(({ authorization }) => authorization));
  const paths: Record<string, Record<string, object>> = {};
  const schemas: Record<string, object> = {};
  for (const operation of operations) {
    paths[operation.path] ??= cors ? { options: preflight(cors) } : {};
    paths[operation.path][operation.method.toLowerCase()] = methodOf(operation, security, credentials, cors);
    for (const { name, schema } of operation.body ? openApiModels(operation.body) : []) schemas[name] = schema;
  }
  return {
    openapi: '3.0.1',
    info: { title, version: '1' },
    paths,
    components: { schemas, securitySchemes: security.schemes(credentials) },
    'x-amazon-apigateway-request-validators': {
      [VALIDATOR]: { validateRequestBody: true, validateRequestParameters: true },
    },
    'x-amazon-apigateway-gateway-responses': Object.fromEntries(
      gatewayResponses().map(({ type, statusCode, template }) => [
        type,
        {
          ...(statusCode ? { statusCode } : {}),
          ...(cors ? { responseParameters: constants('gatewayresponse', cors.everywhere) } : {}),
          responseTemplates: { [JSON_TYPE]: template },
        },
      ]),
    ),
  };
}

function methodOf(
  operation: RestOperation,
  security: OpenApiSecurity,
  credentials: string,
  cors?: CorsHeaders,
): object {
  const { id, parameters, body, authorization, integration } = operation;
  return {
    operationId: id,
    ...(parameters.length > 0 ? { parameters: parameters.map(({ name, in: place }) => parameter(name, place)) } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { [JSON_TYPE]: { schema: { $ref: `#/components/schemas/${body.name}` } } },
          },
        }
      : {}),
    security: security.requirementOf(authorization),
    responses: declared(integration.responses, cors?.everywhere),
    'x-amazon-apigateway-request-validator': VALIDATOR,
    'x-amazon-apigateway-integration': {
      type: 'aws',
      httpMethod: 'POST',
      uri: integration.uri,
      credentials,
      passthroughBehavior: 'never',
      requestTemplates: { [JSON_TYPE]: integration.requestTemplate },
      responses: Object.fromEntries(
        integration.responses.map(({ pattern, status, template }) => [
          pattern ?? 'default',
          {
            statusCode: String(status),
            responseTemplates: { [JSON_TYPE]: template },
            ...(cors ? { responseParameters: constants('method.response', cors.everywhere) } : {}),
          },
        ]),
      ),
    },
  };
}

function parameter(name: string, place: string): object {
  return { name, in: place, required: true, schema: { type: 'string' } };
}

/** An answer has to declare its headers, and API Gateway knows no other answers than declared ones. */
function declared(responses: readonly IntegrationResponse[], headers: Readonly<Record<string, string>> = {}): object {
  const names = Object.keys(headers);
  const response = {
    description: 'See the documentation.',
    ...(names.length > 0
      ? { headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])) }
      : {}),
  };
  const codes = new Set(responses.map(({ status }) => String(status)));
  return Object.fromEntries([...codes].sort().map((code) => [code, response]));
}

/** What a browser asks before it sends a request of a page from elsewhere. Nobody is behind it. */
function preflight({ everywhere, preflight: more }: CorsHeaders): object {
  const headers = { ...everywhere, ...more };
  return {
    security: [],
    responses: declared([{ status: 204, template: '' }], headers),
    'x-amazon-apigateway-integration': {
      type: 'mock',
      passthroughBehavior: 'never',
      requestTemplates: { [JSON_TYPE]: '{"statusCode": 204}' },
      responses: { default: { statusCode: '204', responseParameters: constants('method.response', headers) } },
    },
  };
}

/** Values that stand in a template as they are have apostrophes around them. */
function constants(where: string, headers: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`${where}.header.${name}`, `'${value}'`]));
}
