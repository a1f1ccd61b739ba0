import { RehearsalError } from '../../rehearsal-error';
import type { RehearsedApp } from '../rehearsed-app';
import type { IntegrationAnswer } from './integration-answer';
import type { IntegrationRequest } from './integration-request';
import { mockAnswer } from './integrations/mock';
import { serviceUri } from './integrations/service-uri';
import { callStates } from './integrations/states';
import type { Invocation } from './invocation';
import type { ApiIntegration } from './rest-api';

/** Sends a mapped request to what the integration names. */
export async function integrate(
  integration: ApiIntegration,
  request: IntegrationRequest,
  invocation: Invocation,
  app: RehearsedApp,
): Promise<IntegrationAnswer> {
  if (integration.type === 'MOCK') {
    return mockAnswer(request.body);
  }
  const { requestId, api, method, path } = invocation;
  const place = `${method} ${path} of ${api.resource.path}`;
  const { service, kind, name } = serviceUri(integration.uri, place);
  if (integration.type === 'AWS' && service === 'states' && kind === 'action') {
    return callStates(name, request.body, { app, credentials: String(integration.credentials), requestId, place });
  }
  throw new RehearsalError(`${place}: the integration ${integration.type} with ${integration.uri} is not rehearsed`);
}
