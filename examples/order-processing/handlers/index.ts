import { handlersOf } from './handlers';
import { MemoryShop } from './memory-shop';

/**
 * What Lambda loads. A shop in memory is one for each function, and gone when Lambda lets go of it: enough to try a
 * deployment. Before customers come, put your tables and the services of your bank, warehouse and courier behind `Shop`.
 */
export const {
  createOrder,
  cancelOrder,
  processPayment,
  refundPayment,
  reserveInventory,
  releaseInventory,
  startDelivery,
  cancelDelivery,
} = handlersOf(new MemoryShop(JSON.parse(process.env.STOCK ?? '{}')));
