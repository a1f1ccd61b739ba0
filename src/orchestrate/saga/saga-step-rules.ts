import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Limits } from '../../asl/limits';
import { invalid } from '../../private/errors';
import { SAGA_STATE_NAMES } from './saga-ends';
import type { SagaStep } from './saga-step';

/** First words of the states that a step brings with it. */
const STATE_PREFIXES = ['Compensate', 'Report', 'Await', 'Keep', 'Note', 'Skip', 'Undone'];

/** The longest prefix goes before the name of a step, and a state name has 80 characters at the most. */
const MAX_STEP_NAME_LENGTH = Limits.STATE_NAME_LENGTH - 'Compensate '.length;

/** What steps must be together, whatever they call. */
export function checkSteps(scope: IConstruct, steps: readonly SagaStep[]): void {
  refuseBadNames(scope, steps);
  refuseStepsBehindThePivot(scope, steps);
  refuseSharedTasks(scope, steps);
}

function refuseBadNames(scope: IConstruct, steps: readonly SagaStep[]): void {
  const seen = new Set<string>();
  const taken = new Set([
    ...SAGA_STATE_NAMES,
    ...steps.flatMap(({ stepName }) => STATE_PREFIXES.map((prefix) => `${prefix} ${stepName}`)),
  ]);
  for (const { stepName } of steps) {
    if (Token.isUnresolved(stepName)) continue;
    const length = [...stepName].length;
    if (length < 1 || length > MAX_STEP_NAME_LENGTH) {
      throw invalid(
        scope,
        `name of a step must have 1 to ${MAX_STEP_NAME_LENGTH} characters, received ${length}: shorten '${stepName}'`,
      );
    }
    if (stepName.startsWith('{%')) {
      throw invalid(
        scope,
        `name of a step must not begin with {%, as an expression does, received '${stepName}': rename it`,
      );
    }
    if (seen.has(stepName)) {
      throw invalid(scope, `names of steps must be unique, received '${stepName}' twice: rename one of the two`);
    }
    if (taken.has(stepName)) {
      throw invalid(
        scope,
        `name of a step must not be '${stepName}', the name of a state that the saga makes: rename it`,
      );
    }
    seen.add(stepName);
  }
}

function refuseStepsBehindThePivot(scope: IConstruct, steps: readonly SagaStep[]): void {
  const pivot = steps.findIndex((step) => step._afterPivot);
  if (pivot < 0) return;
  const late = steps.slice(pivot).find((step) => !step._afterPivot);
  if (late) {
    throw invalid(
      scope,
      `step '${late.stepName}' must be afterPivot or stand before '${steps[pivot].stepName}', which is: nothing is ` +
        'undone after the pivot',
    );
  }
}

function refuseSharedTasks(scope: IConstruct, steps: readonly SagaStep[]): void {
  const owners = new Map<IConstruct, string>();
  for (const step of steps) {
    for (const call of [step._action, step._compensation]) {
      if (!call?.task) continue;
      const owner = owners.get(call.task);
      if (owner !== undefined) {
        throw invalid(
          scope,
          `task '${call.task.node.id}' must be used once, received it in step '${owner}' and step '${step.stepName}': ` +
            'make a task for each',
        );
      }
      owners.set(call.task, step.stepName);
    }
  }
}
