import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { App } from 'aws-cdk-lib';
import { Rehearsal } from 'cdk-workflows/testing';
import { checkBooks } from '../../examples/order-processing/demo/books';
import type { OrderRow } from '../../examples/order-processing/demo/order-row';
import { type ExpectedEnd, type OrdersFile, readOrders } from '../../examples/order-processing/demo/orders-file';
import { rehearseOrders } from '../../examples/order-processing/demo/rehearse-orders';
import type { MemoryShop } from '../../examples/order-processing/handlers/memory-shop';
import { OrderProcessing } from '../../examples/order-processing/order-processing';
import type { Definition } from '../../src/asl/definition';
import { RARE_ORDERS } from './rare-orders';

const ORDERS = readOrders(join(__dirname, '../../examples/order-processing/orders.json'));
const LAMP = ORDERS.orders[0].input.items[0];
const STEPS = ['CreateOrder', 'ProcessPayment', 'ReserveInventory', 'StartDelivery'];

const { saga } = new OrderProcessing(new App(), 'OrderProcessing');
const synthesized = Rehearsal.of(saga);

async function rowsOf(file: OrdersFile, definition: Definition = synthesized.definition): Promise<readonly OrderRow[]> {
  const failureQueue = 'https://sqs.us-east-1.amazonaws.com/111122223333/failures';
  return (await rehearseOrders(file, { rehearsal: Rehearsal.ofDefinition(definition), failureQueue })).rows;
}

/** A row on one line: `A > B!Error > C x3`. */
function brief({ order, path, error, transitions, virtualMilliseconds }: OrderRow): unknown[] {
  const states = path.map(
    (entry) => entry.state + (entry.attempts ? ` x${entry.attempts}` : '') + (entry.error ? ` !${entry.error}` : ''),
  );
  return [order, states.join(' > '), error ?? 'delivered', transitions, virtualMilliseconds];
}

/** With a random wait before each retry: at least without them, at the most with the longest. */
function between(least: number, most: number) {
  return { asymmetricMatch: (value: number) => value >= least && value <= most, toString: () => `${least} to ${most}` };
}

describe('the orders of the demo', () => {
  // Times are those of the calls in `rehearse-orders.ts`, added up by hand; a call without an answer takes the 10 seconds
  // of its function and 5 more. Transitions: 2k for a step k that fails, one more with its own compensation, for each
  // retry and for each message.
  test('take the ways that they must take', async () => {
    const rows = await rowsOf(ORDERS);
    expect(rows.map(brief)).toEqual([
      ['O-1001', 'CreateOrder > ProcessPayment > ReserveInventory > StartDelivery', 'delivered', 4, 1970],
      ['O-1002', 'CreateOrder > ProcessPayment > ReserveInventory > StartDelivery', 'delivered', 4, 1970],
      ['O-1002', 'CreateOrder !OrderExists > Saga Compensated', 'OrderExists', 2, 120],
      [
        'O-1003',
        'CreateOrder > ProcessPayment !CardDeclined > Compensate CreateOrder > Saga Compensated',
        'CardDeclined',
        4,
        120 + 900 + 90,
      ],
      [
        'O-1004',
        'CreateOrder > ProcessPayment > ReserveInventory !OutOfStock > Compensate ProcessPayment > ' +
          'Compensate CreateOrder > Saga Compensated',
        'OutOfStock',
        6,
        120 + 900 + 250 + 800 + 90,
      ],
      [
        'O-1005',
        'CreateOrder > ProcessPayment > ReserveInventory > StartDelivery !States.Timeout > Compensate StartDelivery > ' +
          'Compensate ReserveInventory > Compensate ProcessPayment > Compensate CreateOrder > Saga Compensated',
        'States.Timeout',
        9,
        120 + 900 + 250 + 15_000 + 500 + 200 + 800 + 90,
      ],
      [
        'O-1006',
        'CreateOrder > ProcessPayment > ReserveInventory !OutOfStock > Compensate ProcessPayment !RefundRejected > ' +
          'Report ProcessPayment > Compensate CreateOrder > Saga Compensation Failed',
        'Saga.CompensationFailed',
        7,
        120 + 900 + 250 + 800 + 90,
      ],
      [
        'O-1007',
        'CreateOrder > ProcessPayment > ReserveInventory x3 > StartDelivery',
        'delivered',
        6,
        between(1970, 1970 + 1000 + 2000),
      ],
      ['O-1008', 'CreateOrder !InvalidOrder > Saga Compensated', 'InvalidOrder', 2, 120],
      [
        'O-1009',
        'CreateOrder > ProcessPayment !States.Timeout > Compensate ProcessPayment > Compensate CreateOrder > ' +
          'Saga Compensated',
        'States.Timeout',
        5,
        120 + 15_000 + 800 + 90,
      ],
      [
        'O-1010',
        'CreateOrder > ProcessPayment > ReserveInventory > StartDelivery !AddressNotServed > ' +
          'Compensate ReserveInventory > Compensate ProcessPayment x3 > Compensate CreateOrder > Saga Compensated',
        'AddressNotServed',
        10,
        between(120 + 900 + 250 + 700 + 200 + 800 + 90, 3060 + 2000 + 4000),
      ],
      [
        'O-1011',
        'CreateOrder > ProcessPayment > ReserveInventory !WarehouseUnavailable > Compensate ReserveInventory > ' +
          'Compensate ProcessPayment > Compensate CreateOrder > Saga Compensated',
        'WarehouseUnavailable',
        7,
        120 + 900 + 200 + 800 + 90,
      ],
      ['O-1012', 'CreateOrder > ProcessPayment > ReserveInventory > StartDelivery', 'delivered', 4, 1970],
    ]);
    expect(rows.filter(({ asExpected }) => !asExpected)).toEqual([]);
  });

  test('are the same from the template and from its definition alone, and the same again', async () => {
    const failureQueue = saga.compensationFailureQueue!;
    const { rows } = await rehearseOrders(ORDERS, { rehearsal: Rehearsal.of(saga), failureQueue });
    const { rows: again } = await rehearseOrders(ORDERS, { rehearsal: Rehearsal.of(saga), failureQueue });
    expect(again).toEqual(rows);
    expect(rows.map(brief)).toEqual((await rowsOf(ORDERS)).map(brief));
  });
});

describe('an order that ends as its file expects', () => {
  const { expected, ...order } = ORDERS.orders.find(({ input }) => input.orderId === 'O-1006')!;

  test.each<[string, Partial<ExpectedEnd>, boolean]>([
    ['that it is', {}, true],
    ['another outcome', { outcome: 'undone' }, false],
    ['another error', { error: 'OutOfStock' }, false],
    ['that more was undone', { undone: ['ProcessPayment', 'CreateOrder'] }, false],
    ['that nothing was undone', { undone: undefined }, false],
    ['that all could be undone', { notUndone: [] }, false],
  ])('where it says %s', async (_, change, asExpected) => {
    const [row] = await rowsOf({ ...ORDERS, orders: [{ ...order, expected: { ...expected, ...change } }] });
    expect(row.asExpected).toBe(asExpected);
  });
});

describe('without one Catch of the definition', () => {
  const catchers = Object.entries(synthesized.definition.States).flatMap(([state, { Catch: list = [] }]) =>
    list.map(({ ErrorEquals }, index) => ({ state, index, errors: ErrorEquals.join(', ') })),
  );

  function definitionWithout(state: string, index: number): Definition {
    const { States, ...rest } = synthesized.definition;
    const { Catch: list = [], ...fields } = States[state];
    const left = list.filter((_, place) => place !== index);
    return { ...rest, States: { ...States, [state]: { ...fields, ...(left.length > 0 ? { Catch: left } : {}) } } };
  }

  async function changedBy(file: OrdersFile, changed: Definition): Promise<string[]> {
    const [before, after] = [await rowsOf(file), await rowsOf(file, changed)];
    return after.flatMap((row, index) => (isDeepStrictEqual(row, before[index]) ? [] : [row.order]));
  }

  test.each([
    { state: 'CreateOrder', errors: 'InvalidOrder, OrderExists', orders: ['O-1002', 'O-1008'] },
    { state: 'ProcessPayment', errors: 'CardDeclined', orders: ['O-1003'] },
    { state: 'ProcessPayment', errors: 'States.ALL', orders: ['O-1009'] },
    { state: 'ReserveInventory', errors: 'OutOfStock', orders: ['O-1004', 'O-1006'] },
    { state: 'ReserveInventory', errors: 'States.ALL', orders: ['O-1011'] },
    { state: 'StartDelivery', errors: 'AddressNotServed', orders: ['O-1010'] },
    { state: 'StartDelivery', errors: 'States.ALL', orders: ['O-1005'] },
    { state: 'Compensate ProcessPayment', errors: 'States.ALL', orders: ['O-1006'] },
    { state: 'Compensate CreateOrder', errors: 'States.QueryEvaluationError', orders: ['O-1006'] },
  ])('of $state for $errors, the table of the demo changes', async ({ state, errors, orders }) => {
    const { index } = catchers.find((one) => one.state === state && one.errors === errors)!;
    expect(await changedBy(ORDERS, definitionWithout(state, index))).toEqual(expect.arrayContaining(orders));
  });

  test.each(catchers)('of $state for $errors, some order ends in another way', async ({ state, index }) => {
    const changed = definitionWithout(state, index);
    expect([...(await changedBy(ORDERS, changed)), ...(await changedBy(RARE_ORDERS, changed))]).not.toEqual([]);
  });

  test('none is left out of this', () => {
    expect(catchers).toHaveLength(3 + 2 + 2 + 2 + 5 + 4);
  });
});

describe('what the seed of this saga got wrong', () => {
  const order = ORDERS.orders[0].input;

  async function callsWhenLastStepFails() {
    const rehearsal = Rehearsal.ofDefinition(synthesized.definition);
    for (const step of STEPS) {
      rehearsal.mock(step, { did: step }).mock(`Compensate ${step}`, null);
    }
    const { calls } = await rehearsal.timeout('StartDelivery').run(order);
    return calls.filter(({ state }) => state.startsWith('Compensate '));
  }

  test('the last step compensates too: its own compensation runs, and then all the others', async () => {
    const calls = await callsWhenLastStepFails();
    expect(calls.map(({ state }) => state)).toEqual([...STEPS].reverse().map((step) => `Compensate ${step}`));
  });

  test('every compensation gets the order, what its own action returned, and the first failure', async () => {
    for (const { state, input } of await callsWhenLastStepFails()) {
      const step = state.replace('Compensate ', '');
      expect(input).toMatchObject({
        input: order,
        step,
        result: step === 'StartDelivery' ? null : { did: step },
        failure: { step: 'StartDelivery', error: 'States.Timeout' },
      });
    }
  });
});

describe('the books', () => {
  const machine = { rehearsal: Rehearsal.of(saga), failureQueue: saga.compensationFailureQueue! };

  test('balance: no money without a delivery but what the queue reports, nothing off the shelves without an order', async () => {
    const checks = checkBooks(ORDERS, await rehearseOrders(ORDERS, machine));
    // O-1001, O-1002, O-1007 and O-1012 were delivered, O-1006 could not be paid back.
    expect(checks.map(({ found, delivered, reported, balances }) => [found, delivered, reported, balances])).toEqual([
      [4, 4, 0, true],
      [17_800 + 11_440 + 9_980 + 36_300 + 89_000, 75_520, 89_000, true],
      [2 + 2 + 2 + 2, 8, 0, true],
      [4, 4, 0, true],
    ]);
  });

  test.each<[string, (shop: MemoryShop) => void]>([
    ['orders that stand', ({ orders }) => void orders.standing.set('stray', ORDERS.orders[0].input)],
    ['money taken', ({ bank }) => void bank.captured.set('stray', 1)],
    ['off the shelves', ({ warehouse }) => void warehouse.reserve('stray', [{ ...LAMP, quantity: 1 }])],
    ['deliveries booked', ({ courier }) => courier.booked.clear()],
  ])('do not balance for %s when one is too many or missing', async (what, spoil) => {
    const rehearsed = await rehearseOrders(ORDERS, machine);
    spoil(rehearsed.shop);
    const wrong = checkBooks(ORDERS, rehearsed).filter(({ balances }) => !balances);
    expect(wrong.map((check) => check.what)).toEqual([what]);
  });

  test('do not balance when nobody is told of the payment that could not be paid back', async () => {
    const rehearsed = { ...(await rehearseOrders(ORDERS, machine)), messages: [] };
    expect(checkBooks(ORDERS, rehearsed).map(({ balances }) => balances)).toEqual([true, false, true, true]);
  });
});
