import { readFileSync } from 'node:fs';

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildApplication, createTemporaryFolder, tradersFolder } from './cluster.js';
import { createTradersCluster } from './traders-cluster.js';

let browser: Browser;

beforeAll(async () =>
{
    expect(buildApplication(tradersFolder)).toMatchObject({ code: 0 });

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
