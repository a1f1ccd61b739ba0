import { RehearsalError } from '../../rehearsal-error';
import type { RehearsedApp } from '../rehearsed-app';
import type { IntegrationAnswer } from './integration-answer';
import type { IntegrationRequest } from './integration-request';
import { callDynamoDb } from './integrations/dynamodb';
import { callFunction } from './integrations/lambda';
import { mockAnswer } from './integrations/mock';
import type { ServiceCall } from './integrations/service-call';
import { functionArnOf, serviceUri } from './integrations/service-uri';
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
  const call = serviceCall(integration, invocation, app);
  const { service, kind, name } = serviceUri(integration.uri, call.place);
  switch (`${service}:${kind}`) {
    case 'states:action':
      return callStates(name, request.body, call);
    case 'dynamodb:action':
      return callDynamoDb(name, request.body, call);
    case 'lambda:path':
      return callFunction(functionArnOf(integration.uri, call.place), request, call);
  }
  throw new RehearsalError(`${call.place}: an integration with ${integration.uri} is not rehearsed`);
}

export function serviceCall({ credentials }: ApiIntegration, invocation: Invocation, app: RehearsedApp): ServiceCall {
  const { requestId, api, method, path, route } = invocation;
  return {
    app,
    credentials,
    requestId,
    sourceArn: invocation.methodArn(route?.path ?? path),
    place: `${method} ${path} of ${api.resource.path}`,
  };
}
