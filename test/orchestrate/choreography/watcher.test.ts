import type { RehearsedApp } from '../../../src/testing/app/rehearsed-app';
import { NAMES, orderChoreography, rehearse } from './order-choreography';

const MINUTE = 60_000;
const START = new Date('2026-03-01T08:00:00Z');

/** Sagas that stand still, as they are in the table, and a watcher that nobody starts but the test. */
function stillSagas(count: number, attributes: (index: number) => object = () => ({})) {
  const order = orderChoreography();
  const rehearsal = rehearse(order.app, START);
  const due = START.getTime();
  const items = Array.from({ length: count }, (_, index) => ({
    ...{ sagaId: `o-${index}`, saga: 'orders', status: 'RUNNING', turn: 'action CreateOrder', nudges: 0 },
    ...{ input: '{}', results: '{}', failure: 'null', warnings: '[]', undone: '[]', notUndone: '[]' },
    ...{ startedAt: '2026-03-01T00:00:00.000Z', movedAt: '2026-03-01T00:00:00.000Z', open: 'open', dueAt: due },
    ...attributes(index),
  }));
  // Without attributes that are undefined.
  rehearsal.putItems(order.saga.table, ...JSON.parse(JSON.stringify(items)));
  rehearsal.disturbEvents(() => []);
  return { ...order, rehearsal, items };
}

/** Whose end was not announced. */
const ENDED = { status: 'SUCCEEDED', turn: 'end' };

const moved = (at: Date) => ({ movedAt: at.toISOString() });

describe('the watcher', () => {
  test('is not stopped by many sagas with much in them that another run has seen to', async () => {
    const { rehearsal, saga, items } = stillSagas(60, () => ({ input: JSON.stringify('x'.repeat(20_000)) }));
    const { app } = rehearsal as unknown as { app: RehearsedApp };
    let isFirst = true;
    app.services.tables.changes.add(() => {
      if (!isFirst) return;
      isFirst = false;
      const later = rehearsal.now.getTime() + 60 * MINUTE;
      rehearsal.putItems(saga.table, ...items.map((item) => ({ ...item, dueAt: later })));
    });
    const { run } = await rehearsal.start(saga.watcher.stateMachine);
    expect(run.status).toBe('SUCCEEDED');
    // All that the iterations put out is one result.
    const ends = run.history.filter(({ type }) => type === 'SucceedStateExited');
    expect(ends).toHaveLength(61);
    expect(JSON.stringify(ends).length).toBeLessThan(20_000);
  });

  test('looks at those behind the ones about which it can do nothing', async () => {
    const { rehearsal, saga } = stillSagas(150, (index) => ({
      dueAt: START.getTime() - 1000 + index,
      ...(index < 120 ? { nudges: 3 } : {}),
    }));
    rehearsal.fail('Give Up', { error: 'DynamoDb.InternalServerErrorException' });
    const watcher = await rehearsal.start(saga.watcher.stateMachine);
    await rehearsal.advance(3.9 * MINUTE);
    expect(watcher.run.status).toBe('SUCCEEDED');
    expect(
      rehearsal
        .items(saga.table)
        .slice(120)
        .map(({ nudges }) => nudges),
    ).toEqual(Array(30).fill(1));
  });

  test.each([
    ['Send Again', 0],
    ['Give Up', 3],
  ])('does not take a turn from a participant that has begun since it read the saga: %s', async (move, nudges) => {
    const { rehearsal, saga, functions, items } = stillSagas(1, () => ({ nudges }));
    const calls = NAMES.map((): number[] => []);
    NAMES.forEach((name, index) => {
      rehearsal.mock(functions[name].action, async (_payload, { now, sleep }) => {
        calls[index].push(now.getTime());
        await sleep(5000);
        return {};
      });
    });
    rehearsal.mock(move, async () => {
      rehearsal.restore(move).disturbEvents();
      const detail = { saga: 'orders', sagaId: items[0].sagaId, next: NAMES[0] };
      await rehearsal.putEvents([{ source: 'cdk-workflows.saga', detailType: 'Step Awaited', detail }]);
      throw Object.assign(new Error('Try again.'), { name: 'DynamoDb.InternalServerErrorException' });
    });
    await rehearsal.start(saga.watcher.stateMachine);
    await rehearsal.advance(MINUTE);
    expect(calls.map((times) => times.length)).toEqual([1, 1, 1, 1]);
    expect(rehearsal.items(saga.table)).toMatchObject([{ status: 'SUCCEEDED', turn: 'end', failure: 'null' }]);
  });

  test.each([
    ['Send Again', 0, 1],
    ['Give Up', 3, 0],
  ])('that runs twice at one time does everything once: %s', async (move, nudges, after) => {
    const { rehearsal, saga } = stillSagas(1, () => ({ nudges }));
    const other = () => rehearsal.start(saga.watcher.stateMachine);
    rehearsal.mock(move, async () => {
      rehearsal.restore(move);
      await other();
      throw Object.assign(new Error('Try again.'), { name: 'DynamoDb.InternalServerErrorException' });
    });
    await rehearsal.start(saga.watcher.stateMachine);
    await rehearsal.advance(MINUTE);
    expect(rehearsal.items(saga.table)).toMatchObject([{ nudges: after }]);
    expect(rehearsal.events().filter(({ source }) => source === 'cdk-workflows.saga')).toHaveLength(1);
  });

  test.each(['Read Saga', 'Look Later', 'Send Again', 'Give Up', 'Announce Step', 'Announce End', 'Close Saga'])(
    'ends well, and looks at all, where it cannot do this: %s',
    async (state) => {
      const { rehearsal, saga } = stillSagas(4, (index) => [{}, { nudges: 3 }, ENDED, moved(START)][index] as object);
      rehearsal.fail(state, { error: 'DynamoDb.InternalServerErrorException' });
      const watcher = await rehearsal.start(saga.watcher.stateMachine);
      expect(await watcher.finish()).toMatchObject({ status: 'SUCCEEDED' });
      expect(watcher.run.visited.filter((each) => each === 'Looked At' || each === 'Close Saga')).not.toEqual([]);
      expect(watcher.run.visited.filter((each) => each === 'Read Saga')).toHaveLength(4);
    },
  );

  test('announces an end that nobody announced the first time that it looks', async () => {
    const { rehearsal, saga } = stillSagas(1, () => ENDED);
    await rehearsal.start(saga.watcher.stateMachine);
    expect(rehearsal.events().map((event) => event['detail-type'])).toContain('Saga Succeeded');
    const [item] = rehearsal.items(saga.table);
    expect(item).toMatchObject({ status: 'SUCCEEDED', expiresAt: START.getTime() / 1000 + 30 * 24 * 3600 });
    expect([item.open, item.dueAt]).toEqual([undefined, undefined]);
  });

  test.each([
    ['a saga that has ended', { ...ENDED, open: undefined, dueAt: undefined }],
    ['a saga to which another run has seen', { nudges: 1, dueAt: START.getTime() + MINUTE }],
    ['a saga that is gone', undefined],
  ])('does nothing about %s, which the index still has', async (_, attributes) => {
    const { rehearsal, saga } = stillSagas(attributes ? 1 : 0, () => attributes as object);
    const before = rehearsal.items(saga.table);
    const stale = { sagaId: { S: 'o-0' }, dueAt: { N: String(START.getTime()) } };
    rehearsal.mock('Find Due Sagas', { Items: [stale], Count: 1 });
    const watcher = await rehearsal.start(saga.watcher.stateMachine);
    expect(watcher.run.visited).toContain('Looked At');
    expect(watcher.run.status).toBe('SUCCEEDED');
    expect(rehearsal.items(saga.table)).toEqual(before);
    expect(rehearsal.events().filter(({ source }) => source === 'cdk-workflows.saga')).toEqual([]);
  });

  test.each([
    ['Look Later', moved(START)],
    ['Send Again', {}],
    ['Give Up', { nudges: 3 }],
    ['Close Saga', ENDED],
  ])('does not bring back a saga that was deleted meanwhile: %s', async (move, attributes) => {
    const { rehearsal, saga } = stillSagas(1, () => attributes);
    rehearsal.mock(move, async () => {
      rehearsal.restore(move);
      await rehearsal.deleteItem(saga.table, { sagaId: 'o-0' });
      throw Object.assign(new Error('Try again.'), { name: 'DynamoDb.InternalServerErrorException' });
    });
    const watcher = await rehearsal.start(saga.watcher.stateMachine);
    expect(await watcher.finish()).toMatchObject({ status: 'SUCCEEDED' });
    expect(rehearsal.items(saga.table)).toEqual([]);
  });

  test('ends though more sagas than a page are due at one moment and it can do nothing about them', async () => {
    const { rehearsal, saga } = stillSagas(120, () => ({ nudges: 3 }));
    rehearsal.fail('Read Saga', { error: 'AccessDeniedException' });
    const watcher = await rehearsal.start(saga.watcher.stateMachine);
    await rehearsal.advance(3.9 * MINUTE);
    expect(watcher.run.status).toBe('SUCCEEDED');
  });

  test('gives up a compensation, too, of which it can tell nobody', async () => {
    const turn = {
      status: 'COMPENSATING',
      turn: 'compensation CreateOrder',
      nudges: 3,
      failure: '{"step":"CreateOrder"}',
    };
    const { rehearsal, saga } = stillSagas(1, () => turn);
    rehearsal.fail('Report Compensation', { error: 'Sqs.SdkClientException' });
    const watcher = await rehearsal.start(saga.watcher.stateMachine);
    expect(await watcher.finish()).toMatchObject({ status: 'SUCCEEDED' });
    expect(rehearsal.items(saga.table)).toMatchObject([{ turn: 'end', status: 'COMPENSATION_FAILED' }]);
  });
});
