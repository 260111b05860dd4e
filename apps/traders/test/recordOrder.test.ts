import { describe, expect, it } from 'vitest';

import { query } from '../src/database.js';
import Order from '../src/domain/Order.js';
import OrderLine from '../src/domain/OrderLine.js';
import { InvalidOrder, OutOfStock } from '../src/sales/errors.js';
import getMonthData from '../src/sales/getMonthData.js';
import recordOrder from '../src/sales/recordOrder.js';
import recordOrderV2 from '../src/sales/recordOrderV2.js';
import { openTraders } from './traders.js';

openTraders();

const day = new Date('1998-05-07T10:00:00Z');
const stock = (product: number): number => query<{ stock: number }>('SELECT stock FROM products WHERE id = ?', product)[0]!.stock;

describe('recordOrder', () =>
{
    it('takes the order into the books and its products from the stock', async () =>
    {
        const before = await getMonthData(1998, 5);
        const number = await recordOrder(new Order('ALFKI', day, [new OrderLine(1, 10), new OrderLine(2, 1, 5)]));
        const after = await getMonthData(1998, 5);

        expect(number).toBe(11078);
        expect(after.orders.at(-1)).toMatchObject({ number: 11078, customer: 'Alfreds Futterkiste', orderedOn: new Date('1998-05-07') });
        expect(after.total.dollars - before.total.dollars).toBeCloseTo(10 * 18 + 0.95 * 19, 6);
        expect([stock(1), stock(2)]).toEqual([29, 16]);
    });

    it('refuses an order that it cannot deliver, and changes nothing', async () =>
    {
        const attempt = recordOrder(new Order('ALFKI', day, [new OrderLine(1, 10), new OrderLine(2, 18)]));

        await expect(attempt).rejects.toBeInstanceOf(OutOfStock);
        await expect(attempt).rejects.toMatchObject({ product: 'Chang', requested: 18, available: 17, status: 409 });
        expect(stock(1)).toBe(39);
        expect(query('SELECT id FROM orders WHERE id > 11077')).toEqual([]);
    });

    it.each([
        ['nothing', null],
        ['no lines', new Order('ALFKI', day, [])],
        ['an unknown customer', new Order('NOONE', day, [new OrderLine(1, 1)])],
        ['an unknown product', new Order('ALFKI', day, [new OrderLine(99, 1)])],
        ['a product twice', new Order('ALFKI', day, [new OrderLine(1, 1), new OrderLine(1, 1)])],
        ['a part of a unit', new Order('ALFKI', day, [new OrderLine(1, 0.5)])],
        ['a negative quantity', new Order('ALFKI', day, [new OrderLine(1, -1)])],
        ['a discount over 100 percent', new Order('ALFKI', day, [new OrderLine(1, 1, 101)])],
        ['no valid date', new Order('ALFKI', new Date(Number.NaN), [new OrderLine(1, 1)])],
        ['the year 0', new Order('ALFKI', new Date('0000-05-07'), [new OrderLine(1, 1)])],
        ['a line that is none', new Order('ALFKI', day, [null as never])],
        ['data of another class', { customer: 'ALFKI', orderedOn: '1998-05-07', lines: [{ product: 1, quantity: 1, discount: 0 }] }]
    ])('refuses an order with %s', async (_, order) =>
    {
        await expect(recordOrder(order as Order)).rejects.toBeInstanceOf(InvalidOrder);
        expect(stock(1)).toBe(39);
    });
});

describe('recordOrder 2.0.0', () =>
{
    it('gives a receipt that says what must be bought again', async () =>
    {
        const receipt = await recordOrderV2(new Order('ERNSH', day, [new OrderLine(1, 29, 25), new OrderLine(6, 1)]));

        expect(receipt.number).toBe(11078);
        expect(receipt.total.toString()).toBe('$416.50');
        expect(receipt.lines).toEqual([new OrderLine(1, 29, 25), new OrderLine(6, 1)]);
        expect(receipt.reorder).toEqual(['Chai']);
    });

    it('refuses an order that it cannot deliver whole', async () =>
    {
        await expect(recordOrderV2(new Order('ERNSH', day, [new OrderLine(1, 40)]))).rejects.toBeInstanceOf(OutOfStock);
    });

    it('delivers what is left when asked to', async () =>
    {
        const receipt = await recordOrderV2(new Order('ERNSH', day, [new OrderLine(1, 40), new OrderLine(5, 1), new OrderLine(6, 2)]), true);

        expect(receipt.lines).toEqual([new OrderLine(1, 39), new OrderLine(6, 2)]);
        expect(stock(1)).toBe(0);
    });

    it('refuses an order of which nothing is left', async () =>
    {
        await expect(recordOrderV2(new Order('ERNSH', day, [new OrderLine(5, 1)]), true)).rejects.toMatchObject({ product: 'Chef Anton\'s Gumbo Mix', available: 0 });
    });
});
