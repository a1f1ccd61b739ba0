import { isObject } from '../../../../asl/json';
import { internalServerError } from '../gateway-failure';
import type { IntegrationAnswer } from '../integration-answer';

/**
 * Answers with the status that the request template names, and with nothing else.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function mockAnswer(body: string): IntegrationAnswer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    parsed = undefined;
  }
  const status = isObject(parsed) ? Number(parsed.statusCode) : Number.NaN;
  if (!Number.isInteger(status)) {
    throw internalServerError('API_CONFIGURATION_ERROR');
  }
  return { status, headers: {}, body: '' };
}
