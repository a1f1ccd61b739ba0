import { type CallFault, type EventFault, type Fault, FaultySagas } from './faulty-sagas';
import { NAMES, orderChoreography } from './order-choreography';

const order = orderChoreography();
const EVENT_FAULTS: EventFault[] = ['drop', 'double', 'double later', 'delay', 'delay for hours'];

/** A way back beside the way forward: the last step fails, or the third with nothing done. */
const WAYS: Record<string, Fault[]> = {
  'goes well': [],
  'fails at last': [{ call: 'SendReceipt', fault: 'fail' }],
  'fails after the effect': [{ call: 'ProcessPayment', fault: 'fail after' }],
  'is declined': [{ call: 'ProcessPayment', fault: 'decline' }],
};

describe.each(Object.entries(WAYS))('a saga that %s', (_, way) => {
  test.each(EVENT_FAULTS)('ends as it should with any one event of it: %s', async (fate) => {
    const sagas = new FaultySagas(order);
    // Requested, started, four steps, and as many back.
    await sagas.run(Array.from({ length: 12 }, (_none, event) => [...way, { event, fate }]));
    expect(sagas.problems()).toEqual([]);
  });

  test('ends as it should when whoever made any one move dies after it', async () => {
    const sagas = new FaultySagas(order);
    await sagas.run(Array.from({ length: 9 }, (_none, dieAfterMove) => [...way, { dieAfterMove }]));
    expect(sagas.problems()).toEqual([]);
  });
});

const CALL_FAULTS: CallFault[] = ['decline', 'fail', 'fail after', 'die', 'die before'];

test.each(CALL_FAULTS)('every action that does this ends well: %s', async (fault) => {
  const sagas = new FaultySagas(order);
  await sagas.run(NAMES.flatMap((call) => [undefined, 1, 2].map((times) => [{ call, fault, times }])));
  expect(sagas.problems()).toEqual([]);
});

test.each(CALL_FAULTS)('every compensation that does this ends well, or in the queue: %s', async (fault) => {
  const sagas = new FaultySagas(order);
  await sagas.run(
    NAMES.flatMap((name) =>
      [undefined, 1, 2].map((times) => [
        { call: 'SendReceipt', fault: 'fail after' as const },
        { call: `Undo${name}`, fault, times },
      ]),
    ),
  );
  expect(sagas.problems()).toEqual([]);
});

test.each<CallFault>(['die', 'die before'])(
  'an action that does this twice is called again, and the saga succeeds: %s',
  async (fault) => {
    const sagas = new FaultySagas(order);
    await sagas.run(NAMES.map((call) => [{ call, fault, times: 2 }]));
    expect(sagas.problems()).toEqual([]);
    expect(sagas.statuses()).toEqual(NAMES.map(() => 'SUCCEEDED'));
  },
);

test.each(CALL_FAULTS)('two compensations that do this are both told of: %s', async (fault) => {
  const sagas = new FaultySagas(order);
  const pairs = NAMES.flatMap((one, index) => NAMES.slice(index + 1).map((other) => [one, other]));
  await sagas.run(
    pairs.map((pair) => [
      { call: 'SendReceipt', fault: 'fail after' as const },
      ...pair.map((name) => ({ call: `Undo${name}`, fault })),
    ]),
  );
  expect(sagas.problems()).toEqual([]);
  expect(new Set(sagas.statuses())).toEqual(new Set(['COMPENSATION_FAILED']));
});

test.each(CALL_FAULTS)('two steps after the pivot that do this are both warned of: %s', async (fault) => {
  const afterPivot = ['ProcessPayment', 'SendReceipt'];
  const sagas = new FaultySagas(orderChoreography(() => ({}), afterPivot));
  await sagas.run([afterPivot.map((call) => ({ call, fault }))]);
  expect(sagas.problems()).toEqual([]);
  expect(sagas.items()).toMatchObject([{ status: 'SUCCEEDED', warnings: expect.stringMatching(/Payment.*Receipt/) }]);
});
