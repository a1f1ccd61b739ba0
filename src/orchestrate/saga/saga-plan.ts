import { Annotations, type Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Retrier } from '../../asl/definition';
import { positiveSeconds } from '../../private/durations';
import { invalid } from '../../private/errors';
import { budgetFor, type SagaBudget } from './saga-budget';
import type { CallConfig } from './saga-call';
import { ACTION_RETRY, COMPENSATION_RETRY, retrierOf } from './saga-retry';
import type { SagaStep } from './saga-step';
import { checkSteps } from './saga-step-rules';

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
  /** Undefined, too, where it could never run. */
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

export function planSaga(scope: IConstruct, steps: readonly SagaStep[], output?: string): SagaPlan {
  if (steps.length === 0) throw invalid(scope, 'steps must not be empty: a saga has at least one step');
  checkSteps(scope, steps);
  const budget = budgetFor(steps.map((step) => step.stepName));
  if (budget.resultBytes < MIN_USEFUL_RESULT_BYTES) {
    throw invalid(
      scope,
      `steps must be fewer, received ${steps.length}: their results no longer fit the payload of a state`,
    );
  }
  const canStillFail = steps.map((step) => !step._afterPivot);
  const planned = steps.map((step, index) => planStep(scope, step, canStillFail.lastIndexOf(true) > index));
  refuseUncaughtOutput(scope, planned, output);
  return {
    steps: planned,
    budget,
    output: output && outputExpression(scope, output),
  };
}

const MIN_USEFUL_RESULT_BYTES = 256;

/** @param followed whether a step after this one can fail, so that this one is undone */
function planStep(scope: IConstruct, step: SagaStep, followed: boolean): PlannedStep {
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
  const compensateOnFailure = options.compensateOnFailure ?? true;
  const runs = !step._afterPivot && (compensateOnFailure || followed);
  if (step._compensation && !runs) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:compensationNeverRuns',
      `compensation of step '${name}' never runs: ` +
        (step._afterPivot
          ? 'the step is after the pivot'
          : 'no later step can fail, and its own failure does not undo it'),
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
    compensation: runs
      ? step._compensation?.bind(
          scope,
          `compensation of step '${name}'`,
          seconds(scope, `compensationTimeout of step '${name}'`, options.compensationTimeout),
        )
      : undefined,
    compensationRetry: retrierOf(scope, `compensationRetry of step '${name}'`, compensationRetry, COMPENSATION_RETRY),
    compensateOnFailure,
    notAppliedErrors: notAppliedErrors ?? [],
    afterPivot: step._afterPivot,
  };
}

function seconds(scope: IConstruct, prop: string, duration?: Duration): number | undefined {
  return duration && positiveSeconds(scope, prop, duration);
}

/** The output is evaluated where a failure still compensates: in the last step, which must be able to catch it. */
function refuseUncaughtOutput(scope: IConstruct, steps: readonly PlannedStep[], output?: string): void {
  const last = steps[steps.length - 1];
  if (output === undefined || last.afterPivot || last.action.result.inside) return;
  throw invalid(
    scope,
    `output cannot be evaluated with the last step '${last.name}', whose result is read by a state after it: make it a ` +
      'function, or a JSONata task whose outputs is one expression',
  );
}

function outputExpression(scope: IConstruct, output: string): string {
  const expression = /^\{%(.*)%\}$/s.exec(output.trim())?.[1].trim();
  if (!expression) throw invalid(scope, `output must be a JSONata expression between {% and %}, received '${output}'`);
  return expression;
}
