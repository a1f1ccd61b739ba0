import { expression, literal, UNDO, UNRESOLVED, usersExpression, WARNINGS } from './saga-contract';
import type { SagaState } from './saga-state';

/** Names of the states that a saga has once. */
export const COMPENSATED = 'Saga Compensated';
export const COMPENSATION_FAILED = 'Saga Compensation Failed';
export const SUCCEEDED = 'Saga Succeeded';
export const OUTCOME = 'Saga Outcome';

/** Before the first step, where that cannot look at the input itself. */
export const CHECK = 'Check Saga Input';

export const SAGA_STATE_NAMES = [COMPENSATED, COMPENSATION_FAILED, SUCCEEDED, OUTCOME, CHECK];

/** Error name of an execution in which something could not be undone. */
const COMPENSATION_FAILED_ERROR = 'Saga.CompensationFailed';

// Every cause of ours begins with `saga:`, so that a rule can tell a saga that ended as designed from one that died.
const FAILURE_TEXT = '"saga: " & $states.input.failure.step & " failed with " & $states.input.failure.error & "; "';

/** Everything that had to be undone has been: the first failure is the saga's. */
export function defineCompensated(state: SagaState): void {
  const undone = `$count($${UNDO}) = 0 ? "nothing to undo" : "undone: " & $join($${UNDO}, ", ")`;
  state.define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Fail',
      Error: expression('$states.input.failure.error'),
      Cause: expression(`${FAILURE_TEXT} & (${undone})`),
    },
  });
}

/** At least one compensation failed for good. */
export function defineCompensationFailed(state: SagaState): void {
  const undone = `$${UNDO}[$not($ in $${UNRESOLVED})]`;
  state.define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Fail',
      Error: COMPENSATION_FAILED_ERROR,
      Cause: expression(
        `${FAILURE_TEXT} & "not undone: " & $join($${UNRESOLVED}, ", ") & ` +
          `($count(${undone}) = 0 ? "" : "; undone: " & $join(${undone}, ", "))`,
      ),
    },
  });
}

/** Chooses between the two where the last compensation cannot tell. */
export function defineOutcome(state: SagaState, compensated: SagaState, failed: SagaState): void {
  state.define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Choice',
      Choices: [{ Condition: expression(`$count($${UNRESOLVED}) > 0`), Next: failed.name }],
      Default: compensated.name,
    },
    targets: [compensated, failed],
  });
}

/**
 * Output of the last compensation: it goes to `Saga Compensated`, unless a compensation before it failed. Then this
 * refuses to be evaluated, and the catcher takes the other way. A Choice would cost every compensated saga a transition.
 */
export function cleanEnd(): object {
  const refusal = `$error(${literal('Saga.CompensationFailed: an earlier compensation failed')})`;
  return { failure: expression(`$count($${UNRESOLVED}) = 0 ? $states.input.failure : ${refusal}`) };
}

/** Expressions of what a succeeded saga puts out. */
export interface SagaOutcome {
  readonly input: string;
  readonly results: string;
  /** Whether warnings can have been collected by now. */
  readonly warnings: boolean;
  /** Whether an expression of the user's is part of the results. */
  readonly usersResult?: boolean;
}

export function successOutput(outcome: SagaOutcome, output?: string): unknown {
  const warnings = outcome.warnings ? `[$${WARNINGS}]` : '[]';
  if (output === undefined) {
    const write = outcome.usersResult ? usersExpression : expression;
    return { results: write(outcome.results), warnings: expression(warnings) };
  }
  return usersExpression(
    `($input := ${outcome.input}; $results := ${outcome.results}; $warnings := ${warnings}; ${output})`,
  );
}
