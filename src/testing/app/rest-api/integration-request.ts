import { RehearsalError } from '../../rehearsal-error';
import { GatewayFailure, internalServerError } from './gateway-failure';
import { UnreadablePayload } from './input-variable';
import type { Invocation } from './invocation';
import { mappedValue } from './parameter-mapping';
import { FORBIDDEN_TO_SEND } from './remapped-headers';
import type { ApiIntegration } from './rest-api';
import { templateVariables } from './template-variables';
import { textOf } from './velocity/java-text';
import { render } from './velocity/render';
import { JavaList, type JavaMap } from './velocity/values';

/** What API Gateway sends to an integration. */
export interface IntegrationRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** Maps a request for its integration: https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html */
export function integrationRequest(integration: ApiIntegration, invocation: Invocation): IntegrationRequest {
  const template = requestTemplate(integration, invocation);
  const mapped = { header: {}, path: {}, querystring: {} } as Record<string, Record<string, string>>;
  for (const [target, expression] of integration.requestParameters) {
    const [, place, name] = /^integration\.request\.(header|path|querystring)\.(.+)$/.exec(target) ?? [];
    if (place === undefined) {
      throw new RehearsalError(`a request parameter sets ${target}, which is none of integration.request.…`);
    }
    const value = mappedValue(expression, invocation);
    if (value !== undefined) {
      mapped[place][name] = value;
    }
  }
  const body = template === undefined ? invocation.body : rendered(template, invocation);
  for (const [place, values] of invocation.requestOverride) {
    for (const [name, value] of values as JavaMap) {
      mapped[place][name] = value instanceof JavaList ? value.items.map(textOf).join(',') : textOf(value);
    }
  }
  if (Object.keys(mapped.header).some((name) => FORBIDDEN_TO_SEND.includes(name.toLowerCase()))) {
    throw internalServerError();
  }
  return { body, headers: mapped.header, path: mapped.path, query: mapped.querystring };
}

function rendered(template: string, invocation: Invocation): string {
  try {
    return render(template, templateVariables(invocation, invocation.body));
  } catch (error) {
    throw error instanceof UnreadablePayload
      ? new GatewayFailure('DEFAULT_4XX', 'Invalid JSON in request body')
      : error;
  }
}

/**
 * The template for the content type of a request; undefined where the body is passed as it is.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
function requestTemplate(integration: ApiIntegration, { contentType }: Invocation): string | undefined {
  const { requestTemplates, passthroughBehavior } = integration;
  const template = requestTemplates.get(contentType) ?? requestTemplates.get('$default');
  const refused =
    passthroughBehavior === 'NEVER' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && requestTemplates.size > 0);
  if (template === undefined && refused) {
    throw new GatewayFailure('UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type');
  }
  return template;
}
