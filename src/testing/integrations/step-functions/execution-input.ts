import type { Json } from '../../../asl/json';
import { Limits } from '../../../asl/limits';
import { ServiceError } from '../service-error';

/** The input of StartExecution, which the API takes as a text. */
export function parsedInput(text: string): Json {
  if (Buffer.byteLength(text, 'utf8') > Limits.PAYLOAD_BYTES) {
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${Limits.PAYLOAD_BYTES}`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ServiceError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${(error as Error).message}'`,
    );
  }
}
