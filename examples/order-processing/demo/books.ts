import type { Json } from 'cdk-workflows/testing';
import { type Order, type OrderItem, totalCents } from '../handlers/order';
import type { OrdersFile } from './orders-file';
import type { RehearsedOrders } from './rehearse-orders';

/** Something of the shop that must be there for the right orders and for no others. */
export interface BookCheck {
  readonly what: string;
  readonly unit: 'orders' | 'cents' | 'pieces' | 'parcels';
  readonly found: number;
  /** Accounted for by orders that were delivered. */
  readonly delivered: number;
  /** Accounted for by messages which ask a person to undo it. */
  readonly reported: number;
  readonly balances: boolean;
}

/** No money taken without a delivery, nothing set aside without an order, unless the failure queue says so. */
export function checkBooks(file: OrdersFile, { rows, messages, shop }: RehearsedOrders): BookCheck[] {
  const delivered = file.orders.filter((_, index) => rows[index].outcome === 'delivered').map(({ input }) => input);
  const check = (
    what: string,
    unit: BookCheck['unit'],
    step: string,
    found: number,
    measure: (order: Order) => number,
  ): BookCheck => {
    const byDelivery = sum(delivered.map(measure));
    const byReport = sum(ordersReported(messages, step).map(measure));
    return { what, unit, found, delivered: byDelivery, reported: byReport, balances: found === byDelivery + byReport };
  };
  const { orders, bank, courier } = shop;
  return [
    check('orders that stand', 'orders', 'CreateOrder', orders.standing.size, () => 1),
    check('money taken', 'cents', 'ProcessPayment', sum(bank.captured.values()), ({ items }) => totalCents(items)),
    check('off the shelves', 'pieces', 'ReserveInventory', takenOffShelves(file, shop), ({ items }) => pieces(items)),
    check('deliveries booked', 'parcels', 'StartDelivery', courier.booked.size, () => 1),
  ];
}

function takenOffShelves({ stock }: OrdersFile, { warehouse }: RehearsedOrders['shop']): number {
  return sum(Object.entries(stock).map(([sku, before]) => before - warehouse.onShelf(sku)));
}

function ordersReported(messages: readonly Json[], step: string): Order[] {
  const reports = messages as unknown as { readonly step: string; readonly payload: { readonly input: Order } }[];
  return reports.filter((report) => report.step === step).map(({ payload }) => payload.input);
}

function pieces(items: readonly OrderItem[]): number {
  return sum(items.map(({ quantity }) => quantity));
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
