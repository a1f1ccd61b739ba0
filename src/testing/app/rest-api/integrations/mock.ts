import { internalServerError } from '../gateway-failure';
import type { IntegrationAnswer } from '../integration-answer';

/** The names of members need no quotes here: the CDK's own preflight methods have none. */
const STATUS = /["']?statusCode["']?\s*:\s*(\d{3})\b/;

/**
 * Answers with the status that the request template names, and with nothing else.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function mockAnswer(body: string): IntegrationAnswer {
  const status = STATUS.exec(body)?.[1];
  if (status === undefined) {
    throw internalServerError('API_CONFIGURATION_ERROR');
  }
  return { status: Number(status), headers: {}, body: '' };
}
