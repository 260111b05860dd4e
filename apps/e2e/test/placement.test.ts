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

beforeAll(async () =>
{
    expect(buildApplication(applicationFolder)).toMatchObject({ code: 0 });

    for (const [name, place] of Object.entries(placements))
    {
        using folder = createTemporaryFolder();
        await using cluster = createCluster(applicationFolder);

        played[name] = await play(await place(cluster, folder.path), transcript);
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

    it('answers like every other placement, byte for byte', () =>
    {
        expect(transcript.length).toBeGreaterThanOrEqual(30);
        expect(played[name]).toEqual(played['in one process']);
    });
});
