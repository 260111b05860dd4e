import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { buildApplication, createCluster, createTemporaryFolder, tradersFolder } from './cluster.js';
import type { Cluster } from './cluster.js';
import { createTradersEnvironment } from './traders-cluster.js';
import { play } from './transcript.js';
import type { Answer, Exchange } from './transcript.js';

/** The arguments in the text form of values, with an order as they are written by hand. */
const withOrder = (lines: readonly [product: number, quantity: number][], customer = 'ALFKI', others = {}): Record<string, unknown> => ({
    $tagged: 1,
    classes: [['domain/Order', 'customer', 'orderedOn', 'lines'], ['domain/OrderLine', 'product', 'quantity', 'discount']],
    value: { order: ['$class', 0, customer, '$Date:1998-05-07T00:00:00.000Z', lines.map(([product, quantity]) => ['$class', 1, product, quantity, 0])], ...others }
});

const tagged = (version: string): Record<string, string> => ({ 'x-jitar-data-encoding': 'tagged', 'x-jitar-procedure-version': version });

const exchanges: readonly Exchange[] = [
    { call: 'sales/listMonths' },
    ...[[1996, 7], [1997, 3], [1998, 5]].map(([year, month]): Exchange => ({ call: 'reporting/getMonthReport', args: { year, month } })),
    { call: 'reporting/getMonthReport?year=1997&month=3', method: 'GET' },
    { call: 'sales/getMonthChart', args: { year: 1997, month: 3 } },
    { call: 'reporting/getMonthReport', args: { year: 1997, month: 13 }, status: 400 },
    { call: 'reporting/getMonthReport', args: { year: 2001, month: 1 }, status: 404 },
    { call: 'reporting/getMonthReport', args: { year: 1997 }, status: 400 },
    { call: 'reporting/formatMonthReport', args: { data: {} }, status: 404 },
    { call: 'sales/getMonthData', args: { year: 1997, month: 3 }, status: 401 },
    { call: 'sales/recordOrder', args: withOrder([[1, 2]]), headers: tagged('1') },
    { call: 'sales/recordOrder', args: withOrder([[1, 3], [2, 1]]), headers: tagged('2') },
    { call: 'sales/recordOrder', args: withOrder([[1, 9_999]]), headers: tagged('1'), status: 409 },
    { call: 'sales/recordOrder', args: withOrder([[1, 9_999]], 'ALFKI', { partial: true }), headers: tagged('2') },
    { call: 'sales/recordOrder', args: withOrder([[1, 1]], 'NOBDY'), headers: tagged('2'), status: 400 },
    { call: 'sales/recordOrder', args: { order: { customer: 'ALFKI' } }, headers: { 'x-jitar-procedure-version': '1' }, status: 400 },
    { call: 'sales/recordOrder', args: {}, status: 404 },
    { call: 'reporting/getMonthReport', args: { year: 1998, month: 5 } }
];

/** Starts the application; `folder` is the working folder of the nodes that a repository feeds. */
type Placement = (cluster: Cluster, folder: string) => Promise<string>;

const placements: Record<string, Placement> = {
    'in one process': async cluster => (await cluster.start('standalone')).url,

    'split over a gateway and three nodes': async (cluster, folder) =>
    {
        const { url } = await cluster.start('gateway');

        writeFileSync(join(folder, 'reporting.json'), JSON.stringify({ url: 'http://127.0.0.1:0', node: { segments: ['reporting'], gateway: url, trustKey: '${TRADERS_TRUST_KEY}' } }));
        await Promise.all([cluster.start('reporting', { service: join(folder, 'reporting.json') }), cluster.start('sales-1'), cluster.start('sales-2')]);

        return url;
    },

    'split over nodes that a repository feeds, behind a proxy': async (cluster, folder) =>
    {
        await Promise.all([cluster.start('gateway'), cluster.start('repository')]);

        // All that a node needs of the project: its packages.
        symlinkSync(join(tradersFolder, 'node_modules'), join(folder, 'node_modules'));

        const sales = JSON.parse(readFileSync(join(tradersFolder, 'services/sales-1.json'), 'utf8')) as { node: object };

        writeFileSync(join(folder, 'sales.json'), JSON.stringify({ ...sales, url: 'http://127.0.0.1:0', node: { ...sales.node, repository: '${TRADERS_REPOSITORY}' } }));

        await Promise.all([
            cluster.start('reporting', { cwd: folder, service: join(tradersFolder, 'services/reporting.json') }),
            cluster.start('sales', { cwd: folder, service: 'sales.json' })
        ]);

        return (await cluster.start('proxy')).url;
    }
};

const played: Record<string, Answer[]> = {};

beforeAll(async () =>
{
    expect(buildApplication(tradersFolder)).toMatchObject({ code: 0 });

    for (const [name, place] of Object.entries(placements))
    {
        using folder = createTemporaryFolder();
        const data = join(folder.path, 'data');
        mkdirSync(data);
        await using cluster = createCluster(tradersFolder, await createTradersEnvironment(data));

        played[name] = await play(await place(cluster, folder.path), exchanges);
    }
});

describe.each(Object.keys(placements))('the reference application %s', name =>
{
    it('answers as it should', () =>
    {
        expect(played[name]?.map(({ call, status }) => `${call} ${String(status)}`)).toEqual(exchanges.map(({ call, status = 200 }) => `${call} ${String(status)}`));
    });

    it('makes the same PDF, and gives every other answer, byte for byte', () =>
    {
        expect(played[name]).toEqual(played['in one process']);
    });
});

it('reports the total that the books say', async () =>
{
    const answers = played['in one process'] ?? [];
    const months = JSON.parse(answers[0]?.body ?? '') as { month: { year: number; month: number }; total: { dollars: number } }[];
    const total = months.find(({ month }) => month.year === 1997 && month.month === 3)?.total.dollars ?? NaN;
    const document = await getDocument({ data: new Uint8Array(Buffer.from(answers[2]?.body ?? '', 'latin1')), verbosity: 0 }).promise;
    const { items } = await (await document.getPage(1)).getTextContent();

    expect(months.length).toBe(23);
    expect(items.map(item => 'str' in item ? item.str : '').join(' ')).toContain(total.toLocaleString('en-US', { style: 'currency', currency: 'USD' }));
});
