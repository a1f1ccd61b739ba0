/** What a customer sends: the input of the saga. */
export interface Order {
  /** Made by the shop's website, one for each order. */
  readonly orderId: string;
  readonly customer: string;
  readonly items: readonly OrderItem[];
  /** The card as the payment provider knows it, never its number. */
  readonly card: string;
  readonly address: Address;
}

export interface OrderItem {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

export interface Address {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
}

export function totalCents(items: readonly OrderItem[]): number {
  return items.reduce((total, { quantity, unitPriceCents }) => total + quantity * unitPriceCents, 0);
}
