import { isObject, type Json, type JsonObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import type { HttpIntegration } from './http-api';

const KNOWN = [
  'connectionType',
  'credentials',
  'description',
  'httpMethod',
  'integrationSubtype',
  'payloadFormatVersion',
  'requestParameters',
  'responseParameters',
  'timeoutInMillis',
  'type',
  'uri',
];

const LONGEST_TIMEOUT = 30_000;

/**
 * An integration in the words of an OpenAPI document.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function integrationFrom(settings: JsonObject, place: string): HttpIntegration {
  const unknown = Object.keys(settings).find((name) => !KNOWN.includes(name));
  if (unknown) {
    throw new RehearsalError(`${place}: an integration with ${unknown} is not rehearsed`);
  }
  const type = String(settings.type).toUpperCase();
  const connection = String(settings.connectionType ?? 'INTERNET');
  if (type !== 'AWS_PROXY' || connection !== 'INTERNET') {
    throw new RehearsalError(`${place}: an integration of the type ${type} through ${connection} is not rehearsed`);
  }
  const { integrationSubtype, uri, credentials } = settings;
  return {
    place,
    ...(integrationSubtype !== undefined && { subtype: String(integrationSubtype) }),
    ...(uri !== undefined && { uri: String(uri) }),
    ...(credentials !== undefined && { credentials: String(credentials) }),
    payloadFormatVersion: String(settings.payloadFormatVersion ?? '1.0'),
    timeoutInMillis: Number(settings.timeoutInMillis ?? LONGEST_TIMEOUT),
    requestParameters: texts(settings.requestParameters),
    responseParameters: new Map(
      Object.entries(objectOf(settings.responseParameters)).map(([status, parameters]) => [status, texts(parameters)]),
    ),
  };
}

/** The same settings as a resource of the type AWS::ApiGatewayV2::Integration has them. */
export function settingsOf(properties: JsonObject): JsonObject {
  const { ApiId, CredentialsArn, IntegrationMethod, IntegrationType, IntegrationUri, ResponseParameters, ...others } =
    properties;
  const settings: JsonObject = { type: IntegrationType };
  for (const [name, value] of Object.entries(others)) {
    settings[name[0].toLowerCase() + name.slice(1)] = value;
  }
  for (const [name, value] of Object.entries({
    credentials: CredentialsArn,
    httpMethod: IntegrationMethod,
    uri: IntegrationUri,
  })) {
    if (value !== undefined) {
      settings[name] = value;
    }
  }
  if (ResponseParameters !== undefined) {
    settings.responseParameters = Object.fromEntries(
      Object.entries(objectOf(ResponseParameters)).map(([status, list]) => [status, pairsIn(list)]),
    );
  }
  return settings;
}

/** `{ "ResponseParameters": [{ "Destination": "overwrite:statuscode", "Source": "202" }] }` */
function pairsIn(list: Json): JsonObject {
  const parameters = [objectOf(list).ResponseParameters ?? []].flat().filter(isObject);
  return Object.fromEntries(parameters.map(({ Destination, Source }) => [String(Destination), Source]));
}

export function texts(value: Json | undefined): Map<string, string> {
  return new Map(Object.entries(objectOf(value)).map(([name, text]) => [name, String(text)]));
}

export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
