import { describe, expect, it } from 'vitest';

import { query, setUp, tearDown } from '../src/database.js';
import databaseHealth from '../src/databaseHealth.js';
import Money from '../src/domain/Money.js';
import { InvalidMonth, NoSales } from '../src/sales/errors.js';
import getMonthChart from '../src/sales/getMonthChart.js';
import getMonthData from '../src/sales/getMonthData.js';
import listMonths from '../src/sales/listMonths.js';
import { openTraders, readSampleLines, sum } from './traders.js';

openTraders();

const lines = readSampleLines();

describe('The database', () =>
{
    it('holds the whole sample data', () =>
    {
        const count = (table: string): number => query<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)[0]!.count;

        expect([count('orders'), count('order_lines'), count('products'), count('customers')]).toEqual([830, 2155, 77, 91]);
        expect(query('SELECT sum(price * quantity) AS gross FROM order_lines')).toMatchObject([{ gross: 135_445_859 }]);
    });

    it('is open until everyone who opened it has closed it', async () =>
    {
        await setUp();
        await tearDown();
        await expect(databaseHealth.isHealthy()).resolves.toBe(true);

        await tearDown();
        await expect(databaseHealth.isHealthy()).resolves.toBe(false);
        expect(() => query('SELECT 1')).toThrow('The database is not open.');

        await setUp();
        await expect(databaseHealth.isHealthy()).resolves.toBe(true);
    });
});

describe('listMonths', () =>
{
    it('lists the 23 months of the sample data with their orders and totals', async () =>
    {
        const months = await listMonths();
        const expected = [...new Set(lines.map(line => line.day.slice(0, 7)))].sort();

        expect(months.map(({ month }) => month.toString())).toEqual(expected);
        expect(months).toHaveLength(23);
        expect(months.at(0)!.month.name).toBe('July 1996');
        expect(months.at(-1)!.month.name).toBe('May 1998');
        expect(months.reduce((orders, month) => orders + month.orders, 0)).toBe(830);
        expect(Money.sum(months.map(month => month.total)).toString()).toBe('$1,265,793.04');

        for (const { month, orders, total } of months)
        {
            const own = lines.filter(line => line.day.startsWith(month.toString()));

            expect(orders).toBe(new Set(own.map(line => line.order)).size);
            expect(total.dollars).toBe(sum(own));
        }
    });
});

describe('getMonthData', () =>
{
    it('gives the orders, products and totals of a month', async () =>
    {
        const data = await getMonthData(1997, 1);
        const own = lines.filter(line => line.day.startsWith('1997-01'));

        expect(data.total.toString()).toBe('$61,258.07');
        expect(data.total.dollars).toBe(sum(own));
        expect(data.orders).toHaveLength(33);
        expect(data.orders[0]).toMatchObject({ number: 10400, customer: 'Eastern Connection', orderedOn: new Date('1997-01-01') });
        expect(data.orders[0]!.total).toBeInstanceOf(Money);
        expect(Money.sum(data.orders.map(order => order.total)).dollars).toBe(data.total.dollars);
        expect(Money.sum(data.products.map(product => product.total)).dollars).toBe(data.total.dollars);
        expect(data.totals).toBeInstanceOf(Map);

        for (const [category, total] of data.totals)
        {
            expect(total.dollars).toBe(sum(own.filter(line => line.category === category)));
        }
    });

    it('refuses a month without sales, and one that does not exist', async () =>
    {
        await expect(getMonthData(1990, 1)).rejects.toBeInstanceOf(NoSales);
        await expect(getMonthData(1990, 1)).rejects.toMatchObject({ month: '1990-01', status: 404, message: 'Nothing was sold in 1990-01.' });
        await expect(getMonthData(1997, 13)).rejects.toBeInstanceOf(InvalidMonth);
    });
});

describe('getMonthChart', () =>
{
    it('gives the figures of a month by category and by day', async () =>
    {
        const chart = await getMonthChart(1998, 4);
        const own = lines.filter(line => line.day.startsWith('1998-04'));

        expect(chart.orders).toBe(74);
        expect(chart.total.dollars).toBe(sum(own));
        expect(Money.sum(chart.days.values()).dollars).toBe(sum(own));
        expect([...chart.days.keys()]).toEqual([...chart.days.keys()].sort((left, right) => left - right));
        expect(chart.categories.get('Beverages')!.dollars).toBe(sum(own.filter(line => line.category === 'Beverages')));
        expect([...chart.categories.values()].map(total => total.dollars)).toEqual([...chart.categories.values()].map(total => total.dollars).sort((left, right) => right - left));
    });

    it('refuses a month without sales', async () =>
    {
        await expect(getMonthChart(1998, 6)).rejects.toBeInstanceOf(NoSales);
    });
});
