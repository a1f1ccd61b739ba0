/** What a client is told of a failure: a sentence of ours, never one of AWS's. */
export interface Failure {
  readonly status: number;
  /** Without quotes, `$` and `#`: it stands in JSON and in templates as it is. */
  readonly message: string;
}

/** The request id is what the access log has it under. */
export function failureJson(message: string): string {
  return `{"message": "${message}", "requestId": "$context.requestId"}`;
}

/** What clients read in every answer that is no success. */
export const FAILURE_SCHEMA = {
  type: 'object',
  properties: { message: { type: 'string' }, requestId: { type: 'string' } },
  required: ['message', 'requestId'],
};
