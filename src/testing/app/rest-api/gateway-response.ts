import { answer } from './api-answer';
import type { ApiResponse } from './api-request';
import type { GatewayFailure } from './gateway-failure';
import { filledIn } from './gateway-template';
import type { Invocation } from './invocation';
import { headersFrom } from './parameter-mapping';
import type { GatewayResponse } from './rest-api';
import type { Value } from './velocity/values';

const DEFAULT_TEMPLATE = '{"message":$context.error.messageString}';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html */
export function gatewayResponse(failure: GatewayFailure, invocation: Invocation): ApiResponse {
  const { gatewayResponses } = invocation.api;
  const general = failure.status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX';
  const response = gatewayResponses.get(failure.type) ?? gatewayResponses.get(general);
  const [contentType, template] = chosenTemplate(response, invocation);
  const status = Number(response?.status ?? failure.status);
  return answer(status, filledIn(template, errorOf(failure), invocation), {
    'content-type': contentType,
    'x-amzn-errortype': failure.errorType,
    'x-amzn-requestid': invocation.requestId,
    ...headersFrom(response?.parameters, 'gatewayresponse.header.', invocation),
  });
}

function errorOf({ type, text, details = '' }: GatewayFailure): Map<string, Value> {
  return new Map<string, Value>([
    ['message', text ?? ''],
    ['messageString', JSON.stringify(text)],
    ['responseType', type],
    ['validationErrorString', details],
  ]);
}

/** The template for what the client accepts, else the first one. */
function chosenTemplate(response: GatewayResponse | undefined, invocation: Invocation): readonly [string, string] {
  const templates = [...(response?.templates ?? [])];
  const accepted = invocation.header('accept') ?? 'application/json';
  return templates.find(([type]) => type === accepted) ?? templates[0] ?? ['application/json', DEFAULT_TEMPLATE];
}
