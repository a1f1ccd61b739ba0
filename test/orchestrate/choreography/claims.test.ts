import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { JsonObject } from '../../../src/asl/json';
import type { RehearsedApp } from '../../../src/testing/app/rehearsed-app';
import { ServiceError } from '../../../src/testing/integrations/service-error';
import { NAMES, orderChoreography, rehearse } from './order-choreography';

const MINUTE = 60_000;
const SECOND = 1000;
const WATCH = 5 * MINUTE;
const START = new Date('2026-03-01T08:00:00Z');
const { STANDARD, EXPRESS } = sfn.StateMachineType;

/** One saga whose calls take two seconds each, and when each of them began and ended. */
function slowSaga(stateMachineType = STANDARD) {
  const order = orderChoreography(() => ({ stateMachineType }));
  const rehearsal = rehearse(order.app, START);
  const { app } = rehearsal as unknown as { app: RehearsedApp };
  const calls: { readonly call: string; readonly from: number; to?: number }[] = [];
  const meanwhile: Record<string, (() => unknown)[]> = {};
  for (const name of NAMES) {
    const { action, compensation } = order.functions[name];
    for (const [call, fn] of Object.entries({ [name]: action, [`Undo${name}`]: compensation })) {
      rehearsal.mock(fn, async (_payload, { sleep }) => {
        const begun: (typeof calls)[number] = { call, from: app.world.clock.now };
        calls.push(begun);
        await meanwhile[call]?.shift()?.();
        await sleep(2 * SECOND);
        begun.to = app.world.clock.now;
        if (broken.has(call)) throw Object.assign(new Error(call), { name: 'Broken' });
        return {};
      });
    }
  }
  const broken = new Set<string>();
  return {
    ...{ ...order, rehearsal, app },
    /** What else happens while the call is at work: the first time, the second time. */
    during: (call: string, ...events: (() => unknown)[]) => {
      meanwhile[call] = events;
    },
    breakAt: (call: string) => broken.add(call),
    names: () => calls.map(({ call }) => call),
    /** Those that began before the one before them had ended. */
    overlaps: () =>
      calls.flatMap(({ call, from }, index) => (index > 0 && from < (calls[index - 1].to ?? Infinity) ? call : [])),
    item: () => rehearsal.items(order.saga.table)[0] as JsonObject,
    start: () => rehearsal.start(order.saga.stateMachine, { sagaId: 'o-1' }),
    running: (name: string) =>
      rehearsal.executions(order.saga.participants[name].stateMachine).filter(({ status }) => status === 'RUNNING'),
  };
}

describe('a record', () => {
  const back = ['UndoProcessPayment', 'UndoReserveStock', 'UndoCreateOrder'];

  test.each<[string, string, string, string[]]>([
    ['Record Success', 'ReserveStock', 'ReserveStock', [...NAMES.slice(0, 2), ...NAMES.slice(1, 3), ...back]],
    ['Record Failure', 'ProcessPayment', 'ProcessPayment', [...NAMES.slice(0, 3), 'ProcessPayment', ...back]],
    [
      'Record Undone',
      'ReserveStock',
      'UndoReserveStock',
      [...NAMES.slice(0, 3), ...back.slice(0, 2), ...back.slice(1)],
    ],
  ])(
    '%s of a redriven execution does not end the turn of another one that works on it',
    async (state, step, call, names) => {
      const saga = slowSaga();
      saga.breakAt('ProcessPayment');
      // The first execution is stopped at its record, and redriven when the watcher has given its turn to the second.
      const stopAtRecord = () => saga.rehearsal.mock(state, () => void saga.running(step)[0].stop());
      const redrive = () => {
        saga.rehearsal.restore(state);
        const stopped = saga.rehearsal.executions().find(({ status }) => status === 'ABORTED');
        void stopped?.redrive();
      };
      saga.during(call, stopAtRecord, redrive);
      await saga.start();
      await saga.rehearsal.advance(20 * MINUTE);
      expect(saga.rehearsal.executions().filter(({ run }) => run.visited.at(-1) === 'Overtaken')).toHaveLength(1);
      expect(saga.names()).toEqual(names);
      expect(saga.overlaps()).toEqual([]);
      expect(saga.item()).toMatchObject({ status: 'COMPENSATED', turn: 'end' });
    },
  );
});

describe('a claim', () => {
  test('tells the watcher that somebody is at it, however late the event came', async () => {
    const saga = slowSaga();
    saga.breakAt('ProcessPayment');
    const late = ({ 'detail-type': type }: JsonObject) =>
      ['Saga Started', 'Step Failed'].includes(String(type)) ? [WATCH + 10 * SECOND] : undefined;
    saga.rehearsal.disturbEvents((event) => late(event as unknown as JsonObject));
    const look = () => saga.rehearsal.start(saga.saga.watcher.stateMachine);
    saga.during('CreateOrder', look);
    saga.during('UndoProcessPayment', look);
    await saga.start();
    await saga.rehearsal.advance(20 * MINUTE);
    expect(saga.names()).toEqual([...NAMES.slice(0, 3), 'UndoProcessPayment', 'UndoReserveStock', 'UndoCreateOrder']);
    expect(saga.rehearsal.events().filter(({ 'detail-type': type }) => type === 'Step Awaited')).toEqual([]);
  });

  test('is given to one of two runs of an Express execution', async () => {
    const saga = slowSaga(EXPRESS);
    saga.breakAt('SendReceipt');
    const twins = new Set<string>();
    saga.app.world.statusChanges.add(({ machine, name, arn, input, inputText, doubles }) => {
      if (twins.has(arn) || !/Step/.test(machine.name)) return;
      twins.add(arn);
      saga.app.world.begin({ machine, name, arn, input, inputText, doubles: doubles.again(), seed: twins.size });
    });
    await saga.start();
    await saga.rehearsal.advance(MINUTE);
    expect(twins.size).toBe(2 * NAMES.length);
    expect(saga.names()).toEqual([...NAMES, ...[...NAMES].reverse().map((name) => `Undo${name}`)]);
    expect(saga.item()).toMatchObject({ status: 'COMPENSATED', turn: 'end' });
  });

  test.each([
    [STANDARD, 'is found by the next try, and nothing waits for the watcher', 1],
    [EXPRESS, 'counts as lost, and the watcher sees to it', 10],
  ])('of %s participants to which no answer came %s', async (type, _, minutes) => {
    const saga = slowSaga(type);
    let writes = 0;
    saga.app.services.tables.changes.add(({ before, after }) => {
      if (before?.claim || !after?.claim || after.turn?.S !== 'action ReserveStock' || writes++ > 0) return;
      throw new ServiceError('InternalServerError', 'Nobody knows.', { status: 500 });
    });
    await saga.start();
    await saga.rehearsal.advance(MINUTE);
    expect(saga.item().status).toBe(minutes > 1 ? 'RUNNING' : 'SUCCEEDED');
    await saga.rehearsal.advance((minutes - 1) * MINUTE);
    expect(saga.names()).toEqual(NAMES);
    expect(saga.item()).toMatchObject({ status: 'SUCCEEDED', turn: 'end' });
  });

  test('that is refused is not tried again', async () => {
    const saga = slowSaga();
    const detail = { saga: 'orders', sagaId: 'never', next: 'CreateOrder' };
    await saga.rehearsal.putEvents([{ source: 'cdk-workflows.saga', detailType: 'Step Succeeded', detail }]);
    const [{ run }] = saga.rehearsal.executions(saga.saga.participants.CreateOrder.stateMachine);
    expect(run.visited).toEqual(['Claim Action', 'Claim Compensation', 'Not Its Turn']);
    expect(run.calls.map(({ state }) => state)).toEqual(['Claim Action', 'Claim Compensation']);
  });
});
