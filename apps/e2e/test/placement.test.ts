import { startClient } from 'jitar/client';
import { beforeAll, describe, expect, it } from 'vitest';

import { applicationFolder, buildApplication, createCluster, createTemporaryFolder } from './cluster.js';
import type { Cluster } from './cluster.js';
import { play, transcript } from './transcript.js';
import type { Answer } from './transcript.js';

/** Starts the application in one placement; answers the address that outside callers use. */
type Placement = (cluster: Cluster, folder: string) => Promise<string>;

const placements: Record<string, Placement> = {
    'in one process': async cluster => (await cluster.start('standalone')).url,

    'split over a gateway and two nodes': async cluster =>
    {
        const gateway = await cluster.start('gateway');

        await Promise.all([cluster.start('front'), cluster.start('back')]);

        return gateway.url;
    },

    'split over nodes that a repository feeds, behind a proxy': async (cluster, folder) =>
    {
        await Promise.all([cluster.start('gateway'), cluster.start('repository')]);
        await Promise.all(['front', 'back'].map(async name => cluster.start(`${name}-from-repository`, { cwd: folder, service: `${applicationFolder}services/${name}-from-repository.json` })));

        return (await cluster.start('proxy')).url;
    }
};

const played: Record<string, Answer[]> = {};
const exchanged: Record<string, unknown[]> = {};

/** Bytes from a program to the application, and back. */
async function exchangeBytes(url: string): Promise<unknown[]>
{
    const client = await startClient({ url });
    const content = new Uint8Array(100_000).fill(9);
    const form = new FormData();

    form.append('file', new File([content], 'a.bin', { lastModified: 7 }));

    try
    {
        const weighed = [];

        for (const value of [content, new Blob([content], { type: 'image/png' }), form])
        {
            weighed.push(await client.call('front/weigh', { value }));
        }

        const { scan, copies } = await client.call('front/archive') as { scan: File; copies: Uint8Array[] };

        return [...weighed, [scan.name, scan.type, scan.size, Buffer.from(await scan.arrayBuffer()).equals(copies[0] ?? new Uint8Array()), copies.map(copy => copy.length)]];
    }
    finally
    {
        client.stop();
    }
}

beforeAll(async () =>
{
    expect(buildApplication(applicationFolder)).toMatchObject({ code: 0 });

    for (const [name, place] of Object.entries(placements))
    {
        using folder = createTemporaryFolder();
        await using cluster = createCluster(applicationFolder);

        const url = await place(cluster, folder.path);

        played[name] = await play(url, transcript);
        exchanged[name] = await exchangeBytes(url);
    }
});

describe.each(Object.keys(placements))('an application %s', name =>
{
    it.each(transcript.map((exchange, index) => [`${String(index + 1)}. ${exchange.method ?? 'POST'} ${exchange.call} ${JSON.stringify(exchange.args ?? {})}`, exchange, index] as const))('%s', (_title, exchange, index) =>
    {
        const answer = played[name]?.[index];

        expect(answer?.status, answer?.body).toBe(exchange.status ?? 200);

        if (exchange.type !== undefined)
        {
            expect(answer?.headers['x-jitar-content-type']).toBe(exchange.type);
        }

        if (exchange.error !== undefined)
        {
            expect(JSON.parse(answer?.body ?? '')).toMatchObject({ error: exchange.error });
        }
        else if (typeof exchange.answer === 'string')
        {
            expect(answer?.body).toBe(exchange.answer);
        }
        else if (exchange.answer !== undefined)
        {
            expect(JSON.parse(answer?.body ?? '')).toEqual(exchange.answer);
        }

        expect(answer?.headers).toMatchObject(exchange.answerHeaders ?? {});
    });

    it('takes bytes, Blobs and forms from programs, and gives more than it takes', () =>
    {
        expect(exchanged[name]).toEqual([
            ...['Uint8Array 100000:925074', 'Blob image/png ArrayBuffer 100000:925074', 'FormData file=File  a.bin 7 ArrayBuffer 100000:925074'].map(weight => [weight, weight]),
            ['scan.bin', 'application/x-scan', 1_000_000, true, [1_000_000, 3]]
        ]);
    });

    it('answers like every other placement, byte for byte', () =>
    {
        expect(transcript.length).toBeGreaterThanOrEqual(30);
        expect(played[name]).toEqual(played['in one process']);
    });
});
