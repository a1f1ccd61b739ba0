import type { Json } from '../../../asl/json';
import { Limits } from '../../../asl/limits';
import { ServiceError } from '../service-error';

/** The input of StartExecution, which the API takes as a text. */
export function parsedInput(text: string): Json {
  checkInputSize(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    // The prefix is recorded (localstack, stepfunctions/v2 test_invalid_start_execution_input); AWS quotes its own parser.
    const problem = text.trim() === '' ? 'Invalid execution input.' : (error as Error).message;
    throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${problem}'`);
  }
}

export function checkInputSize(text: string): void {
  if (Buffer.byteLength(text, 'utf8') > Limits.PAYLOAD_BYTES) {
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have size less than or equal to ${Limits.PAYLOAD_BYTES} bytes in UTF-8 encoding`,
    );
  }
}
