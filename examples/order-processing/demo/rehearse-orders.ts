import { type Handler, type Json, type QueueReference, type Rehearsal, TaskError } from 'cdk-workflows/testing';
import { type HandlerName, handlersOf } from '../handlers/handlers';
import { MemoryShop } from '../handlers/memory-shop';
import { type OrderRow, rowOf } from './order-row';
import type { OrdersFile, StateTrouble } from './orders-file';

/** The handlers as doubles: which state calls which, and how long it takes in virtual time. */
const CALLS: Readonly<Record<string, { readonly handler: HandlerName; readonly milliseconds: number }>> = {
  CreateOrder: { handler: 'createOrder', milliseconds: 120 },
  ProcessPayment: { handler: 'processPayment', milliseconds: 900 },
  ReserveInventory: { handler: 'reserveInventory', milliseconds: 250 },
  StartDelivery: { handler: 'startDelivery', milliseconds: 700 },
  'Compensate CreateOrder': { handler: 'cancelOrder', milliseconds: 90 },
  'Compensate ProcessPayment': { handler: 'refundPayment', milliseconds: 800 },
  'Compensate ReserveInventory': { handler: 'releaseInventory', milliseconds: 200 },
  'Compensate StartDelivery': { handler: 'cancelDelivery', milliseconds: 500 },
};

export interface RehearsedOrders {
  readonly rows: readonly OrderRow[];
  /** What these orders sent to the queue for failed compensations. */
  readonly messages: readonly Json[];
  readonly shop: MemoryShop;
}

export interface RehearsedMachine {
  readonly rehearsal: Rehearsal;
  readonly failureQueue: QueueReference;
}

/** Runs one execution for each order, one after the other, on the same shop. */
export async function rehearseOrders(
  { orders, stock }: OrdersFile,
  { rehearsal, failureQueue }: RehearsedMachine,
): Promise<RehearsedOrders> {
  const shop = new MemoryShop(stock);
  const answers = answersOf(shop);
  const sentBefore = rehearsal.messages(failureQueue).length;
  const rows: OrderRow[] = [];
  for (const order of orders) {
    const troubles = Object.entries(order.trouble ?? {});
    for (const [state, answer] of answers) rehearsal.mock(state, answer);
    for (const [state, trouble] of troubles) makeTrouble(rehearsal, state, trouble, answers.get(state));
    rows.push(rowOf(order, await rehearsal.run(order.input, { name: `order-${rows.length + 1}` })));
    for (const [state] of troubles) rehearsal.restore(state);
  }
  return { rows, messages: rehearsal.messages(failureQueue).slice(sentBefore), shop };
}

function answersOf(shop: MemoryShop): Map<string, Handler> {
  const handlers = handlersOf(shop);
  const answers = Object.entries(CALLS).map(([state, { handler, milliseconds }]): [string, Handler] => [
    state,
    async (payload, { sleep }) => {
      await sleep(milliseconds);
      return handlers[handler](payload);
    },
  ]);
  return new Map(answers);
}

function makeTrouble(rehearsal: Rehearsal, state: string, trouble: StateTrouble, answer?: Handler): void {
  switch (trouble.kind) {
    case 'noAnswer':
      rehearsal.timeout(state);
      break;
    case 'answerLost':
      rehearsal.hang(state, { commitsAfter: trouble.doneAfterSeconds * 1000 });
      break;
    case 'fails': {
      const { error, cause, times } = trouble;
      if (times === undefined) rehearsal.fail(state, { error, cause });
      else rehearsal.sequence(state, [...Array<Error>(times).fill(new TaskError(error, cause)), answer]);
      break;
    }
    default:
      throw new Error(`trouble of ${state} must be of kind noAnswer, answerLost or fails: ${JSON.stringify(trouble)}`);
  }
}
