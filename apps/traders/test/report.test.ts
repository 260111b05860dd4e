import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';

import getMonthReport from '../src/reporting/getMonthReport.js';
import { NoSales } from '../src/sales/errors.js';
import { openTraders, readSampleLines, sum } from './traders.js';

openTraders();

describe('getMonthReport', () =>
{
    it('makes a PDF with the figures of the month', async () =>
    {
        const { pages, title } = await readPDF(await getMonthReport(1997, 1));
        const text = pages.join('\n');
        const own = readSampleLines().filter(line => line.day.startsWith('1997-01'));
        const dollars = (amount: number): string => amount.toLocaleString('en-US', { style: 'currency', currency: 'USD' });

        expect(title).toBe('Sales report January 1997');
        expect(text).toContain('Sales report January 1997');
        expect(text).toContain(dollars(sum(own)));
        expect(text).toContain(dollars(sum(own.filter(line => line.category === 'Beverages'))));
        expect(text).toContain('Côte de Blaye');
        expect(text).toContain('Page 1 of 2');

        for (const order of new Set(own.map(line => line.order)))
        {
            expect(text).toContain(String(order));
            expect(text).toContain(dollars(sum(own.filter(line => line.order === order))));
        }
    });

    it('goes on over as many pages as the orders need', async () =>
    {
        const { pages } = await readPDF(await getMonthReport(1998, 4));

        expect(pages).toHaveLength(3);
        expect(pages[2]).toContain('Customer');
        expect(pages[2]).toContain('Page 3 of 3');
    });

    it('makes the same bytes of the same data', async () =>
    {
        const [first, second] = await Promise.all([getMonthReport(1996, 7), getMonthReport(1996, 7)]);

        expect(Object.getPrototypeOf(first)).toBe(Uint8Array.prototype);
        expect(Buffer.from(first).equals(second)).toBe(true);
    });

    it('refuses a month without sales', async () =>
    {
        await expect(getMonthReport(1998, 6)).rejects.toBeInstanceOf(NoSales);
    });
});

async function readPDF(bytes: Uint8Array): Promise<{ title: unknown; pages: string[] }>
{
    const loading = getDocument({ data: bytes.slice(), verbosity: 0 });
    const document = await loading.promise;
    const pages: string[] = [];

    for (let number = 1; number <= document.numPages; number++)
    {
        const page = await document.getPage(number);
        const { items } = await page.getTextContent();

        pages.push(items.map(item => 'str' in item ? item.str : '').join(' '));
    }

    const { info } = await document.getMetadata();

    await loading.destroy();

    return { title: (info as { Title?: unknown }).Title, pages };
}
