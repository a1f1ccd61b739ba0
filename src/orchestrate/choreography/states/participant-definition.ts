import { Aws } from 'aws-cdk-lib';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { calling } from '../../saga/calls/saga-call';
import {
  actionInput,
  catchInJsonPath,
  causeOf,
  compensationInput,
  completedResult,
  EXECUTION_ID,
  errorOf,
  expression,
  literal,
  usersExpression,
} from '../../saga/plan/saga-contract';
import { DEADLINE_EXCEEDED } from '../../saga/plan/saga-deadline';
import type { FailureQueue } from '../../saga/plan/saga-plan';
import { MESSAGE_SENDING } from '../../saga/states/message-sending';
import { SagaState } from '../../saga/states/saga-state';
import { withoutResult } from '../../saga/states/step-undo';
import { actionOf, compensationOf, keyStart, type Part, type Turn } from '../plan/choreography';
import { STATES } from '../plan/participant-names';
import { json, known, parsed } from '../record/moves';
import { keptResult } from '../record/stored-size';
import { COMPENSATED, EVENTS, endOfUndoing, SUCCEEDED } from './announcements';
import { CLAIMED, FROM_ITEM, ParticipantMoves, SAGA, TOLD } from './participant-moves';
import { canRefuseRedrive, unlessRedriven } from './redrive-refusal';
import { ending, type Rendering } from './shared-states';

/** Name of the variable that holds what a catcher caught. */
const CAUGHT = 's0_caught';

const EVALUATION = 'States.QueryEvaluationError';

interface ActionCatcher {
  readonly errors: string[];
  readonly target: SagaState;
}

/** The states of a participant: its action, its compensation, and the moves around them. */
export class ParticipantDefinition {
  private readonly notItsTurn: SagaState;
  private readonly moves: ParticipantMoves;
  private readonly refusesRedrive: boolean;

  public constructor(
    private readonly rendering: Rendering,
    private readonly part: Part,
    type: sfn.StateMachineType,
    private readonly queue?: FailureQueue,
  ) {
    this.refusesRedrive = canRefuseRedrive(part.step.action, type);
    this.notItsTurn = ending(rendering.scope, STATES.notItsTurn);
    this.moves = new ParticipantMoves(rendering, part, type);
  }

  /** The first state. */
  public define(): SagaState {
    const { step } = this.part;
    const otherwise = step.compensation ? this.claimCompensation() : this.notItsTurn;
    return this.moves.claim(STATES.claimAction, actionOf(step.name), {
      next: this.action(),
      payload: this.payload(),
      otherwise,
      late: this.canBeLate ? this.recordLateness() : undefined,
    });
  }

  private get canBeLate(): boolean {
    return this.rendering.plan.deadline !== undefined && !this.part.isFirst && !this.part.step.afterPivot;
  }

  /** What the action finds; or an error where the deadline has passed, which costs no state. */
  private payload(): unknown {
    const { name } = this.part.step;
    const payload = actionInput(name, FROM_ITEM, this.keyStart(`${CLAIMED}.sagaId.S`));
    if (!this.canBeLate) return payload;
    const { deadline } = this.rendering.plan;
    const isLate = `$millis() > $toMillis(${CLAIMED}.startedAt.S) + ${deadline} * 1000`;
    const refused = `${isLate} ? $error(${literal(DEADLINE_EXCEEDED)}) : ${FROM_ITEM.input}`;
    return { ...payload, input: expression(refused) };
  }

  private keyStart(sagaId: string): string {
    return keyStart(this.rendering.plan.name, sagaId);
  }

  private action(): SagaState {
    const { step } = this.part;
    const { action: call } = step;
    const success = this.recordSuccess();
    const catchers = this.catchers();
    const { expression: result, inside } = call.result;
    const output = (call.userOutput ? usersExpression : expression)(`{"result": ${result}}`);
    return new SagaState(this.rendering.scope, step.name).define({
      fields: {
        ...(call.jsonata ? { QueryLanguage: 'JSONata' } : {}),
        ...calling(call),
        ...(call.jsonata ? { Output: inside ? output : expression('$states.input') } : {}),
        ...(step.retry ? { Retry: [step.retry] } : {}),
        ...(this.refusesRedrive ? unlessRedriven(step) : {}),
        Catch: catchers.map(({ errors, target }) => ({
          ErrorEquals: errors,
          ...this.caught(call.jsonata),
          Next: target.name,
        })),
        Next: success.name,
      },
      targets: [success, ...catchers.map(({ target }) => target)],
      rights: call.rights,
      branch: call.branch?.graph,
    });
  }

  private caught(jsonata: boolean): object {
    return jsonata
      ? { Assign: { [CAUGHT]: expression('$states.errorOutput') }, Output: expression('$states.input') }
      : catchInJsonPath(CAUGHT);
  }

  private catchers(): ActionCatcher[] {
    const redriven = this.refusesRedrive ? [{ errors: [EVALUATION], target: this.notItsTurn }] : [];
    return [...redriven, ...this.failureCatchers()];
  }

  /** The failures of an action, in the order of those of an orchestrated saga's step. */
  private failureCatchers(): ActionCatcher[] {
    const { step, undoing, back } = this.part;
    const { action, compensation, compensateOnFailure, notAppliedErrors } = step;
    if (step.afterPivot) return [{ errors: ['States.ALL'], target: this.recordWarning() }];
    const own = compensation !== undefined && compensateOnFailure;
    const failsAfter = action.userOutput && !action.branch;
    const mayBeDone = compensation && action.jsonata && failsAfter && !notAppliedErrors.includes(EVALUATION);
    const failsBefore = action.userArguments && !action.userOutput ? [EVALUATION] : [];
    const notApplied = [...new Set([...notAppliedErrors, ...failsBefore])];
    const catchers = [];
    const failure = own || mayBeDone ? this.recordFailure(STATES.recordFailure, undoing) : undefined;
    const refusal = !own || notApplied.length > 0 ? this.recordFailure(STATES.recordRefusal, back) : undefined;
    if (failure && mayBeDone && (!own || notAppliedErrors.includes('States.TaskFailed'))) {
      catchers.push({ errors: [EVALUATION], target: failure });
    }
    if (own && refusal) catchers.push({ errors: notApplied, target: refusal });
    if (own && failure && action.outlives > 0) {
      catchers.push({ errors: ['States.Timeout'], target: this.awaitAction(failure, action.outlives) });
    }
    const other = own ? failure : refusal;
    return other ? [...catchers, { errors: ['States.ALL'], target: other }] : catchers;
  }

  /** A function that Step Functions no longer waits for still runs: its undo must not overtake it. */
  private awaitAction(next: SagaState, seconds: number): SagaState {
    return new SagaState(this.rendering.scope, STATES.awaitAction).define({
      fields: { QueryLanguage: 'JSONata', Type: 'Wait', Seconds: seconds, Next: next.name },
      targets: [next],
    });
  }

  private recordSuccess(): SagaState {
    const { step, onward } = this.part;
    const { expression: result, inside } = step.action.result;
    const found = inside ? '($exists($states.input.result) ? $states.input.result : null)' : result;
    const results = `$merge([$${SAGA}.results, ${keptResult(step.name, found, this.rendering.plan.budget.resultBytes)}])`;
    return this.moves.record(STATES.recordSuccess, actionOf(step.name), onward, {
      set: { results: json(results) },
      status: onward.next ? undefined : literal(SUCCEEDED),
      event: EVENTS.succeeded,
      told: TOLD,
    });
  }

  private recordFailure(name: string, to: Turn): SagaState {
    return this.recordFailed(name, to, this.failure());
  }

  private recordLateness(): SagaState {
    const { name } = this.part.step;
    const cause = `The deadline of ${this.rendering.plan.deadline} s had passed before the step began.`;
    const failure = `{"step": ${literal(name)}, "error": ${literal(DEADLINE_EXCEEDED)}, "cause": ${literal(cause)}}`;
    return this.recordFailed(STATES.recordLateness, this.part.back, failure, '$states.input.detail.sagaId');
  }

  private recordFailed(name: string, to: Turn, failure: string, sagaId = `$${SAGA}.id`): SagaState {
    const { step } = this.part;
    return this.moves.record(name, actionOf(step.name), to, {
      set: { failure: json(failure), ...(to.next ? { status: known('COMPENSATING') } : {}) },
      status: to.next ? undefined : literal(COMPENSATED),
      event: EVENTS.failed,
      failure,
      told: { ...TOLD, sagaId, failure, undone: '[]', notUndone: '[]' },
    });
  }

  private recordWarning(): SagaState {
    const { step, onward } = this.part;
    const warnings = `[$${SAGA}.warnings, ${this.failure()}]`;
    return this.moves.record(STATES.recordWarning, actionOf(step.name), onward, {
      set: { warnings: json(warnings) },
      status: onward.next ? undefined : literal(SUCCEEDED),
      event: EVENTS.failed,
      failure: this.failure(),
      told: { ...TOLD, warnings },
    });
  }

  private claimCompensation(): SagaState {
    const { name } = this.part.step;
    const own = completedResult(name, FROM_ITEM);
    const key = this.keyStart(`${CLAIMED}.sagaId.S`);
    const payload = compensationInput(name, FROM_ITEM, key, own, expression(parsed(CLAIMED, 'failure')));
    return this.moves.claim(STATES.claimCompensation, compensationOf(name), {
      next: this.compensation(),
      payload,
      otherwise: this.notItsTurn,
    });
  }

  private compensation(): SagaState {
    const { step } = this.part;
    const call = step.compensation as NonNullable<typeof step.compensation>;
    const undone = this.recordUndoing(STATES.recordUndone, 'undone', EVENTS.compensated);
    const report = this.report(this.recordUndoing(STATES.recordNotUndone, 'notUndone', EVENTS.notCompensated));
    return new SagaState(this.rendering.scope, `Compensate ${step.name}`).define({
      fields: {
        ...(call.jsonata ? { QueryLanguage: 'JSONata' } : {}),
        ...calling({ ...call, task: withoutResult(call) }),
        ...(call.jsonata ? { Output: expression('$states.input') } : { ResultPath: null }),
        ...(step.compensationRetry ? { Retry: [step.compensationRetry] } : {}),
        Catch: [{ ErrorEquals: ['States.ALL'], ...this.caught(call.jsonata), Next: report.name }],
        Next: undone.name,
      },
      targets: [undone, report],
      rights: call.rights,
      branch: call.branch?.graph,
    });
  }

  /** What cannot be reported is still recorded, and the alarm rings. */
  private report(next: SagaState): SagaState {
    const { step } = this.part;
    const caught = `$${CAUGHT}`;
    return new SagaState(this.rendering.scope, STATES.reportCompensation).define({
      fields: {
        QueryLanguage: 'JSONata',
        Type: 'Task',
        Resource: `arn:${Aws.PARTITION}:states:::sqs:sendMessage`,
        Arguments: {
          QueueUrl: this.queue?.url,
          MessageBody: {
            saga: this.rendering.plan.name,
            sagaId: expression(`$${SAGA}.id`),
            execution: expression(EXECUTION_ID),
            step: step.name,
            error: expression(errorOf(caught)),
            cause: expression(causeOf(caught)),
            resource: step.compensation?.resource,
            payload: expression('$states.input'),
          },
        },
        ...MESSAGE_SENDING,
        Catch: [{ ErrorEquals: ['States.ALL'], Next: next.name }],
        Next: next.name,
      },
      targets: [next],
      rights: this.queue?.rights,
    });
  }

  private recordUndoing(name: string, list: 'undone' | 'notUndone', event: string): SagaState {
    const { step, back } = this.part;
    const told = TOLD;
    const longer = `[$${SAGA}.${list}, ${literal(step.name)}]`;
    const after = { ...told, [list]: longer };
    return this.moves.record(name, compensationOf(step.name), back, {
      set: { [list]: json(longer) },
      status: back.next ? undefined : endOfUndoing(after.notUndone),
      event,
      told: after,
    });
  }

  private failure(): string {
    const caught = `$${CAUGHT}`;
    const { name } = this.part.step;
    return `{"step": ${literal(name)}, "error": (${errorOf(caught)}), "cause": (${causeOf(caught)})}`;
  }
}
