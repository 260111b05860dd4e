import type Order from '../domain/Order.js';
import { placeOrder } from './placeOrder.js';

/**
 * Records an order, and takes its products from the stock.
 *
 * @returns The number of the order.
 * @throws InvalidOrder, OutOfStock
 */
export default async function recordOrder(order: Order): Promise<number>
{
    return placeOrder(order, false).number;
}
