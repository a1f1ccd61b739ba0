import { Annotations, type Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { Retrier } from '../../../asl/definition';
import { positiveSeconds } from '../../../private/durations';
import { invalid } from '../../../private/errors';
import { refuseTakenNames } from '../calls/fragment-call';
import type { CallConfig } from '../calls/saga-call';
import { CHILD_DEADLINE, CHILD_SAGA_ID } from '../child/child-saga-call';
import { type ChildSagaMachines, type PlannedChild, planChild, refuseSharedFragments } from '../child/child-saga-plan';
import { ACTION_RETRY, COMPENSATION_RETRY, retrierOf } from '../saga-retry';
import type { SagaStep, SagaStepCalls } from '../saga-step';
import { resultVariable } from './lane';
import { budgetFor, type SagaBudget } from './saga-budget';
import { EXECUTION_ID } from './saga-contract';
import { deadlineAfter, type SagaDeadline } from './saga-deadline';
import { checkSteps, takenNames } from './saga-step-rules';
import { flattened, sagaLeaves } from './saga-tree';

/** A saga as it will be rendered: checked, with every default filled in. */
export interface SagaPlan {
  readonly nodes: readonly PlannedNode[];
  /** All steps that call something, in the order in which they are written. */
  readonly steps: readonly PlannedStep[];
  readonly budget: SagaBudget;
  /** Expression of what tells one saga from all others: the keys of its steps begin with it. */
  readonly sagaId: string;
  readonly deadline?: SagaDeadline;
  /** JSONata of the output, where the user has one. */
  readonly output?: string;
}

/** A step of a lane. */
export type PlannedNode = PlannedStep | PlannedParallel;

/** A step that consists of lanes side by side. */
export interface PlannedParallel {
  readonly name: string;
  readonly branches: readonly (readonly PlannedNode[])[];
  readonly afterPivot: boolean;
}

/** A step that calls something. */
export interface PlannedStep {
  readonly name: string;
  readonly action: CallConfig;
  readonly retry?: Retrier;
  /** Undefined, too, where it could never run. */
  readonly compensation?: CallConfig;
  readonly compensationRetry?: Retrier;
  readonly compensateOnFailure: boolean;
  readonly notAppliedErrors: readonly string[];
  readonly afterPivot: boolean;
  /** Of a separate saga: the action runs it, the compensation undoes it as a unit. */
  readonly child?: PlannedChild;
}

export function isParallel(node: PlannedNode): node is PlannedParallel {
  return 'branches' in node;
}

/** The steps in these that call something, in the order in which they are written. */
export function leavesOf(nodes: readonly PlannedNode[]): PlannedStep[] {
  return nodes.flatMap((node) => (isParallel(node) ? node.branches.flatMap(leavesOf) : node));
}

/** Those of them that have a compensation. */
export function undoableIn(nodes: readonly PlannedNode[]): PlannedStep[] {
  return leavesOf(nodes).filter(({ compensation }) => compensation);
}

/** The steps whose results these bring: of a separate saga, those in it. */
export function resultsIn(nodes: readonly PlannedNode[]): PlannedStep[] {
  return leavesOf(nodes).flatMap((step) => (step.child ? resultsIn(step.child.plan.nodes) : step));
}

/** All steps, separate sagas and the steps in them. */
export function allStepsOf({ steps }: Pick<SagaPlan, 'steps'>): PlannedStep[] {
  return steps.flatMap((step) => [step, ...(step.child ? allStepsOf(step.child.plan) : [])]);
}

/** Whether one of these can be left with something that it could not undo by itself. */
export function canStayUnresolved(nodes: readonly PlannedNode[]): boolean {
  return leavesOf(nodes).some(({ child, compensation }) => child && compensation);
}

export function namesOf(steps: readonly PlannedStep[]): string[] {
  return steps.map(({ name }) => name);
}

/** Where messages about failed compensations go. */
export interface FailureQueue {
  readonly url: string;
  readonly rights: readonly iam.PolicyStatement[];
}

export interface SagaPlanOptions {
  readonly output?: string;
  readonly deadline?: Duration;
  /** Makes the state machines of a separate saga. */
  readonly machinesFor: (name: string, plan: SagaPlan) => ChildSagaMachines;
  /** Whether nobody may know if a step was done, so that what can be undone is, whatever the step says of its failures. */
  readonly mayBeLost?: boolean;
}

export function planSaga(
  scope: IConstruct,
  steps: readonly SagaStep[],
  { output, deadline, machinesFor, mayBeLost = false }: SagaPlanOptions,
): SagaPlan {
  if (steps.length === 0) throw invalid(scope, 'steps must not be empty: a saga has at least one step');
  checkSteps(scope, steps);
  const leaves = sagaLeaves(steps);
  const budget = budgetFor(
    leaves.map((step) => step.stepName),
    leaves.length !== steps.length || steps.some(({ _content: { branches, child } }) => branches ?? child),
  );
  if (budget.resultBytes < MIN_USEFUL_RESULT_BYTES) {
    throw invalid(
      scope,
      `steps must be fewer, received ${leaves.length}: their results no longer fit the payload of a state`,
    );
  }
  const limit = seconds(scope, 'deadline', deadline);
  const saga = {
    budget,
    sagaId: EXECUTION_ID,
    deadline: limit === undefined ? undefined : deadlineAfter(limit),
    machinesFor,
  };
  // The output is evaluated after the last step, and can fail when that has succeeded.
  const followed = mayBeLost || (output !== undefined && !leaves[leaves.length - 1]._afterPivot);
  const nodes = planLane(scope, steps, { saga, depth: 0, followed });
  refuseUncaughtOutput(scope, nodes, output);
  const planned = leavesOf(nodes);
  const all = allStepsOf({ steps: planned });
  if (all.some(({ action }) => action.branch)) refuseTakenNames(scope, all, takenNames(steps));
  return {
    nodes,
    steps: planned,
    budget,
    sagaId: saga.sagaId,
    deadline: saga.deadline,
    output: output && outputExpression(scope, output),
  };
}

const MIN_USEFUL_RESULT_BYTES = 256;

interface LanePlace {
  readonly saga: Pick<SagaPlan, 'budget' | 'sagaId' | 'deadline'> & Pick<SagaPlanOptions, 'machinesFor'>;
  readonly depth: number;
  /** Whether something beside or after the lane can fail, so that what the lane did is undone. */
  readonly followed: boolean;
}

function planLane(scope: IConstruct, steps: readonly SagaStep[], place: LanePlace): PlannedNode[] {
  const { saga, depth, followed } = place;
  const lane = steps.flatMap(flattened);
  return lane.map((step, index) => {
    const canBeUndone = followed || lane.slice(index + 1).some(canFail);
    const { branches, child } = step._content;
    if (child) return planSeparately(scope, step.stepName, child, saga);
    if (!branches) return planStep(scope, step, { saga, depth, followed: canBeUndone });
    return {
      name: step.stepName,
      branches: branches.map((branch) => {
        const besides = branches.filter((other) => other !== branch);
        return planLane(scope, [branch], { saga, depth: depth + 1, followed: canBeUndone || besides.some(canFail) });
      }),
      afterPivot: !canFail(step),
    };
  });
}

/** A saga of its own: whatever becomes of it, it may have to be undone as a unit. */
function planSeparately(
  scope: IConstruct,
  name: string,
  steps: readonly SagaStep[],
  around: LanePlace['saga'],
): PlannedStep {
  const { budget, deadline, machinesFor } = around;
  const saga = {
    budget,
    sagaId: CHILD_SAGA_ID,
    deadline: deadline && { ...deadline, moment: CHILD_DEADLINE },
    machinesFor,
  };
  const nodes = planLane(scope, steps, { saga, depth: 0, followed: true });
  const plan = { ...saga, nodes, steps: leavesOf(nodes) };
  refuseSharedFragments(scope, name, plan);
  const inside = allStepsOf(plan).map((step) => step.name);
  return planChild(scope, { name, plan, steps: inside, around, machines: machinesFor(name, plan) });
}

function canFail(step: SagaStep): boolean {
  return sagaLeaves([step]).some((leaf) => !leaf._afterPivot);
}

function planStep(scope: IConstruct, step: SagaStep, { depth, followed }: LanePlace): PlannedStep {
  const { stepName: name, _content: content } = step;
  const { options, action, compensation } = content as SagaStepCalls;
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
  const held = resultVariable(depth);
  const calledAction = action.bind(scope, {
    label: `action of step '${name}'`,
    timeout: seconds(scope, `timeout of step '${name}'`, options.timeout),
    held,
  });
  const compensateOnFailure = options.compensateOnFailure ?? true;
  // Of a task that succeeded, an expression of the user's can still fail.
  const failsAfter = calledAction.jsonata && calledAction.userOutput && !calledAction.branch;
  const runs = !step._afterPivot && (compensateOnFailure || followed || failsAfter);
  if (compensation && !runs) {
    Annotations.of(scope).addWarningV2(
      'cdk-workflows:compensationNeverRuns',
      `compensation of step '${name}' never runs: ` +
        (step._afterPivot
          ? 'the step is after the pivot'
          : 'no later step can fail, and its own failure does not undo it'),
    );
  }
  const calledCompensation = runs
    ? compensation?.bind(scope, {
        label: `compensation of step '${name}'`,
        timeout: seconds(scope, `compensationTimeout of step '${name}'`, options.compensationTimeout),
        held,
      })
    : undefined;
  return {
    name,
    action: calledAction,
    retry: retrierOf(scope, `retry of step '${name}'`, retry, {
      ...ACTION_RETRY,
      errors: calledAction.transientErrors,
    }),
    compensation: calledCompensation,
    compensationRetry: retrierOf(scope, `compensationRetry of step '${name}'`, compensationRetry, {
      ...COMPENSATION_RETRY,
      errors: (calledCompensation ?? calledAction).transientErrors,
    }),
    compensateOnFailure,
    notAppliedErrors: notAppliedErrors ?? [],
    afterPivot: step._afterPivot,
  };
}

function seconds(scope: IConstruct, prop: string, duration?: Duration): number | undefined {
  return duration && positiveSeconds(scope, prop, duration);
}

/** The output is evaluated where a failure still compensates: in the last step, which must be able to catch it. */
function refuseUncaughtOutput(scope: IConstruct, nodes: readonly PlannedNode[], output?: string): void {
  const last = nodes[nodes.length - 1];
  if (output === undefined || last.afterPivot) return;
  if (isParallel(last)) {
    throw invalid(
      scope,
      `output cannot be evaluated with the last step '${last.name}', whose branches must meet first: add a step after it`,
    );
  }
  if (last.child) {
    throw invalid(
      scope,
      `output cannot be evaluated with the last step '${last.name}', a separate saga, which a state after it may have to ` +
        'find out how it ended: add a step after it, or leave out separate',
    );
  }
  if (last.action.result.inside) return;
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
