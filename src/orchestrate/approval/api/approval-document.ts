import type { ApiAuthorization } from '../../../private/rest-api/api-authorization';
import type { GatewayResponse } from '../../../private/rest-api/gateway-responses';
import { OpenApiSecurity } from '../../../private/rest-api/open-api-security';
import type { IntegrationResponse } from '../../../private/rest-api/rest-operation';

const HTML = 'text/html';
const JSON_TYPE = 'application/json';

/** What the API of the pages is made of. */
export interface ApprovalDocumentModel {
  readonly title: string;
  readonly authorization: ApiAuthorization;
  readonly headers: Readonly<Record<string, string>>;
  readonly show: IntegrationModel;
  readonly decide: IntegrationModel;
  readonly gatewayPages: readonly GatewayResponse[];
}

/** A call of a service, with a request template for each type of body. */
export interface IntegrationModel {
  readonly uri: string;
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly responses: readonly IntegrationResponse[];
}

/**
 * The API of the pages as API Gateway imports it. HEAD and OPTIONS are answered by nobody: a scanner that tries an address
 * before anybody opens it learns that all is well, and nothing else.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 *
 * @param credentials - the ARN of the role that API Gateway calls services and authorizers with
 */
export function approvalDocument(model: ApprovalDocumentModel, credentials: string): object {
  const { title, authorization, headers, show, decide, gatewayPages } = model;
  const security = new OpenApiSecurity([authorization]);
  const method = (id: string, integration: IntegrationModel) => ({
    ...methodOf(id, integration, headers, credentials),
    security: security.requirementOf(authorization),
  });
  return {
    openapi: '3.0.1',
    info: { title, version: '1' },
    paths: {
      '/{id}': {
        get: method('show', show),
        post: method('decide', decide),
        head: nothing('glance', 200, headers),
        options: nothing('options', 204, { ...headers, Allow: 'GET, HEAD, OPTIONS, POST' }),
      },
    },
    components: { securitySchemes: security.schemes(credentials) },
    'x-amazon-apigateway-gateway-responses': Object.fromEntries(
      gatewayPages.map(({ type, statusCode, template }) => [
        type,
        {
          ...(statusCode ? { statusCode } : {}),
          responseParameters: constants('gatewayresponse', headers),
          responseTemplates: { [HTML]: template },
        },
      ]),
    ),
  };
}

function methodOf(
  operationId: string,
  { uri, requestTemplates, responses }: IntegrationModel,
  headers: Readonly<Record<string, string>>,
  credentials: string,
): object {
  return {
    operationId,
    parameters: [ID],
    responses: declared(
      responses.map(({ status }) => status),
      headers,
    ),
    'x-amazon-apigateway-integration': {
      type: 'aws',
      httpMethod: 'POST',
      uri,
      credentials,
      passthroughBehavior: 'never',
      requestTemplates,
      responses: Object.fromEntries(
        responses.map(({ pattern, status, template }) => [
          pattern ?? 'default',
          {
            statusCode: String(status),
            responseTemplates: { [HTML]: template },
            responseParameters: constants('method.response', headers),
          },
        ]),
      ),
    },
  };
}

/** An answer without content that nobody is asked for. */
function nothing(operationId: string, status: number, headers: Readonly<Record<string, string>>): object {
  return {
    operationId,
    parameters: [ID],
    security: [],
    responses: declared([status], headers),
    'x-amazon-apigateway-integration': {
      type: 'mock',
      passthroughBehavior: 'never',
      requestTemplates: { [JSON_TYPE]: `{"statusCode": ${status}}` },
      responses: {
        default: {
          statusCode: String(status),
          responseTemplates: { [HTML]: '' },
          responseParameters: constants('method.response', headers),
        },
      },
    },
  };
}

const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

/** An answer has to declare its headers, and API Gateway knows no other answers than declared ones. */
function declared(statuses: readonly number[], headers: Readonly<Record<string, string>>): object {
  const response = {
    description: 'A page.',
    headers: Object.fromEntries(Object.keys(headers).map((name) => [name, { schema: { type: 'string' } }])),
  };
  return Object.fromEntries([...new Set(statuses.map(String))].sort().map((status) => [status, response]));
}

/** A value that stands there as it is has apostrophes around it; those inside, which policies have, need nothing. */
function constants(where: string, headers: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`${where}.header.${name}`, `'${value}'`]));
}
