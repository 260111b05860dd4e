import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import getMonthReport from '../src/reporting/getMonthReport.js';
import getMonthChart from '../src/sales/getMonthChart.js';
import listMonths from '../src/sales/listMonths.js';
import { openTraders } from './traders.js';
import { transpile } from './transpile.js';

openTraders();

// In place of the procedures the page gets modules that ask this server.
const procedures: Readonly<Record<string, string>> = {
    '/sales/listMonths.js': `
        import Money from '../domain/Money.js';
        import Month from '../domain/Month.js';
        import MonthSummary from '../domain/MonthSummary.js';

        export default async function listMonths()
        {
            const months = await (await fetch('/months')).json();

            return months.map(([year, month, orders, total]) => new MonthSummary(new Month(year, month), orders, new Money(total)));
        }`,
    '/sales/getMonthChart.js': `
        import Money from '../domain/Money.js';
        import Month from '../domain/Month.js';
        import MonthChart from '../domain/MonthChart.js';

        export default async function getMonthChart(year, month)
        {
            const answer = await fetch(\`/chart?year=\${year}&month=\${month}\`);

            if (!answer.ok)
            {
                throw new Error(await answer.text());
            }

            const { orders, categories, days } = await answer.json();
            const amounts = entries => new Map(entries.map(([key, value]) => [key, new Money(value)]));

            return new MonthChart(new Month(year, month), orders, amounts(categories), amounts(days));
        }`,
    '/reporting/getMonthReport.js': `
        export default async function getMonthReport(year, month)
        {
            return new Uint8Array(await (await fetch(\`/report?year=\${year}&month=\${month}\`)).arrayBuffer());
        }`
};

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

let application: string;
let server: Server;
let browser: Browser;
let page: Page;
let failure: string | undefined;

beforeAll(async () =>
{
    application = await transpile('page');
    server = createServer((request, response) =>
    {
        answer(new URL(request.url ?? '/', 'http://localhost')).then(
            ({ type, body }) => response.setHeader('content-type', type).end(body),
            (error: unknown) => { response.statusCode = 500; response.end(error instanceof Error ? error.message : 'failed'); });
    });

    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));

    browser = await chromium.launch({ executablePath: process.env['JITAR_CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}, 60_000);

afterAll(async () =>
{
    await browser.close();
    await new Promise(resolve => server.close(resolve));
    await rm(application, { recursive: true });
});

beforeEach(async () =>
{
    failure = undefined;
    page = await browser.newPage();
});

afterEach(async () =>
{
    await page.close();
});

describe('The page', () =>
{
    it('lists the months, and shows the last one', async () =>
    {
        await open();

        expect(await page.locator('nav a').count()).toBe(23);
        expect(await page.locator('nav h2').allTextContents()).toEqual(['1996', '1997', '1998']);
        expect(await page.locator('#month').textContent()).toBe('May 1998');
        expect(await page.locator('#figures dd').first().textContent()).toBe('$18,333.63');
    });

    it('draws the sales of the chosen month by category and by day', async () =>
    {
        await open();
        await page.getByRole('link', { name: 'January $61,258.07' }).click();
        await page.getByRole('heading', { name: 'January 1997' }).waitFor();

        expect(await page.getByRole('img', { name: 'Sales by category in January 1997' }).locator('rect').count()).toBe(8);
        expect(await page.locator('nav a[aria-current]').allTextContents()).toEqual(['January$61,258.07']);

        await page.getByRole('button', { name: 'Day', exact: true }).click();

        expect(await page.getByRole('img', { name: 'Sales by day in January 1997' }).locator('rect').count()).toBe(31);
        expect(await page.locator('#rows tr').count()).toBe((await getMonthChart(1997, 1)).days.size);
    });

    it('opens with the month of its address', async () =>
    {
        await open('#1996-07');

        expect(await page.locator('#month').textContent()).toBe('July 1996');
    });

    it('offers the report', async () =>
    {
        await open('#1996-07');

        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the report (PDF)' }).click()]);

        expect(download.suggestedFilename()).toBe('sales-1996-07.pdf');
        expect(await readFile(await download.path())).toEqual(Buffer.from(await getMonthReport(1996, 7)));
    });

    it('says when something fails, and goes on when it works again', async () =>
    {
        await open();

        failure = 'The node is away.';
        await page.locator('nav a').first().click();
        await page.getByRole('alert').getByText('That did not work: The node is away.').waitFor();
        expect(await page.locator('#sales').isVisible()).toBe(false);

        failure = undefined;
        await page.locator('nav a').nth(1).click();
        await page.getByRole('heading', { name: 'August 1996' }).waitFor();
        expect(await page.getByRole('alert').isVisible()).toBe(false);
    });
});

async function open(hash = ''): Promise<void>
{
    const { port } = server.address() as AddressInfo;

    await page.goto(`http://127.0.0.1:${port}/${hash}`);
    await page.locator('#sales').waitFor();
}

async function answer(url: URL): Promise<{ type: string; body: string | Uint8Array }>
{
    const [year, month] = [Number(url.searchParams.get('year')), Number(url.searchParams.get('month'))];
    const stub = procedures[url.pathname];

    if (stub !== undefined)
    {
        return { type: 'text/javascript', body: stub };
    }

    switch (url.pathname)
    {
        case '/months':
            return json((await listMonths()).map(summary => [summary.month.year, summary.month.month, summary.orders, summary.total.dollars]));

        case '/chart':
        {
            if (failure !== undefined)
            {
                throw new Error(failure);
            }

            const { orders, categories, days } = await getMonthChart(year, month);
            const amounts = (map: typeof categories | typeof days): unknown => Array.from<[string | number, { dollars: number }]>(map).map(([key, total]) => [key, total.dollars]);

            return json({ orders, categories: amounts(categories), days: amounts(days) });
        }

        case '/report':
            return { type: 'application/octet-stream', body: await getMonthReport(year, month) };

        default:
        {
            const path = url.pathname === '/' ? '/index.html' : url.pathname;

            return { type: types[extname(path)] ?? 'text/plain', body: await readFile(join(application, path)) };
        }
    }
}

function json(value: unknown): { type: string; body: string }
{
    return { type: 'application/json', body: JSON.stringify(value) };
}
