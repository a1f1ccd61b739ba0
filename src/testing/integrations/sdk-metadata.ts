import type { JsonObject } from '../../asl/json';
import type { Execution } from '../execution/execution';
import { uuidFrom } from '../execution/random';

/** What Step Functions adds to the answer of an optimized integration; the headers are shortened. */
export function sdkMetadata({ random }: Execution, status = 200): JsonObject {
  const requestId = uuidFrom(random);
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: { 'x-amzn-RequestId': [requestId] },
      HttpHeaders: { 'x-amzn-RequestId': requestId },
      HttpStatusCode: status,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
