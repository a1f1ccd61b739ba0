/** An error whose name the saga reads: what Step Functions knows of a function's error is its name. */
abstract class ShopError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** The order is not one that anybody could fulfil. Nothing was written. */
export class InvalidOrder extends ShopError {}

/** Another execution has this order already. Nothing was written. */
export class OrderExists extends ShopError {}

/** The bank refused, and took nothing. */
export class CardDeclined extends ShopError {}

/** The bank refuses to pay back; a person has to find another way. */
export class RefundRejected extends ShopError {}

/** At least one item is not there in full. Nothing was set aside. */
export class OutOfStock extends ShopError {}

/** The courier does not go there. Nothing was booked. */
export class AddressNotServed extends ShopError {}

/** The saga has given this step up, and undone it before it was even done: it must not be done any more. */
export class AlreadyUndone extends ShopError {}
