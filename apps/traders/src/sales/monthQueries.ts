import { query } from '../database.js';
import Money from '../domain/Money.js';
import type Month from '../domain/Month.js';
import SoldOrder from '../domain/SoldOrder.js';
import SoldProduct from '../domain/SoldProduct.js';

/** The orders of a month, by number. */
export function findOrders(month: Month): SoldOrder[]
{
    const rows = query<{ id: number; customer: string; day: string; total: number }>(`
        SELECT orders.id AS id, customers.name AS customer, day, sum(amount) / 10000.0 AS total
        FROM orders JOIN customers ON customers.id = customer JOIN order_lines ON order_id = orders.id
        WHERE day >= ? AND day < ?
        GROUP BY orders.id
        ORDER BY orders.id`, ...period(month));

    return rows.map(row => new SoldOrder(row.id, row.customer, new Date(row.day), new Money(row.total)));
}

/** The products that sold in a month, the best-selling first. */
export function findProducts(month: Month): SoldProduct[]
{
    const rows = query<{ name: string; category: string; quantity: number; total: number }>(`
        SELECT name, category, sum(quantity) AS quantity, sum(amount) / 10000.0 AS total
        FROM orders JOIN order_lines ON order_id = orders.id JOIN products ON products.id = product
        WHERE day >= ? AND day < ?
        GROUP BY products.id
        ORDER BY total DESC, products.id`, ...period(month));

    return rows.map(row => new SoldProduct(row.name, row.category, row.quantity, new Money(row.total)));
}

/** The amount of each category that sold in a month, the largest first. */
export function totalCategories(month: Month): Map<string, Money>
{
    const rows = query<{ category: string; total: number }>(`
        SELECT category, sum(amount) / 10000.0 AS total
        FROM orders JOIN order_lines ON order_id = orders.id JOIN products ON products.id = product
        WHERE day >= ? AND day < ?
        GROUP BY category
        ORDER BY total DESC, category`, ...period(month));

    return new Map(rows.map(row => [row.category, new Money(row.total)]));
}

/** The amount of each day of a month on which something sold, in order. */
export function totalDays(month: Month): Map<number, Money>
{
    const rows = query<{ day: number; total: number }>(`
        SELECT CAST(substr(day, 9, 2) AS INTEGER) AS day, sum(amount) / 10000.0 AS total
        FROM orders JOIN order_lines ON order_id = id
        WHERE orders.day >= ? AND orders.day < ?
        GROUP BY orders.day
        ORDER BY orders.day`, ...period(month));

    return new Map(rows.map(row => [row.day, new Money(row.total)]));
}

/** How many orders a month has. */
export function countOrders(month: Month): number
{
    const [row] = query<{ orders: number }>('SELECT count(*) AS orders FROM orders WHERE day >= ? AND day < ?', ...period(month));

    return row?.orders ?? 0;
}

function period(month: Month): [start: string, end: string]
{
    return [month.start.toISOString().slice(0, 10), month.end.toISOString().slice(0, 10)];
}
