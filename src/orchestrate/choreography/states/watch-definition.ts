import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { expression } from '../../saga/plan/saga-contract';
import type { FailureQueue } from '../../saga/plan/saga-plan';
import { defineChoice, SagaState } from '../../saga/states/saga-state';
import { stepIn } from '../plan/choreography';
import { STATES } from '../plan/participant-names';
import { itemTask, json, known, NOW, number, readTask, text } from '../record/moves';
import { indexRights, itemRights, OPEN_INDEX } from '../record/saga-table';
import { EVENTS, endEvent } from './announcements';
import { decision, ITEM, reportLost, toldBy } from './lost-turn';
import { announcing, announcingEnd, moving, type Rendering } from './shared-states';

/** How often the watcher sends for a turn before it gives up. */
export const MOST_NUDGES = 3;

/**
 * Sagas that one query finds; there is another one for those behind them while it finds as many, so that sagas about which
 * nothing can be done now hide no others.
 */
const PAGE = 100;
const AT_ONCE = 20;

/** Milliseconds: those due before were looked at by this execution. */
const AFTER = '($exists($states.input.after) ? $states.input.after : 0)';

/** The first state of the watcher: it looks for sagas that are due, and at each of them. */
export function defineWatch(rendering: Rendering, watch: string, queue?: FailureQueue): SagaState {
  const { scope, table } = rendering;
  const done = new SagaState(scope, 'Nothing More Is Due').define({
    fields: { QueryLanguage: 'JSONata', Type: 'Succeed', Output: {} },
  });
  const find = new SagaState(scope, 'Find Due Sagas');
  const more = new SagaState(scope, 'Are There More');
  const behind = { after: expression('$states.input.last') };
  defineChoice(
    more,
    [
      {
        // The last of one page is the first of the next.
        condition: `$states.input.found >= ${PAGE} and $states.input.last > $states.input.after`,
        transition: { target: find, output: behind },
      },
    ],
    { target: done, output: {} },
  );
  const each = new DueSagas(scope, 'Look At Each', defineLook(rendering, watch, queue), more);
  return find.define({
    fields: {
      ...itemTask('aws-sdk:dynamodb:query', {
        TableName: table.tableName,
        IndexName: OPEN_INDEX,
        KeyConditionExpression: '#open = :open AND #dueAt BETWEEN :after AND :now',
        ExpressionAttributeNames: { '#open': 'open', '#dueAt': 'dueAt' },
        ExpressionAttributeValues: { ':open': known('open'), ':after': number(AFTER), ':now': number('$millis()') },
        Limit: PAGE,
      }),
      Output: {
        sagaIds: expression('[$states.result.Items.sagaId.S]'),
        after: expression(AFTER),
        last: expression(`$max([${AFTER}, $states.result.Items.$number(dueAt.N)])`),
      },
      Next: each.name,
    } as unknown as { Type: string },
    targets: [each],
    rights: [indexRights(table)],
  });
}

/** Looks at several sagas at a time. One that cannot be looked at is due again the next time. */
class DueSagas extends SagaState {
  public constructor(
    scope: Rendering['scope'],
    name: string,
    first: SagaState,
    private readonly after: SagaState,
  ) {
    super(scope, name);
    this.addItemProcessor(new sfn.StateGraph(first, `each of ${name}`));
    this.define({ fields: { Type: 'Map' }, targets: [after] });
  }

  public override toStateJson(): object {
    return {
      QueryLanguage: 'JSONata',
      Type: 'Map',
      Items: expression('$states.input.sagaIds'),
      ItemSelector: { sagaId: expression('$states.context.Map.Item.Value') },
      MaxConcurrency: AT_ONCE,
      ...(this.renderItemProcessor() as object),
      Output: {
        found: expression('$count($states.input.sagaIds)'),
        after: expression('$states.input.after'),
        last: expression('$states.input.last'),
      },
      Next: this.after.name,
    };
  }
}

/** What the watcher does about one saga that is due. */
function defineLook(rendering: Rendering, watch: string, queue?: FailureQueue): SagaState {
  const { scope, table, plan } = rendering;
  // Without an output: what all iterations put out must fit the payload of the Map, and an item may fill one by itself.
  const stillOpen = new SagaState(scope, 'Looked At').define({
    fields: { QueryLanguage: 'JSONata', Type: 'Succeed', Output: {} },
  });
  // What cannot be done now is due again the next time.
  const announce = announcing(rendering, STATES.announce, stillOpen, stillOpen);
  const announceEnd = announcingEnd(rendering, stillOpen);

  // Claims and moves say when they were made, and other runs of the watcher count what they send.
  const asSeen = {
    when: '#movedAt = :seenAt AND #nudges = :seenNudges',
    values: {
      seenAt: { S: expression(`${ITEM}.movedAt.S`) },
      seenNudges: { N: expression(`${ITEM}.nudges.N`) },
    },
  };
  const sagaId = `${ITEM}.sagaId.S`;

  const postpone = moving(
    rendering,
    'Look Later',
    {
      sagaId,
      when: '#open = :open',
      values: { open: known('open') },
      set: { dueAt: number(`$toMillis(${ITEM}.movedAt.S) + ${watch} * 1000`) },
    },
    { refused: stillOpen, failed: stillOpen },
  );

  const nudge = moving(
    rendering,
    'Send Again',
    {
      sagaId,
      ...asSeen,
      set: {
        nudges: number(`$number(${ITEM}.nudges.N) + 1`),
        dueAt: number(`$millis() + ${watch} * 1000`),
      },
      remove: ['claim'],
    },
    {
      refused: stillOpen,
      failed: stillOpen,
      next: announce,
      output: {
        type: EVENTS.awaited,
        detail: {
          saga: plan.name,
          sagaId: expression(sagaId),
          step: expression(stepIn(`${ITEM}.turn.S`)),
          nudges: expression(`$number(${ITEM}.nudges.N) + 1`),
          next: expression(stepIn(`${ITEM}.turn.S`)),
        },
      },
    },
  );

  const sort = new SagaState(scope, 'Is That The End');
  defineChoice(
    sort,
    [{ condition: '$exists($states.input.detail.outcome)', transition: { target: announceEnd, output: same() } }],
    { target: announce, output: same() },
  );
  const giveUp = moving(
    rendering,
    'Give Up',
    {
      sagaId,
      ...asSeen,
      set: {
        turn: text('$states.input.move.turn'),
        status: text('$states.input.move.status'),
        failure: json('$states.input.move.failure'),
        warnings: json('[$states.input.move.warnings]'),
        notUndone: json('[$states.input.move.notUndone]'),
        nudges: { N: '0' },
        movedAt: text(NOW),
      },
      remove: ['claim'],
    },
    { refused: stillOpen, failed: stillOpen, next: sort, output: expression('$states.input.event') },
  );
  const report = reportLost(rendering, giveUp, queue);
  const decide = new SagaState(scope, 'Decide').define({
    fields: {
      QueryLanguage: 'JSONata',
      Type: 'Pass',
      Output: expression(decision(plan.name, plan.parts)),
      Next: report.name,
    },
    targets: [report],
  });

  const look = new SagaState(scope, 'What Is Due');
  const withItem = { output: same() };
  defineChoice(
    look,
    [
      // The index is behind the table: it may have ended, or another run has seen to it.
      {
        condition: `$not($exists(${ITEM}.open)) or $number(${ITEM}.dueAt.N) > $millis()`,
        transition: { target: stillOpen, ...withItem },
      },
      {
        condition: `$toMillis(${ITEM}.movedAt.S) + ${watch} * 1000 > $millis()`,
        transition: { target: postpone, ...withItem },
      },
      {
        condition: `${ITEM}.turn.S = "end"`,
        transition: { target: announceEnd, output: expression(endEvent(plan.name, `${ITEM}.status.S`, toldBy(ITEM))) },
      },
      { condition: `$number(${ITEM}.nudges.N) < ${MOST_NUDGES}`, transition: { target: nudge, ...withItem } },
    ],
    { target: decide, ...withItem },
  );

  return new SagaState(scope, 'Read Saga').define({
    fields: {
      ...readTask(table, '$states.input.sagaId'),
      Output: { item: expression('$exists($states.result.Item) ? $states.result.Item : {}') },
      // The others must be looked at.
      Catch: [{ ErrorEquals: ['States.ALL'], Next: stillOpen.name }],
      Next: look.name,
    } as unknown as { Type: string },
    targets: [look, stillOpen],
    rights: [itemRights(table, 'GetItem')],
  });
}

function same(): unknown {
  return expression('$states.input');
}
