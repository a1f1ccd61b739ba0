import { Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { positiveSeconds } from '../durations';
import { invalid } from '../errors';

/** How long EventBridge tries to deliver: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
export interface DeliveryLimits {
  /** 0 to 185. */
  readonly retryAttempts?: number;
  /** 1 minute to 24 hours. */
  readonly maxEventAge?: Duration;
}

const MOST_RETRIES = 185;
const SHORTEST_AGE_SECONDS = 60;
const LONGEST_AGE_SECONDS = 24 * 60 * 60;

/** Both always written out, so that no default of a service can change them. */
export function retryPolicyOf(
  scope: IConstruct,
  { retryAttempts = MOST_RETRIES, maxEventAge = Duration.hours(24) }: DeliveryLimits,
): { readonly maximumRetryAttempts: number; readonly maximumEventAgeInSeconds: number } {
  if (!Token.isUnresolved(retryAttempts)) {
    if (!Number.isInteger(retryAttempts) || retryAttempts < 0 || retryAttempts > MOST_RETRIES) {
      throw invalid(scope, `retryAttempts must be a whole number from 0 to ${MOST_RETRIES}, received ${retryAttempts}`);
    }
  }
  const seconds = positiveSeconds(scope, 'maxEventAge', maxEventAge);
  if (!Token.isUnresolved(seconds) && (seconds < SHORTEST_AGE_SECONDS || seconds > LONGEST_AGE_SECONDS)) {
    throw invalid(scope, `maxEventAge must be 1 minute to 24 hours, received ${seconds} s`);
  }
  return { maximumRetryAttempts: retryAttempts, maximumEventAgeInSeconds: seconds };
}
