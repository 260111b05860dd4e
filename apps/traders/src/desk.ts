import Order from './domain/Order.js';
import OrderLine from './domain/OrderLine.js';
import type Receipt from './domain/Receipt.js';
import { OutOfStock } from './sales/errors.js';
import recordOrder from './sales/recordOrder.js';
import recordOrderV2 from './sales/recordOrderV2.js';

/** What the desk tells a customer whose order is larger than the stock. */
export interface Shortage
{
    readonly message: string;
    /** Units that are left. */
    readonly available: number;
}

/** Orders a product as the first order books did: tells the number of the order, or what is short. */
export async function order(customer: string, orderedOn: Date, product: number, quantity: number): Promise<number | Shortage>
{
    try
    {
        return await recordOrder(new Order(customer, orderedOn, [new OrderLine(product, quantity)]));
    }
    catch (error)
    {
        if (error instanceof OutOfStock)
        {
            return { message: error.message, available: error.available };
        }

        throw error;
    }
}

/** Orders a product, and hands out a receipt. */
export async function orderWithReceipt(customer: string, orderedOn: Date, product: number, quantity: number): Promise<Receipt>
{
    return recordOrderV2(new Order(customer, orderedOn, [new OrderLine(product, quantity)]));
}
