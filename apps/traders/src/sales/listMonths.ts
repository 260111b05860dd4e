import { query } from '../database.js';
import Money from '../domain/Money.js';
import Month from '../domain/Month.js';
import MonthSummary from '../domain/MonthSummary.js';

/** The months in which something was sold, in order. */
export default async function listMonths(): Promise<MonthSummary[]>
{
    const rows = query<{ year: number; month: number; orders: number; total: number }>(`
        SELECT CAST(substr(day, 1, 4) AS INTEGER) AS year, CAST(substr(day, 6, 2) AS INTEGER) AS month,
               count(DISTINCT id) AS orders, sum(amount) / 10000.0 AS total
        FROM orders JOIN order_lines ON order_id = id
        GROUP BY 1, 2
        ORDER BY 1, 2`);

    return rows.map(row => new MonthSummary(new Month(row.year, row.month), row.orders, new Money(row.total)));
}
