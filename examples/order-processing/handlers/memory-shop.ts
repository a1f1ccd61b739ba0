import { AddressNotServed, CardDeclined, OutOfStock, RefundRejected } from './errors';
import type { Address, Order, OrderItem } from './order';
import type { Bank, Courier, Journal, JournalEntry, OrderBook, Shop, Warehouse } from './shop';

/** How many of each item are on the shelves. */
export type Stock = Readonly<Record<string, number>>;

/** A shop that forgets everything when its process ends: for tests and rehearsals, and to be looked into. */
export class MemoryShop implements Shop {
  public readonly orders = new MemoryOrderBook();
  public readonly bank = new MemoryBank();
  public readonly courier = new MemoryCourier();
  public readonly warehouse: MemoryWarehouse;
  private readonly journals = new Map<string, MemoryJournal>();

  public constructor(stock: Stock) {
    this.warehouse = new MemoryWarehouse(stock);
  }

  public readonly journal = (step: string): Journal => {
    const journal = this.journals.get(step) ?? new MemoryJournal();
    this.journals.set(step, journal);
    return journal;
  };
}

class MemoryOrderBook implements OrderBook {
  /** The orders that stand, by key. */
  public readonly standing = new Map<string, Order>();

  public async place(key: string, order: Order): Promise<void> {
    this.standing.set(key, order);
  }

  public async cancel(key: string): Promise<void> {
    this.standing.delete(key);
  }
}

/** Knows three cards: one that always pays, one that it declines, one that was closed after it had paid. */
class MemoryBank implements Bank {
  /** The payments that were not paid back, by key, in cents. */
  public readonly captured = new Map<string, number>();
  private readonly closedCards = new Set<string>();

  public async capture(key: string, card: string, cents: number): Promise<{ paymentId: string }> {
    if (card.startsWith('card_declined')) throw new CardDeclined(`the bank declines ${card}: insufficient funds`);
    this.captured.set(key, cents);
    if (card.startsWith('card_closing')) this.closedCards.add(key);
    return { paymentId: `pay_${key.slice(0, 12)}` };
  }

  public async refund(key: string): Promise<void> {
    if (this.closedCards.has(key)) throw new RefundRejected('the card was closed: the bank cannot pay back to it');
    this.captured.delete(key);
  }
}

class MemoryWarehouse implements Warehouse {
  /** What is set aside, by key. */
  public readonly reserved = new Map<string, readonly OrderItem[]>();
  private readonly shelves: Map<string, number>;

  public constructor(stock: Stock) {
    this.shelves = new Map(Object.entries(stock));
  }

  public onShelf(sku: string): number {
    return this.shelves.get(sku) ?? 0;
  }

  public async reserve(key: string, items: readonly OrderItem[]): Promise<{ pickList: string }> {
    const wanted = new Map<string, number>();
    for (const { sku, quantity } of items) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
    for (const [sku, quantity] of wanted) {
      const there = this.onShelf(sku);
      if (there < quantity) throw new OutOfStock(`${quantity} of ${sku} are wanted, ${there} are there`);
    }
    for (const [sku, quantity] of wanted) this.shelves.set(sku, this.onShelf(sku) - quantity);
    this.reserved.set(key, items);
    return { pickList: `pick_${key.slice(0, 12)}` };
  }

  public async release(key: string): Promise<void> {
    for (const { sku, quantity } of this.reserved.get(key) ?? []) this.shelves.set(sku, this.onShelf(sku) + quantity);
    this.reserved.delete(key);
  }
}

class MemoryCourier implements Courier {
  /** Where parcels go, by key. */
  public readonly booked = new Map<string, Address>();

  public async book(key: string, address: Address): Promise<{ trackingNumber: string }> {
    if (!SERVED_COUNTRIES.includes(address.country)) {
      throw new AddressNotServed(`the courier does not deliver to ${address.city}, ${address.country}`);
    }
    this.booked.set(key, address);
    return { trackingNumber: `PX${key.slice(0, 10).toUpperCase()}` };
  }

  public async cancel(key: string): Promise<void> {
    this.booked.delete(key);
  }
}

const SERVED_COUNTRIES = ['AT', 'BE', 'CH', 'DE', 'DK', 'ES', 'FR', 'GB', 'IE', 'IT', 'NL', 'PL', 'PT', 'SE'];

class MemoryJournal implements Journal {
  private readonly entries = new Map<string, JournalEntry>();

  public async begin(orderId: string, key: string): Promise<JournalEntry> {
    return this.entries.get(orderId) ?? this.write(orderId, { state: 'begun', key });
  }

  public async finish(orderId: string, result: unknown): Promise<JournalEntry> {
    const entry = this.entries.get(orderId);
    if (entry?.state !== 'begun') return entry ?? { state: 'undone' };
    return this.write(orderId, { ...entry, state: 'done', result });
  }

  public async undo(orderId: string): Promise<JournalEntry> {
    return this.write(orderId, { key: this.entries.get(orderId)?.key, state: 'undone' });
  }

  private write(orderId: string, entry: JournalEntry): JournalEntry {
    this.entries.set(orderId, entry);
    return entry;
  }
}
