import type { Address, Order, OrderItem } from './order';

/**
 * What the handlers need of the world. Everything that is done is filed under the idempotency key of the action that does
 * it: doing it again does nothing more, and undoing it needs nothing else to find it.
 */
export interface Shop {
  readonly orders: OrderBook;
  readonly bank: Bank;
  readonly warehouse: Warehouse;
  readonly courier: Courier;
  /** One for each step. */
  journal(step: string): Journal;
}

export interface OrderBook {
  place(key: string, order: Order): Promise<void>;
  cancel(key: string): Promise<void>;
}

export interface Bank {
  /** @throws CardDeclined */
  capture(key: string, card: string, cents: number): Promise<{ readonly paymentId: string }>;
  /** @throws RefundRejected */
  refund(key: string): Promise<void>;
}

export interface Warehouse {
  /** @throws OutOfStock */
  reserve(key: string, items: readonly OrderItem[]): Promise<{ readonly pickList: string }>;
  release(key: string): Promise<void>;
}

export interface Courier {
  /** @throws AddressNotServed */
  book(key: string, address: Address): Promise<{ readonly trackingNumber: string }>;
  cancel(key: string): Promise<void>;
}

/** What one step knows of each order. Each method is one conditional write to a table. */
export interface Journal {
  /** Notes that the step begins, unless there is an entry; returns the entry that is there now. */
  begin(orderId: string, key: string): Promise<JournalEntry>;
  /** Notes the result, unless the step has been undone meanwhile; returns the entry that is there now. */
  finish(orderId: string, result: unknown): Promise<JournalEntry>;
  /** Notes that the step is undone, even where it never began: it must not begin later. Returns the entry that is there now. */
  undo(orderId: string): Promise<JournalEntry>;
}

export interface JournalEntry {
  readonly state: 'begun' | 'done' | 'undone';
  /** The key of the action; missing where it never began. */
  readonly key?: string;
  readonly result?: unknown;
}
