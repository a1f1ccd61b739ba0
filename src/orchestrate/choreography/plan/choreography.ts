import { type Duration, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { invalid } from '../../../private/errors';
import type { SagaBudget } from '../../saga/plan/saga-budget';
import { literal } from '../../saga/plan/saga-contract';
import { isParallel, type PlannedStep, planSaga } from '../../saga/plan/saga-plan';
import { namedSteps } from '../../saga/plan/saga-tree';
import type { SagaStep } from '../../saga/saga-step';
import { refuseTakenStateNames } from './participant-names';

/** A choreographed saga as it will be rendered: who follows whom, forward and back. */
export interface Choreography {
  /** By which events and items of this saga are told from others. */
  readonly name: string;
  readonly parts: readonly Part[];
  readonly budget: SagaBudget;
  /** Seconds after the start until which a step may begin, as they stand in an expression. */
  readonly deadline?: string;
}

/** What one participant has to do, and whose turn it is then. */
export interface Part {
  readonly step: PlannedStep;
  readonly isFirst: boolean;
  /** After its action. */
  readonly onward: Turn;
  /** After its action has failed, or nobody knows. */
  readonly undoing: Turn;
  /** After its action has failed with nothing to undo of its own, and after its compensation. */
  readonly back: Turn;
}

/** Whose turn it is, and for what. */
export interface Turn {
  /** As it stands in the item. */
  readonly text: string;
  /** The participant that its event wakes; undefined at the end. */
  readonly next?: string;
}

export const END: Turn = { text: 'end' };

export function actionOf(step: string): Turn {
  return { text: `action ${step}`, next: step };
}

export function compensationOf(step: string): Turn {
  return { text: `compensation ${step}`, next: step };
}

/** Expression of the step in the text of a turn. */
export function stepIn(turn: string): string {
  return `$substringAfter(${turn}, " ")`;
}

/** Expression of whether a turn is that of an action. */
export function isAction(turn: string): string {
  return `$substringBefore(${turn}, " ") = "action"`;
}

export interface ChoreographyOptions {
  readonly name: string;
  readonly deadline?: Duration;
}

export function planChoreography(
  scope: IConstruct,
  steps: readonly SagaStep[],
  { name, deadline }: ChoreographyOptions,
): Choreography {
  refuseJoins(scope, steps);
  refuseLateNames(scope, steps);
  const plan = planSaga(scope, steps, {
    deadline,
    // Refused before.
    machinesFor: (child) => {
      throw invalid(scope, `saga '${child}' must not be separate`);
    },
    // A participant may die after its action, and nobody knows.
    mayBeLost: true,
  });
  const planned = plan.nodes.flatMap((node) => (isParallel(node) ? [] : node));
  refuseTakenStateNames(scope, planned);
  const parts = planned.map((step, index) => {
    const before = planned.slice(0, index).reverse();
    const undoable = before.find(({ compensation }) => compensation);
    const onward = index + 1 < planned.length ? actionOf(planned[index + 1].name) : END;
    const back = undoable ? compensationOf(undoable.name) : END;
    const undoing = step.compensation ? compensationOf(step.name) : back;
    return { step, isFirst: index === 0, onward, undoing, back };
  });
  const seconds = plan.deadline?.seconds;
  return {
    name,
    parts,
    budget: plan.budget,
    deadline: seconds === undefined ? undefined : Tokenization.stringifyNumber(seconds),
  };
}

/** Expression of what the keys of a saga's steps begin with: another saga may have the same id. */
export function keyStart(name: string, sagaId: string): string {
  return `${literal(`${name}/`)} & ${sagaId}`;
}

/** They stand in patterns of rules and in ids of constructs. */
function refuseLateNames(scope: IConstruct, steps: readonly SagaStep[]): void {
  const late = namedSteps(steps).find(({ stepName }) => Token.isUnresolved(stepName));
  if (late)
    throw invalid(scope, `name of a step must be known at synthesis, received '${late.stepName}': write it as it is`);
}

function refuseJoins(scope: IConstruct, steps: readonly SagaStep[]): void {
  for (const { stepName, _content: content } of namedSteps(steps)) {
    if (content.branches) {
      throw invalid(
        scope,
        `step '${stepName}' must not be parallel in a choreographed saga, where nobody could tell when all branches have ` +
          'ended: write its steps one after the other, or take a SagaOrchestrator',
      );
    }
    if (content.child) {
      throw invalid(
        scope,
        `saga '${stepName}' must not be separate in a choreographed saga, whose steps are apart already: leave out separate`,
      );
    }
  }
}
