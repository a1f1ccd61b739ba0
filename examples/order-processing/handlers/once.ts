import { AlreadyUndone, OrderExists } from './errors';
import type { Order } from './order';
import type { ActionCall, CompensationCall } from './saga-call';
import type { Journal } from './shop';

/** Something that is done and undone under the same key. */
export interface Effect<Result> {
  readonly journal: Journal;
  readonly undo: (key: string) => Promise<void>;
  readonly perform: (key: string) => Promise<Result>;
}

/**
 * Does a step once, however often it is called, and not at all once it has been undone.
 *
 * A time limit does not stop a function: its compensation may come while it still runs, or even before it has begun.
 */
export async function doOnce<Result>(call: ActionCall<Order>, effect: Effect<Result>): Promise<Result> {
  const { orderId } = call.input;
  const entry = await effect.journal.begin(orderId, call.idempotencyKey);
  if (entry.state === 'undone') throw new AlreadyUndone(`${call.step} of order ${orderId} has been undone`);
  if (entry.key !== call.idempotencyKey) throw new OrderExists(`order ${orderId} is handled by another execution`);
  if (entry.state === 'done') return entry.result as Result;

  const result = await effect.perform(call.idempotencyKey);
  const { state } = await effect.journal.finish(orderId, result);
  if (state === 'done') return result;
  await effect.undo(call.idempotencyKey);
  throw new AlreadyUndone(`${call.step} of order ${orderId} was undone while it was being done`);
}

/** Undoes a step, whether it was done, half done or never begun. Called again, it tries again. */
export async function undoOnce(
  call: CompensationCall<Order>,
  effect: Pick<Effect<unknown>, 'journal' | 'undo'>,
): Promise<{ undone: boolean }> {
  const { key } = await effect.journal.undo(call.input.orderId);
  if (key !== undefined) await effect.undo(key);
  return { undone: key !== undefined };
}
