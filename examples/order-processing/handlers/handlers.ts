import { cancelDelivery, startDelivery } from './deliveries';
import { releaseInventory, reserveInventory } from './inventory';
import { cancelOrder, createOrder } from './orders';
import { processPayment, refundPayment } from './payments';
import type { Shop } from './shop';

/** All handlers of a shop, by the names that their functions have. */
export function handlersOf(shop: Shop) {
  return {
    createOrder: createOrder(shop),
    cancelOrder: cancelOrder(shop),
    processPayment: processPayment(shop),
    refundPayment: refundPayment(shop),
    reserveInventory: reserveInventory(shop),
    releaseInventory: releaseInventory(shop),
    startDelivery: startDelivery(shop),
    cancelDelivery: cancelDelivery(shop),
  };
}

export type HandlerName = keyof ReturnType<typeof handlersOf>;
