import type { Fault } from './faulty-sagas';
import { NAMES } from './order-choreography';

/** How a saga must end. */
export interface Outcome {
  readonly status: string;
  /** The step that failed, and its error. */
  readonly failure: readonly [string, string] | undefined;
  readonly undone: readonly string[];
  readonly notUndone: readonly string[];
}

/** How often the watcher sends for one turn. */
const MOST_NUDGES = 3;

/**
 * The outcome that the faults of a saga leave open to no chance. What is lost and who dies is made up for by the watcher:
 * three times for each turn, and so for all of them together. Undefined where there is more than that.
 */
export function determinedOutcome(faults: readonly Fault[], afterPivot: readonly string[]): Outcome | undefined {
  const ofCall = (name: string) => faults.find(({ call }) => call === name);
  const calls = new Set(faults.flatMap(({ call }) => call ?? []));
  const counted = [...faults.filter(({ call }) => !call), ...[...calls].flatMap((call) => ofCall(call) ?? [])];
  if (counted.reduce((sum, fault) => sum + lossesOf(fault), 0) > MOST_NUDGES) return undefined;

  const failing = NAMES.find((name) => !afterPivot.includes(name) && errorOf(ofCall(name)));
  if (!failing) return { status: 'SUCCEEDED', failure: undefined, undone: [], notUndone: [] };
  const fault = ofCall(failing);
  const before = NAMES.slice(0, NAMES.indexOf(failing));
  const isRefused = failing === 'ProcessPayment' && fault?.fault === 'decline';
  const back = [...before, ...(isRefused ? [] : [failing])].reverse();
  const notUndone = back.filter((name) => errorOf(ofCall(`Undo${name}`)));
  return {
    status: notUndone.length > 0 ? 'COMPENSATION_FAILED' : 'COMPENSATED',
    failure: [failing, String(errorOf(fault))],
    undone: back.filter((name) => !notUndone.includes(name)),
    notUndone,
  };
}

/** How often the watcher has to send because of it. */
function lossesOf({ fate, fault, times = 0, dieAfterMove }: Fault): number {
  if (fault) return fault.startsWith('die') ? times : 0;
  return dieAfterMove !== undefined || fate === 'drop' || fate === 'delay for hours' ? 1 : 0;
}

/** With what a call fails for good: nobody tries these errors again. */
function errorOf(fault: Fault | undefined): string | undefined {
  switch (fault?.fault) {
    case undefined:
      return undefined;
    case 'decline':
      return 'CardDeclined';
    case 'die':
    case 'die before':
      return fault.times === undefined ? 'Saga.StepLost' : undefined;
    default:
      return 'Broken';
  }
}
