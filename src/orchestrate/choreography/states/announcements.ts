import { expression, literal } from '../../saga/plan/saga-contract';
import type { Turn } from '../plan/choreography';

/** Types of the events (docs/decisions/0032). */
export const EVENTS = {
  requested: 'Saga Requested',
  started: 'Saga Started',
  succeeded: 'Step Succeeded',
  failed: 'Step Failed',
  compensated: 'Step Compensated',
  notCompensated: 'Step Not Compensated',
  awaited: 'Step Awaited',
  sagaSucceeded: 'Saga Succeeded',
  sagaCompensated: 'Saga Compensated',
  sagaCompensationFailed: 'Saga Compensation Failed',
};

/** Those that can wake a participant. */
export const WAKING = [
  EVENTS.started,
  EVENTS.succeeded,
  EVENTS.failed,
  EVENTS.compensated,
  EVENTS.notCompensated,
  EVENTS.awaited,
];

/** How a saga ended, as its item and its last event say it. */
export const SUCCEEDED = 'SUCCEEDED';
export const COMPENSATED = 'COMPENSATED';
export const COMPENSATION_FAILED = 'COMPENSATION_FAILED';

/** What is known of a saga where an event is written: expressions. */
export interface Told {
  readonly sagaId: string;
  readonly failure: string;
  /** Lists, in brackets. */
  readonly undone: string;
  readonly notUndone: string;
  readonly warnings: string;
}

/** Expression of the status of a saga that has nothing left to undo. */
export function endOfUndoing(notUndone: string): string {
  return `$count(${notUndone}) > 0 ? ${literal(COMPENSATION_FAILED)} : ${literal(COMPENSATED)}`;
}

/** An event about a step, `{ type, detail }`, as a template. */
export function stepEvent(type: string, name: string, sagaId: string, turn: Turn, more: object): object {
  return { type, detail: { saga: name, sagaId: expression(sagaId), ...more, next: turn.next } };
}

/** The event about the end of a saga as one expression, from that of its status. */
export function endEvent(name: string, status: string, told: Told): string {
  const { sagaId, failure, undone, notUndone, warnings } = told;
  const about = `"saga": ${literal(name)}, "sagaId": ${sagaId}, "outcome": $status`;
  const wrong =
    '"step": $failure.step, "error": $failure.error, "cause": $failure.cause, ' +
    `"undone": ${undone}, "notUndone": ${notUndone}`;
  return (
    `($status := (${status}); $failure := ${failure}; $status = ${literal(SUCCEEDED)} ` +
    `? {"type": ${literal(EVENTS.sagaSucceeded)}, "detail": {${about}, "warnings": ${warnings}}} ` +
    `: {"type": $status = ${literal(COMPENSATED)} ? ${literal(EVENTS.sagaCompensated)} ` +
    `: ${literal(EVENTS.sagaCompensationFailed)}, "detail": {${about}, ${wrong}}})`
  );
}
