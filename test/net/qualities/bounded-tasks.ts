import { walkStates } from '../../../src/asl/walk';
import { machinesOf } from '../machines';
import { inEveryVariant } from '../quality';

/** A task without a limit hangs for as long as its service does, and no alarm tells. */
export const boundedTasks = inEveryVariant('every task is bounded in time', function* (synthesis) {
  for (const { resource, definition } of machinesOf(synthesis)) {
    for (const { name, state } of walkStates(definition)) {
      const limit = state.TimeoutSeconds ?? state.TimeoutSecondsPath;
      if (state.Type === 'Task' && (limit === undefined || limit === 0)) {
        yield `${resource.path}: task '${name}' has no time limit`;
      }
    }
  }
});
