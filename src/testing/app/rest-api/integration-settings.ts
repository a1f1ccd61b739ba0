import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import { type ApiIntegration, type IntegrationResponse, textMap } from './rest-api';

const KNOWN = [
  'cacheKeyParameters',
  'connectionType',
  'credentials',
  'httpMethod',
  'passthroughBehavior',
  'requestParameters',
  'requestTemplates',
  'responses',
  'timeoutInMillis',
  'type',
  'uri',
];

/**
 * An integration as an OpenAPI document has it: `x-amazon-apigateway-integration`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function integrationOf(settings: JsonObject, place: string): ApiIntegration {
  const unknown = Object.keys(settings).find((name) => !KNOWN.includes(name));
  if (unknown) {
    throw new RehearsalError(`${place}: an integration with ${unknown} is not rehearsed`);
  }
  const type = String(settings.type).toUpperCase();
  if (type !== 'AWS' && type !== 'AWS_PROXY' && type !== 'MOCK') {
    throw new RehearsalError(`${place}: an integration of the type ${type} is not rehearsed`);
  }
  if (String(settings.connectionType ?? 'INTERNET') !== 'INTERNET') {
    throw new RehearsalError(`${place}: an integration through a ${settings.connectionType} is not rehearsed`);
  }
  return {
    type,
    uri: String(settings.uri ?? ''),
    credentials: settings.credentials === undefined ? undefined : String(settings.credentials),
    passthroughBehavior: String(
      settings.passthroughBehavior ?? 'WHEN_NO_MATCH',
    ).toUpperCase() as ApiIntegration['passthroughBehavior'],
    requestTemplates: textMap(settings.requestTemplates),
    requestParameters: textMap(settings.requestParameters),
    timeoutInMillis: Number(settings.timeoutInMillis ?? 29_000),
    responses: Object.entries((settings.responses ?? {}) as JsonObject).map(([pattern, response]) =>
      responseOf(pattern, response, place),
    ),
  };
}

function responseOf(pattern: string, response: Json, place: string): IntegrationResponse {
  const { statusCode, responseTemplates, responseParameters, ...others } = isObject(response) ? response : {};
  const [unknown] = Object.keys(others);
  if (unknown) {
    throw new RehearsalError(`${place}: an integration response with ${unknown} is not rehearsed`);
  }
  return {
    status: String(statusCode),
    ...(pattern !== 'default' && pattern !== '' && { selectionPattern: pattern }),
    templates: textMap(responseTemplates),
    parameters: textMap(responseParameters),
  };
}
