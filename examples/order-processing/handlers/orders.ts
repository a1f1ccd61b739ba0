import { InvalidOrder } from './errors';
import { doOnce, undoOnce } from './once';
import { type Order, totalCents } from './order';
import type { ActionCall, CompensationCall } from './saga-call';
import type { Shop } from './shop';

export interface CreatedOrder {
  readonly orderId: string;
  readonly totalCents: number;
}

export const createOrder =
  ({ orders, journal }: Shop) =>
  async (call: ActionCall<Order>): Promise<CreatedOrder> => {
    const order = call.input;
    refuseInvalid(order);
    return doOnce(call, {
      journal: journal('orders'),
      perform: async (key) => {
        await orders.place(key, order);
        return { orderId: order.orderId, totalCents: totalCents(order.items) };
      },
      undo: (key) => orders.cancel(key),
    });
  };

export const cancelOrder =
  ({ orders, journal }: Shop) =>
  (call: CompensationCall<Order>): Promise<object> =>
    undoOnce(call, { journal: journal('orders'), undo: (key) => orders.cancel(key) });

/** The input is whatever somebody started the saga with. */
function refuseInvalid({ orderId, items, card, address }: Partial<Order>): void {
  if (!orderId) throw new InvalidOrder('the order has no id');
  if (!items || items.length === 0) throw new InvalidOrder(`order ${orderId} has no items`);
  for (const { sku, quantity, unitPriceCents } of items) {
    if (!Number.isInteger(quantity) || quantity < 1) {
      throw new InvalidOrder(`order ${orderId} asks for ${quantity} of ${sku}: a whole number from 1 is needed`);
    }
    if (!Number.isInteger(unitPriceCents) || unitPriceCents < 0) {
      throw new InvalidOrder(`order ${orderId} has no price for ${sku}`);
    }
  }
  if (!card) throw new InvalidOrder(`order ${orderId} has no card to charge`);
  if (!address?.postalCode || !address.country) throw new InvalidOrder(`order ${orderId} has no complete address`);
}
