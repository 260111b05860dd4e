import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { transpile } from './transpile.js';

// Sets the database up, records orders until one does not fit, and says what became of them.
const program = `
    import { query, setUp, tearDown } from './database.js';
    import Order from './domain/Order.js';
    import OrderLine from './domain/OrderLine.js';
    import { placeOrder } from './sales/placeOrder.js';

    await setUp();

    const [{ count }] = query('SELECT count(*) AS count FROM orders WHERE id <= 11077');
    const numbers = [];
    let failure;

    for (let turn = 0; turn < 12; turn++)
    {
        try
        {
            numbers.push(placeOrder(new Order('ALFKI', new Date('1998-05-07'), [new OrderLine(1, 1)]), false).number);
        }
        catch (error)
        {
            failure = error.message;
        }
    }

    await tearDown();
    console.log(JSON.stringify({ count, numbers, failure }));
`;

let application = '';
let folder = '';

beforeAll(async () =>
{
    application = await transpile('processes');
    folder = await mkdtemp(join(tmpdir(), 'traders-'));

    await writeFile(join(application, 'program.js'), program);
});

afterAll(async () =>
{
    await rm(application, { recursive: true });
    await rm(folder, { recursive: true });
});

it('lets several processes fill the database, and sell from one stock, at the same time', async () =>
{
    const outcomes = await Promise.all(Array.from({ length: 4 }, run));

    // The stock has 39 units of product 1, and 48 orders want one each.
    const numbers = outcomes.flatMap(outcome => outcome.numbers).sort((left, right) => left - right);

    expect(outcomes.map(outcome => outcome.count)).toEqual([830, 830, 830, 830]);
    expect(numbers).toEqual(Array.from({ length: 39 }, (_, index) => 11078 + index));
    expect(outcomes.map(outcome => outcome.failure)).toContain('Of "Chai", 1 were ordered, and 0 are left.');
}, 60_000);

async function run(): Promise<{ count: number; numbers: number[]; failure?: string }>
{
    const child = spawn(process.execPath, [join(application, 'program.js')], { env: { ...process.env, TRADERS_DATA: folder }, stdio: ['ignore', 'pipe', 'inherit'] });

    const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);

    expect(child.exitCode).toBe(0);

    return JSON.parse(output) as { count: number; numbers: number[]; failure?: string };
}
