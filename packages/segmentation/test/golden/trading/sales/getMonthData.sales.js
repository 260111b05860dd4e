import { readOrders } from '../database.js';
import { Order } from '../domain/Order.js';

/** The data of a month. */
export default async function getMonthData(year: number, month: number): Promise<MonthData>
{
    const orders = readOrders(year, month).map(({ id, total }) => new Order(id, total));

    return { year, month, orders };
}
