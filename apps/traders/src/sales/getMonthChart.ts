import MonthChart from '../domain/MonthChart.js';
import { NoSales } from './errors.js';
import { countOrders, totalCategories, totalDays } from './monthQueries.js';
import { readMonth } from './readMonth.js';

/**
 * The figures of a month, for a picture of them.
 *
 * @throws InvalidMonth, NoSales
 */
export default async function getMonthChart(year: number, month: number): Promise<MonthChart>
{
    const wanted = readMonth(year, month);
    const orders = countOrders(wanted);

    if (orders === 0)
    {
        throw new NoSales(wanted.toString());
    }

    return new MonthChart(wanted, orders, totalCategories(wanted), totalDays(wanted));
}
