import type Order from '../domain/Order.js';
import type Receipt from '../domain/Receipt.js';
import { placeOrder } from './placeOrder.js';

/**
 * Records an order, and takes its products from the stock.
 *
 * @param partial - Deliver what is left where stock is short, instead of refusing the order.
 * @throws InvalidOrder, OutOfStock
 */
export default async function recordOrderV2(order: Order, partial = false): Promise<Receipt>
{
    return placeOrder(order, partial);
}
