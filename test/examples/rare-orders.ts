import type { OrdersFile, RehearsedOrder, StateTrouble } from '../../examples/order-processing/demo/orders-file';

const DOWN: StateTrouble = { kind: 'fails', error: 'NetworkDown', cause: 'no route to host' };

function order(about: string, change: Partial<RehearsedOrder>): RehearsedOrder {
  const input = {
    orderId: 'O-9001',
    customer: 'Rare Case',
    items: [{ sku: 'oak-lamp', quantity: 1, unitPriceCents: 8900 }],
    card: 'card_visa_4242',
    address: { street: 'Lange Gasse 1', postalCode: '1080', city: 'Wien', country: 'AT' },
  };
  return { about, input, expected: { outcome: 'undone' }, ...change };
}

/** What hardly ever happens to a shop: everything that the orders of the demo leave out. */
export const RARE_ORDERS: OrdersFile = {
  stock: { 'oak-lamp': 9 },
  orders: [
    order('An order that is longer than the saga has room for', {
      input: { ...order('', {}).input, orderId: 'O-9001', customer: 'x'.repeat(200_000) },
    }),
    order('The first step fails, its compensation fails, and the queue is not there', {
      input: { ...order('', {}).input, orderId: 'O-9002' },
      trouble: { CreateOrder: DOWN, 'Compensate CreateOrder': DOWN, 'Report CreateOrder': DOWN },
    }),
    order('The last step gets no answer, every other compensation fails, and the queue is not there', {
      input: { ...order('', {}).input, orderId: 'O-9003' },
      trouble: {
        StartDelivery: { kind: 'noAnswer' },
        'Compensate StartDelivery': DOWN,
        'Report StartDelivery': DOWN,
        'Compensate ReserveInventory': DOWN,
        'Report ReserveInventory': DOWN,
        'Compensate ProcessPayment': DOWN,
        'Report ProcessPayment': DOWN,
      },
    }),
  ],
};
