import { type Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { positiveSeconds } from '../../private/durations';
import { invalid } from '../../private/errors';

/** When a pipe gives up on records. */
export interface GivingUpOptions {
  readonly retryAttempts?: number;
  readonly maxRecordAge?: Duration;
}

/** The same, as the parameters of a stream have it. */
export interface GivingUp {
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeInSeconds: number;
}

const DEFAULT_ATTEMPTS = 10;
const MOST_ATTEMPTS = 10_000;
const DAY_SECONDS = 24 * 3600;
const SHORTEST_AGE_SECONDS = 60;
const LONGEST_AGE_SECONDS = 7 * DAY_SECONDS;

/**
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-error-troubleshooting.html#pipes-dlq
 *
 * @param retentionSeconds - how long the stream keeps a record; undefined where nobody knows
 */
export function givingUp(
  scope: IConstruct,
  { retryAttempts = DEFAULT_ATTEMPTS, maxRecordAge }: GivingUpOptions,
  retentionSeconds: number | undefined,
): GivingUp {
  if (
    !Token.isUnresolved(retryAttempts) &&
    !(Number.isInteger(retryAttempts) && retryAttempts >= 0 && retryAttempts <= MOST_ATTEMPTS)
  ) {
    throw invalid(scope, `retryAttempts must be a whole number from 0 to ${MOST_ATTEMPTS}, received ${retryAttempts}`);
  }
  const half = Math.min((retentionSeconds ?? DAY_SECONDS) / 2, LONGEST_AGE_SECONDS);
  const age = maxRecordAge ? positiveSeconds(scope, 'maxRecordAge', maxRecordAge) : half;
  if (!Token.isUnresolved(age)) checkAge(scope, age, retentionSeconds);
  return { maximumRetryAttempts: retryAttempts, maximumRecordAgeInSeconds: age };
}

function checkAge(scope: IConstruct, age: number, retentionSeconds: number | undefined): void {
  if (age < SHORTEST_AGE_SECONDS || age > LONGEST_AGE_SECONDS) {
    throw invalid(scope, `maxRecordAge must be from one minute to seven days, received ${age} s`);
  }
  if (retentionSeconds !== undefined && age >= retentionSeconds) {
    throw invalid(
      scope,
      `maxRecordAge must be less than the ${retentionSeconds} s for which the stream keeps a record, received ${age} s: ` +
        'what it has lost nobody can look up; half of that leaves time',
    );
  }
}
