import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { expression, literal } from '../../saga/plan/saga-contract';
import { SagaState, type SagaStates } from '../../saga/states/saga-state';
import type { Choreography } from '../plan/choreography';
import { STATES } from '../plan/participant-names';
import { known, type Move, moveTask, REFUSED } from '../record/moves';
import { itemRights } from '../record/saga-table';
import type { Carrier } from '../transport/carrier';
import { COMPENSATION_FAILED } from './announcements';

/** What the states of a state machine of a choreographed saga are made with. */
export interface Rendering {
  readonly scope: SagaStates;
  /** Where rights are asked for. */
  readonly owner: Construct;
  readonly plan: Choreography;
  readonly table: ITable;
  readonly carrier: Carrier;
  /** Seconds for which the item of a saga is kept after its end, as they stand in an expression. */
  readonly retention: string;
}

/**
 * A state that sends the event that it finds as its input, and hands it on.
 *
 * @param next without it the execution ends
 * @param failed where it goes on if the event cannot be sent; without it the execution fails
 */
export function announcing(
  { scope, owner, carrier }: Rendering,
  name: string,
  next?: SagaState,
  failed?: SagaState,
): SagaState {
  const output = { Output: expression('$states.input') };
  return new SagaState(scope, name).define({
    fields: {
      ...output,
      ...carrier.sending(owner),
      ...(failed ? { Catch: [{ ErrorEquals: ['States.ALL'], Next: failed.name, ...output }] } : {}),
      ...(next ? { Next: next.name } : { End: true }),
    } as unknown as { Type: string },
    targets: [next, failed].flatMap((target) => target ?? []),
    rights: carrier.rights(owner),
  });
}

/** Announces the end of a saga, then takes it out of the watcher's sight: the last event is sent at least once. */
export function announcingEnd(rendering: Rendering, failed?: SagaState): SagaState {
  const { scope, retention } = rendering;
  const overtaken = ending(scope, STATES.overtaken);
  // Only numbers expire, so that what was not undone stays until somebody deletes it.
  const expiry =
    `$states.input.detail.outcome = ${literal(COMPENSATION_FAILED)} ? {"S": "never"} ` +
    `: {"N": $string($floor($millis() / 1000) + ${retention})}`;
  const close = moving(
    rendering,
    STATES.close,
    {
      sagaId: '$states.input.detail.sagaId',
      when: '#turn = :end',
      values: { end: known('end') },
      set: { expiresAt: expression(expiry) as object },
      remove: ['open', 'dueAt'],
    },
    { refused: overtaken, failed },
  );
  return announcing(rendering, STATES.announceEnd, close, failed);
}

/** A state in which an execution ends that has nothing more to do. */
export function ending(scope: SagaStates, name: string): SagaState {
  const known = scope.node.children.find(
    (state): state is SagaState => state instanceof SagaState && state.name === name,
  );
  return known ?? new SagaState(scope, name).define({ fields: { QueryLanguage: 'JSONata', Type: 'Succeed' } });
}

export interface MoveWays {
  /** Where an execution goes whose move is not allowed. */
  readonly refused: SagaState;
  /** Where it goes when the move cannot be made now; without it the execution fails. */
  readonly failed?: SagaState;
  /** Undefined ends the execution. */
  readonly next?: SagaState;
  readonly output?: unknown;
  readonly assign?: object;
  /** What is handed to `refused`. */
  readonly refusedOutput?: unknown;
  readonly catchers?: readonly object[];
  readonly targets?: readonly SagaState[];
  readonly returned?: string;
}

/** A state that makes a move. */
export function moving({ scope, table }: Rendering, name: string, move: Move, ways: MoveWays): SagaState {
  const { refused, failed, next, output, assign, refusedOutput, catchers = [], targets = [], returned } = ways;
  return new SagaState(scope, name).define({
    fields: {
      ...moveTask(table, move, returned),
      ...(output === undefined ? {} : { Output: output }),
      ...(assign ? { Assign: assign } : {}),
      Catch: [
        { ErrorEquals: [REFUSED], Next: refused.name, ...(refusedOutput ? { Output: refusedOutput } : {}) },
        ...catchers,
        ...(failed ? [{ ErrorEquals: ['States.ALL'], Next: failed.name }] : []),
      ],
      ...(next ? { Next: next.name } : { End: true }),
    } as unknown as { Type: string },
    targets: [refused, next, failed, ...targets].flatMap((target) => target ?? []),
    rights: [itemRights(table, 'UpdateItem')],
  });
}
