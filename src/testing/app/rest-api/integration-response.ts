import { isObject } from '../../../asl/json';
import { RehearsalError } from '../../rehearsal-error';
import { answer } from './api-answer';
import type { ApiResponse } from './api-request';
import { internalServerError } from './gateway-failure';
import type { IntegrationAnswer } from './integration-answer';
import type { Invocation } from './invocation';
import { headersFrom } from './parameter-mapping';
import { clientHeaders } from './remapped-headers';
import type { ApiIntegration, ApiRoute, IntegrationResponse } from './rest-api';
import { templateVariables } from './template-variables';
import { javaRegExp } from './velocity/java-regexp';
import { textOf } from './velocity/java-text';
import { render } from './velocity/render';
import { JavaList, type JavaMap } from './velocity/values';

/**
 * Maps the answer of an integration for the client.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
 */
export function integrationResponse(from: IntegrationAnswer, route: ApiRoute, invocation: Invocation): ApiResponse {
  const response = selected(route.integration, from);
  const declared = route.responses.get(response.status);
  if (!declared) {
    throw new RehearsalError(
      `${route.method} ${route.path}: an integration response answers ${response.status}, which no method response declares; API Gateway would not deploy it`,
    );
  }
  const parameters = headersFrom(response.parameters, 'method.response.header.', invocation, from);
  const undeclared = Object.keys(parameters).find((name) => !declared.includes(name));
  if (undeclared) {
    throw new RehearsalError(
      `${route.method} ${route.path}: a response sets the header ${undeclared}, which the method response ${response.status} does not declare`,
    );
  }
  const [contentType, template] = chosenTemplate(response, invocation);
  // Without a template, what the integration answers goes to the client as it is.
  const body = template === undefined ? from.body : render(template, templateVariables(invocation, from.body));
  return answer(statusOf(response, invocation), body, {
    'content-type': contentType,
    'x-amzn-requestid': invocation.requestId,
    ...clientHeaders({ ...parameters, ...overriddenHeaders(invocation) }),
  });
}

/** By the status; of a function's error, by its message. Without a match it is the default, without one a server error. */
function selected({ responses, uri }: ApiIntegration, from: IntegrationAnswer): IntegrationResponse {
  const value = uri.includes(':lambda:path/')
    ? (errorMessageOf(from.body) ?? String(from.status))
    : String(from.status);
  const match = responses.find(
    ({ selectionPattern }) =>
      selectionPattern !== undefined && javaRegExp(`^(?:${selectionPattern})$`, 'u').test(value),
  );
  const found = match ?? responses.find(({ selectionPattern }) => selectionPattern === undefined);
  if (!found) {
    throw internalServerError('API_CONFIGURATION_ERROR');
  }
  return found;
}

function errorMessageOf(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) && typeof parsed.errorMessage === 'string' ? parsed.errorMessage : undefined;
  } catch {
    return undefined;
  }
}

/** The template for what the client accepts, else the first one. */
function chosenTemplate({ templates }: IntegrationResponse, invocation: Invocation): readonly [string, string?] {
  const accepted = (invocation.header('accept') ?? 'application/json').trim();
  const found = [...templates].find(([type]) => type === accepted);
  if (found) {
    return found;
  }
  const json = templates.get('application/json');
  return json === undefined ? ([...templates][0] ?? ['application/json']) : ['application/json', json];
}

/** A status that a template sets counts when it is one of HTTP's. */
function statusOf({ status }: IntegrationResponse, { responseOverride }: Invocation): number {
  const override = responseOverride.get('status');
  return typeof override === 'number' && override >= 100 && override < 600 ? override : Number(status);
}

function overriddenHeaders({ responseOverride }: Invocation): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of responseOverride.get('header') as JavaMap) {
    headers[name] = value instanceof JavaList ? value.items.map(textOf).join(',') : textOf(value);
  }
  return headers;
}
