import type { State } from '../../asl/definition';
import { walkStates } from '../../asl/walk';
import { CheckSeverity } from '../check-finding';
import { resourceOf } from './resource-of';
import type { CheckRule } from './rule';

const LIMIT_FIELDS: ReadonlyArray<keyof State> = [
  'TimeoutSeconds',
  'TimeoutSecondsPath',
  'HeartbeatSeconds',
  'HeartbeatSecondsPath',
];

export const unboundedCallback: CheckRule = {
  id: 'cdk-workflows:unboundedCallback',
  severity: CheckSeverity.WARNING,
  title: 'A task that waits for a callback or an activity worker has a time limit',
  why: 'When nobody answers, the execution waits for up to a year and no alarm rings.',
  fix: 'Give the task a `taskTimeout`, or a `heartbeatTimeout` when the worker reports progress.',
  page: 'https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html',
  *check({ definition }) {
    for (const { name, state } of walkStates(definition)) {
      if (state.Type !== 'Task' || LIMIT_FIELDS.some((field) => state[field] !== undefined)) continue;
      const resource = resourceOf(state);
      const waits =
        resource?.kind === 'activity' || (resource?.kind === 'integration' && resource.pattern === 'waitForTaskToken');
      if (waits) {
        yield {
          state: name,
          message: `waits for ${state.Resource} without a time limit: set taskTimeout or heartbeatTimeout`,
        };
      }
    }
  },
};
