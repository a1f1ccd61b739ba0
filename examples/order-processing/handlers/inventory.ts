import { doOnce, undoOnce } from './once';
import type { Order } from './order';
import type { ActionCall, CompensationCall } from './saga-call';
import type { Shop } from './shop';

export interface Reservation {
  readonly pickList: string;
}

export const reserveInventory =
  ({ warehouse, journal }: Shop) =>
  (call: ActionCall<Order>): Promise<Reservation> =>
    doOnce(call, {
      journal: journal('reservations'),
      perform: (key) => warehouse.reserve(key, call.input.items),
      undo: (key) => warehouse.release(key),
    });

export const releaseInventory =
  ({ warehouse, journal }: Shop) =>
  (call: CompensationCall<Order>): Promise<object> =>
    undoOnce(call, { journal: journal('reservations'), undo: (key) => warehouse.release(key) });
