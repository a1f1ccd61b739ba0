import { languageOf } from '../query/language';
import { stateHandlers } from '../states';
import { EvaluationFailure, StateFailure } from './failure';
import { Retries } from './retry';
import type { Exit, Visit } from './visit';

/** Runs one state: its work, its retries, its catchers. */
export async function perform(visit: Visit): Promise<Exit> {
  const { execution, state } = visit;
  const retries = new Retries(state.Retry ?? [], execution.random);
  for (;;) {
    try {
      return await stateHandlers[state.Type](visit);
    } catch (failure) {
      if (!(failure instanceof StateFailure)) {
        throw failure;
      }
      if (failure instanceof EvaluationFailure) {
        recordEvaluationFailure(visit, failure);
      }
      const delay = retries.delayAfter(failure);
      if (delay === undefined) {
        return await catchFailure(visit, failure);
      }
      await execution.clock.sleep(delay);
      visit.retryCount++;
      execution.transitions++;
    }
  }
}

async function catchFailure(visit: Visit, failure: StateFailure): Promise<Exit> {
  const { state } = visit;
  const index = (state.Catch ?? []).findIndex(({ ErrorEquals }) => failure.isMatchedBy(ErrorEquals));
  if (index < 0) {
    throw failure;
  }
  return languageOf(visit).exitByCatch(visit, index, failure.errorOutput);
}

function recordEvaluationFailure(visit: Visit, failure: EvaluationFailure): void {
  visit.record('EvaluationFailed', {
    state: visit.name,
    error: failure.error,
    cause: failure.explanation,
    location: failure.location,
  });
}
