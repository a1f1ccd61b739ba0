import { type HandlerName, handlersOf } from '../../examples/order-processing/handlers/handlers';
import { MemoryShop } from '../../examples/order-processing/handlers/memory-shop';
import { doOnce, undoOnce } from '../../examples/order-processing/handlers/once';
import type { Order } from '../../examples/order-processing/handlers/order';

const ORDER: Order = {
  orderId: 'O-1',
  customer: 'Ada Example',
  items: [
    { sku: 'oak-lamp', quantity: 2, unitPriceCents: 8900 },
    { sku: 'tea-kettle', quantity: 1, unitPriceCents: 4990 },
  ],
  card: 'card_visa_4242',
  address: { street: 'Rua da Rosa 71', postalCode: '1200-384', city: 'Lisboa', country: 'PT' },
};

const STEPS: { action: HandlerName; compensation: HandlerName; left: (shop: MemoryShop) => number }[] = [
  { action: 'createOrder', compensation: 'cancelOrder', left: ({ orders }) => orders.standing.size },
  { action: 'processPayment', compensation: 'refundPayment', left: ({ bank }) => bank.captured.size },
  {
    action: 'reserveInventory',
    compensation: 'releaseInventory',
    left: ({ warehouse }) => 6 - warehouse.onShelf('oak-lamp') - warehouse.onShelf('tea-kettle'),
  },
  { action: 'startDelivery', compensation: 'cancelDelivery', left: ({ courier }) => courier.booked.size },
];

function newShop(): MemoryShop {
  return new MemoryShop({ 'oak-lamp': 3, 'tea-kettle': 3 });
}

function actionCall(input: Order = ORDER, idempotencyKey = 'the-key-of-the-action') {
  return { input, results: {}, step: 'Step', idempotencyKey };
}

function compensationCall(input: Order = ORDER) {
  const failure = { step: 'Later', error: 'States.Timeout', cause: '' };
  return { ...actionCall(input, 'the-key-of-the-compensation'), result: null, failure };
}

describe.each(STEPS)('$action and $compensation', ({ action, compensation, left }) => {
  function start() {
    const shop = newShop();
    const handlers = handlersOf(shop);
    return {
      shop,
      act: (call = actionCall()): Promise<unknown> => handlers[action](call as never),
      compensate: (): Promise<unknown> => handlers[compensation](compensationCall() as never),
    };
  }

  test('leave nothing when the one follows the other', async () => {
    const { shop, act, compensate } = start();
    await act();
    expect(left(shop)).toBeGreaterThan(0);
    expect(await compensate()).toEqual({ undone: true });
    expect(left(shop)).toBe(0);
  });

  test('do it once however often they are called, and answer the same', async () => {
    const { shop, act, compensate } = start();
    const first = await act();
    const once = left(shop);
    expect(await act()).toEqual(first);
    expect(left(shop)).toBe(once);
    await compensate();
    await compensate();
    expect(left(shop)).toBe(0);
  });

  test('undo what never began as nothing, and refuse it when it comes late', async () => {
    const { shop, act, compensate } = start();
    expect(await compensate()).toEqual({ undone: false });
    await expect(act()).rejects.toMatchObject({ name: 'AlreadyUndone' });
    expect(left(shop)).toBe(0);
  });

  test('leave nothing when the compensation overtakes the action', async () => {
    const { shop, act, compensate } = start();
    const late = act();
    const undone = compensate();
    await expect(late).rejects.toMatchObject({ name: 'AlreadyUndone' });
    await undone;
    expect(left(shop)).toBe(0);
  });

  test('refuse an order that another execution has', async () => {
    const { shop, act } = start();
    await act();
    const once = left(shop);
    await expect(act(actionCall(ORDER, 'another-key'))).rejects.toMatchObject({ name: 'OrderExists' });
    expect(left(shop)).toBe(once);
  });
});

test('an action that was undone while it was being done undoes what it has done since', async () => {
  const journal = newShop().journal('bookings');
  const effects: string[] = [];
  const undo = async () => void effects.push('undone');
  let finish = () => {};
  const perform = () =>
    new Promise<string>((resolve) => {
      finish = () => {
        effects.push('done');
        resolve('a result');
      };
    });

  const action = doOnce(actionCall(), { journal, perform, undo });
  // Lets the action begin: what comes next comes while it waits for the world.
  await new Promise((resolve) => setImmediate(resolve));
  await undoOnce(compensationCall(), { journal, undo });
  finish();
  await expect(action).rejects.toMatchObject({ name: 'AlreadyUndone' });
  expect(effects).toEqual(['undone', 'done', 'undone']);
});

describe('createOrder', () => {
  const { createOrder } = handlersOf(newShop());

  test('adds up the order', async () => {
    expect(await createOrder(actionCall())).toEqual({ orderId: 'O-1', totalCents: 2 * 8900 + 4990 });
  });

  test.each<[string, object, RegExp]>([
    ['without an id', { orderId: '' }, /no id/],
    ['without items', { items: [] }, /no items/],
    ['for nothing of an item', { items: [{ sku: 'oak-lamp', quantity: 0, unitPriceCents: 1 }] }, /0 of oak-lamp/],
    ['for half an item', { items: [{ sku: 'oak-lamp', quantity: 0.5, unitPriceCents: 1 }] }, /0.5 of oak-lamp/],
    ['for an item without a price', { items: [{ sku: 'oak-lamp', quantity: 1 }] }, /no price for oak-lamp/],
    ['without a card', { card: undefined }, /no card/],
    ['without an address', { address: undefined }, /no complete address/],
  ])('refuses an order %s', async (_, change, message) => {
    const shop = newShop();
    const call = actionCall({ ...ORDER, ...change } as Order);
    await expect(handlersOf(shop).createOrder(call)).rejects.toMatchObject({
      name: 'InvalidOrder',
      message: expect.stringMatching(message),
    });
    expect(shop.orders.standing.size).toBe(0);
  });
});

describe('processPayment', () => {
  test('takes the price of all items', async () => {
    const shop = newShop();
    await handlersOf(shop).processPayment(actionCall());
    expect([...shop.bank.captured.values()]).toEqual([22_790]);
  });

  test('takes nothing from a card that the bank declines', async () => {
    const shop = newShop();
    const call = actionCall({ ...ORDER, card: 'card_declined_0002' });
    await expect(handlersOf(shop).processPayment(call)).rejects.toMatchObject({ name: 'CardDeclined' });
    expect(shop.bank.captured.size).toBe(0);
  });
});

test('refundPayment tries again when it is called again after it has failed', async () => {
  const { processPayment, refundPayment } = handlersOf(newShop());
  const input = { ...ORDER, card: 'card_closing_3155' };
  await processPayment(actionCall(input));
  for (const _ of ['first', 'second']) {
    await expect(refundPayment(compensationCall(input))).rejects.toMatchObject({ name: 'RefundRejected' });
  }
});

describe('reserveInventory', () => {
  test.each([
    ['one item that is not there in full', [{ sku: 'oak-lamp', quantity: 4, unitPriceCents: 1 }]],
    [
      'an item in two lines that is not there for both',
      [
        { sku: 'tea-kettle', quantity: 1, unitPriceCents: 1 },
        { sku: 'oak-lamp', quantity: 2, unitPriceCents: 1 },
        { sku: 'oak-lamp', quantity: 2, unitPriceCents: 1 },
      ],
    ],
    ['an item that nobody knows', [{ sku: 'moon-lamp', quantity: 1, unitPriceCents: 1 }]],
  ])('takes nothing off the shelves for %s', async (_, items) => {
    const shop = newShop();
    const call = actionCall({ ...ORDER, items });
    await expect(handlersOf(shop).reserveInventory(call)).rejects.toMatchObject({ name: 'OutOfStock' });
    expect([shop.warehouse.onShelf('oak-lamp'), shop.warehouse.onShelf('tea-kettle')]).toEqual([3, 3]);
  });
});

test('startDelivery books nothing where the courier does not go', async () => {
  const shop = newShop();
  const call = actionCall({ ...ORDER, address: { ...ORDER.address, country: 'IS' } });
  await expect(handlersOf(shop).startDelivery(call)).rejects.toMatchObject({ name: 'AddressNotServed' });
  expect(shop.courier.booked.size).toBe(0);
});
