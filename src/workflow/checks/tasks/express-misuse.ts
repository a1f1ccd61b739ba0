import type { State } from '../../../asl/definition';
import { Limits } from '../../../asl/limits';
import { isDistributed } from '../../../asl/variables';
import { CheckSeverity } from '../../check-finding';
import { GUIDE } from '../guide';
import type { CheckRule } from '../rule';
import { resourceOf } from './resource-of';

/** An Express execution ends after five minutes, whatever it is doing. */
const LIMIT = Limits.EXPRESS_EXECUTION_SECONDS;

export const expressMisuse: CheckRule = {
  id: 'cdk-workflows:expressMisuse',
  severity: CheckSeverity.ERROR,
  title: 'An Express workflow does only what Express can',
  why: 'Express workflows have no callbacks, no run-a-job tasks, no activities, no Distributed Map and end after five minutes. Deployment is refused, or the execution times out.',
  fix: 'Use a Standard workflow, or the request-response form of the integration.',
  page: `${GUIDE}/choosing-workflow-type.html`,
  example: { Type: 'Wait', Seconds: 86400 },
  *check({ states, express }) {
    if (!express) return;
    for (const { name, state } of states) {
      const problem = unsupported(state);
      if (problem) yield { state: name, message: `${problem}: use a Standard workflow` };
    }
  },
};

function unsupported(state: State): string | undefined {
  switch (state.Type) {
    case 'Task':
      return unsupportedTask(state);
    case 'Wait':
      return typeof state.Seconds === 'number' && state.Seconds >= LIMIT
        ? `waits ${state.Seconds} s, but an Express execution ends after ${LIMIT} s`
        : undefined;
    case 'Map':
      return isDistributed(state) ? 'is a Distributed Map, which Express does not support' : undefined;
    default:
      return undefined;
  }
}

function unsupportedTask(state: State): string | undefined {
  const resource = resourceOf(state);
  if (resource?.kind === 'activity') return 'waits for an activity worker, which Express does not support';
  if (resource?.kind !== 'integration' || resource.pattern === 'requestResponse') return undefined;
  return `uses ${resource.arn}, but Express supports only the request-response pattern`;
}
