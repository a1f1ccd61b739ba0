import { Annotations, Token } from 'aws-cdk-lib';
import type { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { IConstruct } from 'constructs';
import { positiveSeconds } from '../../private/durations';
import { invalid } from '../../private/errors';
import type { ScheduleOptions } from './schedule-options';
import type { RenderedTime } from './schedule-time';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const MIN_AGE = 60;
const MAX_AGE = 24 * 3600;
const MAX_ATTEMPTS = 185;

/** How long and how often Scheduler tries: always said, because its own default is a day whatever the schedule is. */
export function retryPolicyOf(
  scope: IConstruct,
  { retryAttempts = MAX_ATTEMPTS, maxEventAge, flexibleWindow }: ScheduleOptions,
  { gap = Number.POSITIVE_INFINITY }: RenderedTime,
): CfnSchedule.RetryPolicyProperty {
  const isNumber = Number.isInteger(retryAttempts) && retryAttempts >= 0 && retryAttempts <= MAX_ATTEMPTS;
  if (!Token.isUnresolved(retryAttempts) && !isNumber) {
    throw invalid(scope, `retryAttempts must be a whole number from 0 to ${MAX_ATTEMPTS}, received ${retryAttempts}`);
  }
  const window = !flexibleWindow || flexibleWindow.isUnresolved() ? 0 : flexibleWindow.toSeconds();
  const age = maxEventAge
    ? positiveSeconds(scope, 'maxEventAge', maxEventAge)
    : Math.min(Math.max(Math.floor((gap - window) / 2), MIN_AGE), MAX_AGE);
  if (!Token.isUnresolved(age)) {
    if (age < MIN_AGE || age > MAX_AGE) {
      throw invalid(scope, `maxEventAge must be from ${MIN_AGE} to ${MAX_AGE} seconds, received ${age} s`);
    }
    const most = Math.max(gap / 2, MIN_AGE);
    if (age > most) warnOfLateStarts(scope, age, gap, most);
  }
  return { maximumRetryAttempts: retryAttempts, maximumEventAgeInSeconds: age };
}

function warnOfLateStarts(scope: IConstruct, age: number, gap: number, most: number): void {
  Annotations.of(scope).addWarningV2(
    'cdk-workflows:scheduleStartsLate',
    `maxEventAge should be at most ${most} seconds, received ${age}: occurrences can be ${gap} seconds apart, and what is ` +
      'started late meets the next one',
  );
}
