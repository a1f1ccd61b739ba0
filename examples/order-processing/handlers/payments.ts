import { doOnce, undoOnce } from './once';
import { type Order, totalCents } from './order';
import type { ActionCall, CompensationCall } from './saga-call';
import type { Shop } from './shop';

export interface Payment {
  readonly paymentId: string;
  readonly paidCents: number;
}

export const processPayment =
  ({ bank, journal }: Shop) =>
  (call: ActionCall<Order>): Promise<Payment> =>
    doOnce(call, {
      journal: journal('payments'),
      perform: async (key) => {
        const paidCents = totalCents(call.input.items);
        const { paymentId } = await bank.capture(key, call.input.card, paidCents);
        return { paymentId, paidCents };
      },
      undo: (key) => bank.refund(key),
    });

export const refundPayment =
  ({ bank, journal }: Shop) =>
  (call: CompensationCall<Order>): Promise<object> =>
    undoOnce(call, { journal: journal('payments'), undo: (key) => bank.refund(key) });
