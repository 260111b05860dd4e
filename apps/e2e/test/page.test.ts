import { readFileSync } from 'node:fs';

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { applicationFolder, buildApplication, createCluster, createTemporaryFolder, tradersFolder } from './cluster.js';
import { createTradersCluster } from './traders-cluster.js';

let browser: Browser;

beforeAll(async () =>
{
    expect(buildApplication(tradersFolder)).toMatchObject({ code: 0 });
    expect(buildApplication(applicationFolder)).toMatchObject({ code: 0 });

    browser = await chromium.launch({
        executablePath: process.env['JITAR_CHROMIUM'] ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
    });
});

afterAll(async () => { await browser.close(); });

describe('the page of the reference application, through the proxy', () =>
{
    it('lists the months, draws the chart, and offers the PDF', async () =>
    {
        using data = createTemporaryFolder();
        await using cluster = await createTradersCluster(data.path);

        const page = await browser.newPage();
        const problems: string[] = [];

        page.on('pageerror', error => problems.push(error.message));
        page.on('console', message => { if (message.type() === 'error') { problems.push(message.text()); } });

        await page.goto(`${cluster.address}/#1997-03`);
        await page.locator('#months a').first().waitFor();

        expect(await page.locator('#months a').count()).toBe(23);

        await page.locator('#chart svg').waitFor();

        expect(await page.locator('#chart svg rect').count()).toBeGreaterThan(3);

        const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#download').click()]);
        const document = await getDocument({ data: new Uint8Array(readFileSync(await download.path())), verbosity: 0 }).promise;
        const { items } = await (await document.getPage(1)).getTextContent();

        expect(items.map(item => 'str' in item ? item.str : '').join(' ')).toContain('March 1997');
        expect(problems).toEqual([]);
    });
});

/** What a page does with the stubs that it gets. */
const exchangeBytes = `(async () =>
{
    const { weigh, archive } = await import('/front/binary.remote.js');
    const content = new Uint8Array(100000).fill(9);
    const form = new FormData();

    form.append('file', new File([content], 'a.bin', { lastModified: 7 }));

    const { scan, copies } = await archive();
    const received = new Uint8Array(await scan.arrayBuffer());

    return [
        await weigh(content), await weigh(new Blob([content], { type: 'image/png' })), await weigh(form),
        [scan instanceof File, scan.name, scan.type, received.length, received.every((byte, index) => byte === copies[0][index]), copies.map(copy => copy.length)]
    ];
})()`;

describe('a page of any application, through the proxy', () =>
{
    it('sends and gets bytes, Blobs and forms', async () =>
    {
        await using cluster = createCluster(applicationFolder);

        await Promise.all([cluster.start('gateway'), cluster.start('repository')]);
        await Promise.all([cluster.start('front'), cluster.start('back')]);

        const { url } = await cluster.start('proxy');
        const page = await browser.newPage();

        await page.goto(`${url}/health/status`);

        expect(await page.evaluate(exchangeBytes)).toEqual([
            ...['Uint8Array 100000:925074', 'Blob image/png ArrayBuffer 100000:925074', 'FormData file=File  a.bin 7 ArrayBuffer 100000:925074'].map(weight => [weight, weight]),
            [true, 'scan.bin', 'application/x-scan', 1_000_000, true, [1_000_000, 3]]
        ]);
    });
});
