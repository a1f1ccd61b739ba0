import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { EXECUTION_ID, expression, type Source } from '../../saga/plan/saga-contract';
import type { SagaState } from '../../saga/states/saga-state';
import type { Part, Turn } from '../plan/choreography';
import { STATES } from '../plan/participant-names';
import { known, type Move, NOW, parsed, parsedList, text } from '../record/moves';
import { endEvent, stepEvent, type Told } from './announcements';
import { announcing, announcingEnd, ending, moving, type Rendering } from './shared-states';

/** What an execution knows of its saga. A prefix keeps it from a user's own variables. */
export const SAGA = 's0_saga';

/** The item as a claim gets it. */
export const CLAIMED = '$states.result.Attributes';
export const FROM_ITEM: Source = { input: parsed(CLAIMED, 'input'), results: parsed(CLAIMED, 'results') };

/** What is known of the saga after a claim. */
export const TOLD: Told = {
  sagaId: `$${SAGA}.id`,
  failure: `$${SAGA}.failure`,
  undone: `[$${SAGA}.undone]`,
  notUndone: `[$${SAGA}.notUndone]`,
  warnings: `[$${SAGA}.warnings]`,
};

/** Where an execution goes that wants its turn. */
export interface ClaimWays {
  readonly next: SagaState;
  /** What `next` finds. */
  readonly payload: unknown;
  /** Where it is not its turn. */
  readonly otherwise: SagaState;
  /** Where the payload refuses to be evaluated, because it is too late. */
  readonly late?: SagaState;
}

/** What a participant has done, or could not do. */
export interface Recorded {
  readonly set: Record<string, object>;
  /** Expression of the status of a saga that ends with this. */
  readonly status?: string;
  readonly event: string;
  /** Expression of what went wrong just now. */
  readonly failure?: string;
  readonly told: Told;
}

/** The moves that a participant makes: it takes its turn, and gives it to somebody else. */
export class ParticipantMoves {
  private announceState?: SagaState;
  private announceEndState?: SagaState;

  public constructor(
    private readonly rendering: Rendering,
    private readonly part: Part,
    private readonly type: sfn.StateMachineType,
  ) {}

  /** Takes the turn, and learns all about the saga by it. What comes in is the event, of which only the id counts. */
  public claim(name: string, turn: Turn, { next, payload, otherwise, late }: ClaimWays): SagaState {
    const isStandard = this.type === sfn.StateMachineType.STANDARD;
    const list = (field: string) => `"${field}": ${parsedList('$item', field)}`;
    const asItCame = expression('$states.input');
    return moving(
      this.rendering,
      name,
      {
        sagaId: '$states.input.detail.sagaId',
        // An Express execution may run twice under one name; a Standard one tries again after a lost answer.
        when: `#turn = :from AND ${isStandard ? '(attribute_not_exists(#claim) OR #claim = :claim)' : 'attribute_not_exists(#claim)'}`,
        values: { from: known(turn.text) },
        set: { claim: text(EXECUTION_ID), movedAt: text(NOW) },
      },
      {
        refused: otherwise,
        refusedOutput: asItCame,
        returned: 'ALL_NEW',
        assign: {
          [SAGA]: expression(
            `($item := ${CLAIMED}; {"id": $item.sagaId.S, "results": ${parsed('$item', 'results')}, ` +
              `"failure": ${parsed('$item', 'failure')}, ${['undone', 'notUndone', 'warnings'].map(list).join(', ')}})`,
          ),
        },
        output: payload,
        next,
        catchers: late ? [{ ErrorEquals: ['States.QueryEvaluationError'], Next: late.name, Output: asItCame }] : [],
        targets: late ? [late] : [],
      },
    );
  }

  /** A move from our turn to another one, by which we give up the claim, and the event about it. */
  public record(name: string, from: Turn, to: Turn, { set, status, event, failure, told }: Recorded): SagaState {
    const { rendering } = this;
    const move: Move = {
      sagaId: told.sagaId,
      when: '#turn = :from AND #claim = :claim',
      values: { from: known(from.text), claim: text(EXECUTION_ID) },
      set: {
        ...set,
        ...(status === undefined ? {} : { status: text(status) }),
        turn: known(to.text),
        nudges: { N: '0' },
        movedAt: text(NOW),
      },
      remove: ['claim'],
    };
    const { plan } = rendering;
    const wrong = failure && { error: expression(`${failure}.error`), cause: expression(`${failure}.cause`) };
    const output =
      status === undefined
        ? stepEvent(event, plan.name, told.sagaId, to, { step: this.part.step.name, ...wrong })
        : expression(endEvent(plan.name, status, told));
    const next = status === undefined ? this.announce : this.announceEnd;
    return moving(rendering, name, move, { refused: ending(rendering.scope, STATES.overtaken), next, output });
  }

  private get announce(): SagaState {
    this.announceState ??= announcing(this.rendering, STATES.announce);
    return this.announceState;
  }

  private get announceEnd(): SagaState {
    this.announceEndState ??= announcingEnd(this.rendering);
    return this.announceEndState;
  }
}
