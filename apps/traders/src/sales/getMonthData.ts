import MonthSales from '../domain/MonthSales.js';
import { NoSales } from './errors.js';
import { findOrders, findProducts, totalCategories } from './monthQueries.js';
import { readMonth } from './readMonth.js';

/**
 * Everything that was sold in a month.
 *
 * @throws InvalidMonth, NoSales
 */
export default async function getMonthData(year: number, month: number): Promise<MonthSales>
{
    const wanted = readMonth(year, month);
    const orders = findOrders(wanted);

    if (orders.length === 0)
    {
        throw new NoSales(wanted.toString());
    }

    return new MonthSales(wanted, orders, findProducts(wanted), totalCategories(wanted));
}
