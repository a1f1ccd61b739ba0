import type { IConstruct } from 'constructs';
import { invalid } from '../../../private/errors';
import type { PlannedStep } from '../../saga/plan/saga-plan';

/** Names of the states that every participant has, beside the one that is called as its step and `Compensate <step>`. */
export const STATES = {
  claimAction: 'Claim Action',
  awaitAction: 'Await Action',
  recordSuccess: 'Record Success',
  recordFailure: 'Record Failure',
  recordRefusal: 'Record Refusal',
  recordLateness: 'Record Lateness',
  recordWarning: 'Record Warning',
  claimCompensation: 'Claim Compensation',
  reportCompensation: 'Report Compensation',
  recordUndone: 'Record Undone',
  recordNotUndone: 'Record Not Undone',
  announce: 'Announce Step',
  announceEnd: 'Announce End',
  close: 'Close Saga',
  notItsTurn: 'Not Its Turn',
  overtaken: 'Overtaken',
};

/** A step, or a state of a fragment, would meet one of ours in the participant's definition. */
export function refuseTakenStateNames(scope: IConstruct, steps: readonly PlannedStep[]): void {
  const ours = new Set(Object.values(STATES));
  for (const { name, action, compensation } of steps) {
    if (ours.has(name)) {
      throw invalid(scope, `name of a step must not be '${name}', the name of a state that the saga makes: rename it`);
    }
    for (const call of [action, compensation]) {
      const taken = call?.branch?.stateNames.find((state) => ours.has(state) || state === `Compensate ${name}`);
      if (taken !== undefined) {
        throw invalid(
          scope,
          `the states of step '${name}' must not have the name '${taken}', which the saga has: rename it, or prefix the ` +
            'states of the fragment',
        );
      }
    }
  }
}
