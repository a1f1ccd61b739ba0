import { readFileSync } from 'node:fs';
import type { Stock } from '../handlers/memory-shop';
import type { Order } from '../handlers/order';

/** Orders for a rehearsal, and what the shop has on its shelves before the first of them. */
export interface OrdersFile {
  readonly stock: Stock;
  readonly orders: readonly RehearsedOrder[];
}

export interface RehearsedOrder {
  /** What is special about it, for a person. */
  readonly about: string;
  readonly input: Order;
  /** What goes wrong outside of the handlers; what is wrong with the order itself, they find themselves. */
  readonly trouble?: Trouble;
  readonly expected: ExpectedEnd;
}

/** By the state that it happens to. */
export type Trouble = Readonly<Record<string, StateTrouble>>;

export type StateTrouble =
  /** Nothing is done and nobody answers. */
  | { readonly kind: 'noAnswer' }
  /** It is done after some seconds, but the answer is lost. */
  | { readonly kind: 'answerLost'; readonly doneAfterSeconds: number }
  /** It fails before anything is done: so many times, or always. */
  | { readonly kind: 'fails'; readonly error: string; readonly cause: string; readonly times?: number };

export interface ExpectedEnd {
  readonly outcome: Outcome;
  /** Name of the execution's error. */
  readonly error?: string;
  /** Names of the steps, in the order in which they are undone. */
  readonly undone?: readonly string[];
  /** Names of the steps that could not be undone. */
  readonly notUndone?: readonly string[];
}

/** The last is none that a saga is meant to have. */
export type Outcome = 'delivered' | 'undone' | 'not undone' | 'died';

export function readOrders(file: string): OrdersFile {
  const { stock, orders }: Partial<OrdersFile> = JSON.parse(readFileSync(file, 'utf8'));
  if (!stock) throw new Error(`${file} has no "stock": it says how many of each item are on the shelves`);
  if (!orders?.length) throw new Error(`${file} has no "orders": a list of { about, input, trouble?, expected }`);
  for (const { about, input, expected } of orders) {
    if (!input || !expected?.outcome) {
      throw new Error(`order '${about}' in ${file} must have "input" and "expected.outcome"`);
    }
  }
  return { stock, orders };
}
