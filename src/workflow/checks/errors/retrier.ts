import type { Retrier } from '../../../asl/definition';
import { Limits } from '../../../asl/limits';
import { isPlaceholder } from '../../../asl/placeholder';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const retrier: CheckRule = {
  id: 'cdk-workflows:retrier',
  severity: CheckSeverity.ERROR,
  title: 'The numbers of a retrier are within their bounds',
  why: 'Step Functions refuses the definition when the stack deploys.',
  fix: 'IntervalSeconds from 1, MaxAttempts from 0 to 99,999,999 (0 never retries), BackoffRate from 1, MaxDelaySeconds above IntervalSeconds and below 31,622,400, JitterStrategy FULL or NONE.',
  page: `${GUIDE}/concepts-error-handling.html`,
  example: {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:s3:listBuckets',
    Retry: [{ ErrorEquals: ['States.ALL'], BackoffRate: 0.5 }],
  },
  *check({ states }) {
    for (const { name, state } of states) {
      for (const [index, item] of (state.Retry ?? []).entries()) {
        for (const problem of problemsOf(item)) yield { state: name, message: `Retry[${index}].${problem}` };
      }
    }
  },
};

function* problemsOf(item: Retrier): Generator<string> {
  const { IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds, JitterStrategy } = item;
  if (outside(IntervalSeconds, 1, Limits.MAX_SECONDS)) {
    yield `IntervalSeconds must be from 1 to ${Limits.MAX_SECONDS}, received ${IntervalSeconds}`;
  }
  if (outside(MaxAttempts, 0, Limits.RETRY_MAX_ATTEMPTS)) {
    yield `MaxAttempts must be from 0 to ${Limits.RETRY_MAX_ATTEMPTS}, received ${MaxAttempts}`;
  }
  if (outside(BackoffRate, 1, Number.POSITIVE_INFINITY)) {
    yield `BackoffRate must be at least 1, received ${BackoffRate}: write 1 for equal intervals`;
  }
  if (outside(MaxDelaySeconds, 1, Limits.RETRY_MAX_DELAY_SECONDS - 1)) {
    yield `MaxDelaySeconds must be from 1 to ${Limits.RETRY_MAX_DELAY_SECONDS - 1}, received ${MaxDelaySeconds}`;
  } else if (
    typeof MaxDelaySeconds === 'number' &&
    typeof IntervalSeconds === 'number' &&
    MaxDelaySeconds <= IntervalSeconds
  ) {
    yield `MaxDelaySeconds must be above IntervalSeconds (${IntervalSeconds}), received ${MaxDelaySeconds}`;
  }
  if (JitterStrategy !== undefined && !['FULL', 'NONE'].includes(JitterStrategy) && !isPlaceholder(JitterStrategy)) {
    yield `JitterStrategy must be FULL or NONE, received '${JitterStrategy}'`;
  }
}

function outside(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && (value < least || value > most);
}
