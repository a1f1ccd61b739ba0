import { short } from '../../../asl/field-kinds';
import { Limits } from '../../../asl/limits';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';

export const timeLimit: CheckRule = {
  id: 'cdk-workflows:timeLimit',
  severity: CheckSeverity.ERROR,
  title: 'A time limit is from 1 to 99,999,999 seconds, and a heartbeat shorter than the limit',
  why: 'Step Functions refuses the definition when the stack deploys.',
  fix: 'Write a number of seconds within the bounds, and a HeartbeatSeconds below TimeoutSeconds.',
  page: `${GUIDE}/state-task.html`,
  example: {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:s3:listBuckets',
    TimeoutSeconds: 60,
    HeartbeatSeconds: 60,
  },
  *check({ definition, states }) {
    if (isOutside(definition.TimeoutSeconds)) {
      yield {
        message: `TimeoutSeconds must be from 1 to ${Limits.MAX_SECONDS}, received ${definition.TimeoutSeconds}`,
      };
    }
    for (const { name, state } of states) {
      const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
      for (const [field, value] of Object.entries({ TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat })) {
        if (isOutside(value)) {
          yield { state: name, message: `${field} must be from 1 to ${Limits.MAX_SECONDS}, received ${short(value)}` };
        }
      }
      if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
        yield {
          state: name,
          message: `HeartbeatSeconds must be below TimeoutSeconds (${timeout}), received ${heartbeat}`,
        };
      }
    }
  },
};

function isOutside(value: unknown): boolean {
  return typeof value === 'number' && (value < 1 || value > Limits.MAX_SECONDS);
}
