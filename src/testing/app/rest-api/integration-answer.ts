import type { JsonObject } from '../../../asl/json';

/** What an integration answers to API Gateway. */
export interface IntegrationAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer of a service that speaks JSON. */
export function jsonAnswer(status: number, body: JsonObject, requestId: string): IntegrationAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'x-amzn-RequestId': requestId },
    body: JSON.stringify(body),
  };
}
