import { doOnce, undoOnce } from './once';
import type { Order } from './order';
import type { ActionCall, CompensationCall } from './saga-call';
import type { Shop } from './shop';

export interface Delivery {
  readonly trackingNumber: string;
}

export const startDelivery =
  ({ courier, journal }: Shop) =>
  (call: ActionCall<Order>): Promise<Delivery> =>
    doOnce(call, {
      journal: journal('deliveries'),
      perform: (key) => courier.book(key, call.input.address),
      undo: (key) => courier.cancel(key),
    });

export const cancelDelivery =
  ({ courier, journal }: Shop) =>
  (call: CompensationCall<Order>): Promise<object> =>
    undoOnce(call, { journal: journal('deliveries'), undo: (key) => courier.cancel(key) });
