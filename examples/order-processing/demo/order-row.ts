import type { RehearsalRun, TaskAttempt } from 'cdk-workflows/testing';
import type { Outcome, RehearsedOrder } from './orders-file';

/** What became of one order. */
export interface OrderRow {
  readonly order: string;
  readonly about: string;
  readonly outcome: Outcome;
  /** Name of the execution's error. */
  readonly error?: string;
  readonly cause?: string;
  /** The states in the order in which they were entered. */
  readonly path: readonly PathEntry[];
  readonly undone: readonly string[];
  readonly notUndone: readonly string[];
  readonly transitions: number;
  readonly virtualMilliseconds: number;
  readonly asExpected: boolean;
}

export interface PathEntry {
  readonly state: string;
  /** Name of the error with which it failed for good. */
  readonly error?: string;
  /** How often it was tried; missing where it was tried once, or does no work. */
  readonly attempts?: number;
}

const COMPENSATION = 'Compensate ';
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  'Saga Compensated': 'undone',
  'Saga Compensation Failed': 'not undone',
};

export function rowOf({ about, input, expected }: RehearsedOrder, run: RehearsalRun): OrderRow {
  const path = run.visited.map((state) => pathEntry(state, run.calls));
  const compensations = path.filter(({ state }) => state.startsWith(COMPENSATION));
  const steps = (entries: readonly PathEntry[]) => entries.map(({ state }) => state.slice(COMPENSATION.length));
  const outcome = run.status === 'SUCCEEDED' ? 'delivered' : (OUTCOMES[run.visited.at(-1) ?? ''] ?? 'died');
  const row = {
    order: input.orderId,
    about,
    outcome,
    ...(run.error === undefined ? {} : { error: run.error, cause: run.cause }),
    path,
    undone: steps(compensations.filter(({ error }) => error === undefined)),
    notUndone: steps(compensations.filter(({ error }) => error !== undefined)),
    transitions: run.transitions,
    virtualMilliseconds: run.virtualDuration,
  } as const;
  return { ...row, asExpected: isAsExpected(row, expected) };
}

function pathEntry(state: string, calls: readonly TaskAttempt[]): PathEntry {
  const attempts = calls.filter((call) => call.state === state);
  const error = attempts.at(-1)?.error?.error;
  return {
    state,
    ...(error ? { error } : {}),
    ...(attempts.length > 1 ? { attempts: attempts.length } : {}),
  };
}

function isAsExpected(row: Omit<OrderRow, 'asExpected'>, expected: RehearsedOrder['expected']): boolean {
  const { outcome, error, undone = [], notUndone = [] } = expected;
  return (
    row.outcome === outcome &&
    row.error === error &&
    row.undone.join() === undone.join() &&
    row.notUndone.join() === notUndone.join()
  );
}
