import { query, transact } from '../database.js';
import Money from '../domain/Money.js';
import type Order from '../domain/Order.js';
import OrderLine from '../domain/OrderLine.js';
import Receipt from '../domain/Receipt.js';
import { InvalidOrder, OutOfStock } from './errors.js';

interface Product
{
    readonly name: string;
    readonly price: number;
    readonly stock: number;
    readonly reorderLevel: number;
}

/**
 * Takes an order into the books and its products from the stock: all of it, or nothing happens.
 *
 * @param partial - Deliver what is left where stock is short; only an order of which nothing is left is refused.
 * @throws InvalidOrder, OutOfStock
 */
export function placeOrder(order: Order, partial: boolean): Receipt
{
    checkOrder(order);

    return transact(() =>
    {
        const [customer] = query('SELECT id FROM customers WHERE id = ?', order.customer);

        if (customer === undefined)
        {
            throw new InvalidOrder(`There is no customer "${order.customer}".`);
        }

        const lines = takeStock(order.lines, partial);
        const [{ id } = { id: 0 }] = query<{ id: number }>('INSERT INTO orders (customer, day) VALUES (?, ?) RETURNING id', order.customer, order.day);
        const amounts: Money[] = [];
        const reorder: string[] = [];

        for (const line of lines)
        {
            const { name, price, stock, reorderLevel } = findProduct(line.product);
            const [{ amount } = { amount: 0 }] = query<{ amount: number }>(
                'INSERT INTO order_lines (order_id, product, price, quantity, discount) VALUES (?, ?, ?, ?, ?) RETURNING amount / 10000.0 AS amount',
                id, line.product, price, line.quantity, line.discount);

            amounts.push(new Money(amount));

            if (stock <= reorderLevel)
            {
                reorder.push(name);
            }
        }

        return new Receipt(id, Money.sum(amounts), lines, reorder);
    });
}

function takeStock(lines: readonly OrderLine[], partial: boolean): OrderLine[]
{
    const taken: OrderLine[] = [];
    let shortage: OutOfStock | undefined;

    for (const { product, quantity, discount } of lines)
    {
        const { name, stock } = findProduct(product);

        if (stock < quantity)
        {
            shortage ??= new OutOfStock(name, quantity, stock);
        }

        if (shortage !== undefined && !partial)
        {
            throw shortage;
        }

        const delivered = Math.min(stock, quantity);

        if (delivered > 0)
        {
            query('UPDATE products SET stock = stock - ? WHERE id = ?', delivered, product);
            taken.push(new OrderLine(product, delivered, discount));
        }
    }

    if (shortage !== undefined && taken.length === 0)
    {
        throw shortage;
    }

    return taken;
}

function findProduct(id: number): Product
{
    const [product] = query<Product>('SELECT name, price, stock, reorder_level AS reorderLevel FROM products WHERE id = ?', id);

    if (product === undefined)
    {
        throw new InvalidOrder(`There is no product ${id}.`);
    }

    return product;
}

// An order may come from anywhere: nothing that the types say of it is certain.
function checkOrder(order: Partial<Record<keyof Order, unknown>> | null | undefined): void
{
    const { customer, orderedOn, lines } = order ?? {};

    if (typeof customer !== 'string' || !(orderedOn instanceof Date) || Number.isNaN(orderedOn.getTime()) || !Array.isArray(lines) || typeof order?.day !== 'string')
    {
        throw new InvalidOrder('An order has a customer, the date of the order, and lines.');
    }

    if (!/^(?!0000)\d{4}-/.test(order.day))
    {
        throw new InvalidOrder('An order is of a year from 1 to 9999.');
    }

    const products = new Set<unknown>();

    for (const line of lines as readonly (Partial<Record<keyof OrderLine, unknown>> | null | undefined)[])
    {
        const { product, quantity, discount } = line ?? {};

        if (!isWhole(product, 1, Number.MAX_SAFE_INTEGER) || !isWhole(quantity, 1, 10_000) || !isWhole(discount, 0, 100) || products.has(product))
        {
            throw new InvalidOrder('A line of an order has a product that no other line has, a quantity from 1 to 10000, and a discount from 0 to 100 percent.');
        }

        products.add(product);
    }

    if (products.size === 0)
    {
        throw new InvalidOrder('An order has at least one line.');
    }
}

function isWhole(value: unknown, least: number, most: number): boolean
{
    return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}
