import { type Duration, Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Retrier } from '../../asl/definition';
import { Limits } from '../../asl/limits';
import { positiveSeconds } from '../../private/durations';
import { invalid } from '../../private/errors';
import { budgetFor, type SagaBudget } from './saga-budget';
import type { CallConfig } from './saga-call';
import { ACTION_RETRY, COMPENSATION_RETRY, retrierOf } from './saga-retry';
import type { SagaStep } from './saga-step';

/** A saga as it will be rendered: checked, with every default filled in. */
export interface SagaPlan {
  readonly steps: readonly PlannedStep[];
  readonly budget: SagaBudget;
  /** JSONata of the output, where the user has one. */
  readonly output?: string;
}

export interface PlannedStep {
  readonly name: string;
  readonly action: CallConfig;
  readonly retry: Retrier;
  readonly compensation?: CallConfig;
  readonly compensationRetry: Retrier;
  readonly compensateOnFailure: boolean;
  readonly notAppliedErrors: readonly string[];
  readonly afterPivot: boolean;
}

/** Where messages about failed compensations go. */
export interface FailureQueue {
  readonly url: string;
  readonly rights: readonly iam.PolicyStatement[];
}

/** `Compensate ` goes before the name of a step, and a state name has 80 characters at the most. */
const MAX_STEP_NAME_LENGTH = Limits.STATE_NAME_LENGTH - 'Compensate '.length;

export function planSaga(scope: IConstruct, steps: readonly SagaStep[], output?: string): SagaPlan {
  if (steps.length === 0) throw invalid(scope, 'steps must not be empty: a saga has at least one step');
  refuseBadNames(scope, steps);
  refuseStepsBehindThePivot(scope, steps);
  refuseSharedTasks(scope, steps);
  const budget = budgetFor(steps.map((step) => step.stepName));
  if (budget.resultBytes < MIN_USEFUL_RESULT_BYTES) {
    throw invalid(
      scope,
      `steps must be fewer, received ${steps.length}: their results no longer fit the payload of a state`,
    );
  }
  return {
    steps: steps.map((step) => planStep(scope, step)),
    budget,
    output: output && outputExpression(scope, output),
  };
}

const MIN_USEFUL_RESULT_BYTES = 256;

function planStep(scope: IConstruct, step: SagaStep): PlannedStep {
  const { stepName: name, _options: options } = step;
  const { notAppliedErrors, retry, compensationRetry } = options;
  if (notAppliedErrors?.length === 0) {
    throw invalid(scope, `notAppliedErrors of step '${name}' must not be empty: leave it out`);
  }
  if (notAppliedErrors?.includes('States.ALL')) {
    throw invalid(
      scope,
      `notAppliedErrors of step '${name}' must not have States.ALL: set compensateOnFailure to false`,
    );
  }
  return {
    name,
    action: step._action.bind(
      scope,
      `action of step '${name}'`,
      seconds(scope, `timeout of step '${name}'`, options.timeout),
    ),
    retry: retrierOf(scope, `retry of step '${name}'`, retry, ACTION_RETRY),
    compensation: step._compensation?.bind(
      scope,
      `compensation of step '${name}'`,
      seconds(scope, `compensationTimeout of step '${name}'`, options.compensationTimeout),
    ),
    compensationRetry: retrierOf(scope, `compensationRetry of step '${name}'`, compensationRetry, COMPENSATION_RETRY),
    compensateOnFailure: options.compensateOnFailure ?? true,
    notAppliedErrors: notAppliedErrors ?? [],
    afterPivot: step._afterPivot,
  };
}

function seconds(scope: IConstruct, prop: string, duration?: Duration): number | undefined {
  return duration && positiveSeconds(scope, prop, duration);
}

function refuseBadNames(scope: IConstruct, steps: readonly SagaStep[]): void {
  const seen = new Set<string>();
  for (const { stepName } of steps) {
    if (Token.isUnresolved(stepName)) continue;
    const length = [...stepName].length;
    if (length < 1 || length > MAX_STEP_NAME_LENGTH) {
      throw invalid(
        scope,
        `name of a step must have 1 to ${MAX_STEP_NAME_LENGTH} characters, received ${length}: shorten '${stepName}'`,
      );
    }
    if (seen.has(stepName)) {
      throw invalid(scope, `names of steps must be unique, received '${stepName}' twice: rename one of the two`);
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

function outputExpression(scope: IConstruct, output: string): string {
  const expression = /^\{%(.*)%\}$/s.exec(output.trim())?.[1].trim();
  if (!expression) throw invalid(scope, `output must be a JSONata expression between {% and %}, received '${output}'`);
  return expression;
}
