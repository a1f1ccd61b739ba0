import { Aws } from 'aws-cdk-lib';
import { type CallConfig, calling } from '../calls/saga-call';
import { passedOn } from '../child/child-saga-call';
import { type ChildCatcher, catchersOfChildUndo } from '../child/child-saga-states';
import {
  catchInJsonPath,
  causeOf,
  compensationInput,
  errorOf,
  expression,
  FAILURE,
  literal,
  STEP_SOURCE,
} from '../plan/saga-contract';
import type { PlannedStep } from '../plan/saga-plan';
import { bare } from './forward-lane';
import { MESSAGE_SENDING } from './message-sending';
import { CLEAN_END } from './saga-ends';
import type { SagaRendering } from './saga-rendering';
import { goTo, handOver, SagaState, type Transition } from './saga-state';
import type { Undo, UndoEnds, UndoLane } from './undo-lane';

/** The states that undo a step: its compensation, and the message about one that failed for good. */
export class StepUndo {
  public readonly entry: SagaState;
  public readonly call: CallConfig;
  private readonly report: SagaState;

  public constructor(
    private readonly rendering: SagaRendering,
    private readonly way: UndoLane,
    public readonly step: PlannedStep,
  ) {
    this.call = step.compensation as CallConfig;
    this.entry = new SagaState(rendering.scope, `Compensate ${step.name}`);
    this.report = new SagaState(rendering.scope, `Report ${step.name}`);
  }

  /** @param alone whether no other compensation can have failed before */
  public define(ends: UndoEnds, next: Undo | undefined, alone: boolean): void {
    this.defineCompensation(next ? this.onTo(next) : this.end(ends, alone), ends, next);
    this.defineReport(next ? this.way.enter(next, THEN) : ends.afterReport(this));
  }

  private defineCompensation(success: Transition, ends: UndoEnds, next?: Undo): void {
    const { step, call, report } = this;
    const { failed } = ends;
    const catchers = this.catchersOfChild(ends, next);
    const signals = success.output === CLEAN_END;
    this.entry.define({
      fields: {
        ...(call.jsonata ? { QueryLanguage: 'JSONata' } : {}),
        ...calling({ ...call, task: withoutResult(call) }),
        ...(call.jsonata ? { Output: success.output } : { ResultPath: null }),
        ...(step.compensationRetry ? { Retry: [step.compensationRetry] } : {}),
        Catch: [
          ...(signals
            ? [{ ErrorEquals: ['States.QueryEvaluationError'], Output: { failure: FAILURE }, Next: failed?.name }]
            : []),
          ...(catchers?.map(({ errors, transition }) => ({
            ErrorEquals: errors,
            ...handOver(transition),
            Next: transition.target?.name,
          })) ?? [
            {
              ErrorEquals: ['States.ALL'],
              ...(call.jsonata
                ? { Output: expression('$states.input'), Assign: { [this.caught]: expression('$states.errorOutput') } }
                : catchInJsonPath(this.caught)),
              Next: report.name,
            },
          ]),
        ],
        ...goTo(success),
      },
      targets: [
        success.target,
        report,
        signals ? failed : undefined,
        ...(catchers ?? []).map(({ transition }) => transition.target),
      ].flatMap((target) => target ?? []),
      rights: call.rights,
      branch: call.branch?.graph,
    });
  }

  /** Undefined where it is no separate saga that is undone. */
  private catchersOfChild(ends: UndoEnds, next?: Undo): ChildCatcher[] | undefined {
    return (
      this.step.child &&
      catchersOfChildUndo(this.rendering, this, this.step.child, {
        lane: this.way,
        ends,
        next,
        unknown: { target: this.report, output: expression('$states.input') },
        counted: (transition) => this.counted(transition),
      })
    );
  }

  private counted(transition: Transition): Transition {
    const { unresolved } = this.way.lane.variables;
    return {
      ...transition,
      assign: { [unresolved]: expression(`[$${unresolved}, ${literal(this.step.name)}]`) },
    };
  }

  private onTo(next: Undo): Transition {
    const transition = this.way.enter(next, THEN);
    return this.call.jsonata ? transition : this.pass(transition);
  }

  /** Where the lane ends in a state of its own, a JSONPath task cannot say what is known; a state after it does. */
  private end(ends: UndoEnds, alone: boolean): Transition {
    const transition = ends.afterStep(this, alone);
    return this.call.jsonata || transition.target ? transition : this.pass(transition);
  }

  private pass(transition: Transition): Transition {
    const pass = new SagaState(this.rendering.scope, `Undone ${this.step.name}`).define({
      fields: { QueryLanguage: 'JSONata', Type: 'Pass', Output: transition.output, ...goTo(transition) },
      targets: transition.target && [transition.target],
    });
    return { target: pass, output: undefined };
  }

  private defineReport(transition: Transition): void {
    const { step, call } = this;
    const after = { ...handOver(this.counted(transition)), Next: transition.target?.name };
    const caught = `$${this.caught}`;
    this.report.define({
      fields: {
        QueryLanguage: 'JSONata',
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::sqs:sendMessage`,
        Arguments: {
          QueueUrl: this.rendering.queue?.url,
          MessageBody: {
            saga: expression('$states.context.StateMachine.Name'),
            execution: expression('$states.context.Execution.Id'),
            step: step.name,
            error: expression(errorOf(caught)),
            cause: expression(causeOf(caught)),
            resource: call.resource,
            payload: this.reported,
          },
        },
        ...MESSAGE_SENDING,
        // What cannot be reported is still counted: the saga ends as one whose compensation failed, and the alarm rings.
        Catch: [{ ErrorEquals: ['States.ALL'], ...after }],
        ...after,
      },
      targets: transition.target && [transition.target],
      rights: this.rendering.queue?.rights,
    });
  }

  /** What the compensation was called with: what it takes to call it again. */
  private get reported(): object {
    const { step, rendering } = this;
    const start = step.child?.compensation?.start;
    return start
      ? { ...bare({ source: STEP_SOURCE }), ...passedOn(start) }
      : compensationInput(step.name, STEP_SOURCE, rendering.plan.sagaId, '$states.input.result', FAILURE);
  }

  private get caught(): string {
    return this.way.lane.variables.caught;
  }
}

const THEN = { source: STEP_SOURCE, failure: FAILURE };

/** Nobody reads what a compensation returns, and reading it could fail. */
export function withoutResult({
  task: { ResultSelector: _selector, Assign, ...task },
  held,
}: CallConfig): CallConfig['task'] {
  const own = Object.entries((Assign ?? {}) as Record<string, unknown>).filter(
    ([name]) => name !== held && name !== `${held}.$`,
  );
  return own.length > 0 ? { ...task, Assign: Object.fromEntries(own) } : task;
}
