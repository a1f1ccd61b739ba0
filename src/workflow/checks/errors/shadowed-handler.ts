import { Errors, matches } from '../../../asl/errors';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';
import { handlersOf } from './error-equals';

export const shadowedHandler: CheckRule = {
  id: 'cdk-workflows:shadowedHandler',
  severity: CheckSeverity.WARNING,
  title: 'A retrier or catcher is not hidden by one before it',
  why: 'Step Functions takes the first that matches: one whose errors all match before it is never used. `States.TaskFailed` matches every error but timeouts.',
  fix: 'Put specific errors first, then `States.TaskFailed`, then `States.ALL`.',
  page: `${GUIDE}/concepts-error-handling.html`,
  example: {
    StartAt: 'Charge',
    States: {
      Charge: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:s3:listBuckets',
        Catch: [
          { ErrorEquals: ['States.TaskFailed'], Next: 'Failed' },
          { ErrorEquals: ['CardDeclined'], Next: 'Declined' },
        ],
        End: true,
      },
      Failed: { Type: 'Fail' },
      Declined: { Type: 'Fail' },
    },
  },
  *check({ states }) {
    for (const { name, state } of states) {
      for (const { field, lists } of handlersOf(state)) {
        for (const [index, names] of lists.entries()) {
          const before = lists.slice(0, index).flat();
          // That States.ALL comes last is a rule of its own.
          if (names.length === 0 || names.includes(Errors.ALL) || before.includes(Errors.ALL)) continue;
          if (names.every((error) => isTaken(error, before))) {
            yield {
              state: name,
              message: `${field}[${index}] for ${names.join(', ')} is never used: ${field}[0..${index - 1}] takes these errors; put it first`,
            };
          }
        }
      }
    }
  },
};

function isTaken(error: string, before: readonly string[]): boolean {
  if (before.includes(error)) return true;
  // A missed heartbeat is a timeout too.
  if (error === Errors.HEARTBEAT_TIMEOUT) return before.includes(Errors.TIMEOUT);
  return error !== Errors.TASK_FAILED && matches({ name: error }, before);
}
