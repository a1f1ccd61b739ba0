import { answer } from './api-answer';
import type { ApiResponse } from './api-request';
import type { GatewayFailure } from './gateway-failure';
import type { Invocation } from './invocation';
import { headersFrom } from './parameter-mapping';
import { templateVariables } from './template-variables';
import { render } from './velocity/render';
import type { Value } from './velocity/values';

const DEFAULT_TEMPLATE = '{"message":$context.error.messageString}';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html */
export function gatewayResponse(failure: GatewayFailure, invocation: Invocation): ApiResponse {
  const general = failure.status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX';
  const { gatewayResponses } = invocation.api;
  const response = gatewayResponses.get(failure.type) ?? gatewayResponses.get(general);
  const error = new Map<string, Value>([
    ['message', failure.message],
    ['messageString', JSON.stringify(failure.message)],
    ['responseType', failure.type],
    ['validationErrorString', failure.details ?? ''],
  ]);
  const [contentType, template] = chosenTemplate(response?.templates, invocation);
  const body = render(template, templateVariables(invocation, '', error));
  const status = Number(response?.status ?? failure.status);
  return answer(status, body, {
    'content-type': contentType,
    'x-amzn-errortype': failure.errorType,
    'x-amzn-requestid': invocation.requestId,
    ...headersFrom(response?.parameters, 'gatewayresponse.header.', invocation),
  });
}

function chosenTemplate(
  templates: ReadonlyMap<string, string> | undefined,
  invocation: Invocation,
): readonly [string, string] {
  if (!templates || templates.size === 0) {
    return ['application/json', DEFAULT_TEMPLATE];
  }
  const accepted = invocation.header('accept') ?? 'application/json';
  return [...templates].find(([type]) => type === accepted) ?? [...templates][0];
}
