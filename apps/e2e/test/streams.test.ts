import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

import type { RunningService } from '@tooling/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildApplication, createCluster } from './cluster.js';
import type { Cluster } from './cluster.js';
import { readTables } from './page-tables.js';
import { memoryOf } from './process-measures.js';

const folder = fileURLToPath(new URL('../streaming/', import.meta.url));

let cluster: Cluster;
let gateway: RunningService;

beforeAll(async () =>
{
    expect(buildApplication(folder)).toMatchObject({ code: 0 });

    cluster = createCluster(folder);
    gateway = await cluster.start('gateway');
    await cluster.start('back');
    await cluster.start('front');
});

afterAll(async () => cluster[Symbol.asyncDispose]());

async function ask(path: string, headers: Record<string, string> = {}): Promise<Response>
{
    return fetch(`${gateway.url}/rpc/${path}`, { headers });
}

/** Asks by a socket of its own, so that the test decides when it is read. */
async function dial(path: string): Promise<Socket>
{
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);

    socket.write(`GET /rpc/${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n\r\n`);
    await new Promise(resolve => socket.once('readable', resolve));

    return socket;
}

async function ended(name: string): Promise<number>
{
    let at: number | undefined;

    await expect.poll(async () => at = (await (await ask('ends')).json() as [string, number][]).find(([candidate]) => candidate === name)?.[1], { timeout: 5_000, interval: 10 }).toBeDefined();

    return at!;
}

describe('docs/rpc.md, streams', () =>
{
    const plays: Readonly<Record<string, () => Promise<void>>> = {
        'a stream of anything': async () =>
        {
            const answer = await ask('doubled?to=1');

            expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['application/x-ndjson', '2\n{"done":true,"value":"counted"}\n']);
        },
        'the same, asked for with `Accept: text/event-stream`': async () =>
        {
            const answer = await ask('doubled?to=1', { accept: 'text/event-stream' });

            expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/event-stream', 'data: 2\n\nevent: end\ndata: {"done":true,"value":"counted"}\n\n']);
        },
        'a stream of bytes': async () =>
        {
            const answer = await ask('relayed?megabytes=1');

            expect([answer.headers.get('content-type'), (await answer.arrayBuffer()).byteLength]).toEqual(['application/octet-stream', 1_048_576]);
        }
    };

    it('has no row but those that are played', () =>
    {
        expect(readTables('docs/rpc.md').get('Streams')?.[0]?.map(([first]) => first).sort()).toEqual(Object.keys(plays).sort());
    });

    it.each(Object.entries(plays))('%s', async (_claim, run) => { await run(); });
});

describe('a stream over three processes', () =>
{
    it('gives its items as lines, and what it returned', async () =>
    {
        expect(await (await ask('doubled?to=3')).text()).toBe('2\n4\n6\n{"done":true,"value":"counted"}\n');
    });

    it('is a generator to who calls it from another segment', async () =>
    {
        expect(await (await ask('conversation')).json()).toEqual([
            { done: false, value: 'Who?' }, { done: false, value: 'Hello Ada' }, { done: true, value: 'enough' }, { done: true }
        ]);
    });

    it('is an argument as well', async () =>
    {
        expect(await (await ask('summed?to=200')).json()).toBe(20_100);
    });

    it('is aborted by a signal that is an argument', async () =>
    {
        expect(await (await ask('aborted')).json()).toEqual({ why: 'enough' });
    });

    it('stops what produces it within 100 ms when its reader leaves', async () =>
    {
        const socket = await dial('watched?name=left');

        socket.destroy();

        const left = Date.now();

        expect(await ended('left') - left).toBeLessThan(100);
    });

    it('fails when an item takes longer than the timeout: as an answer before the first one, as a last line after it', async () =>
    {
        const early = await ask('stuck?after=0');
        const late = await (await ask('stuck?after=2')).text();

        expect([early.status, await early.json()]).toMatchObject([504, { error: { code: 'DEADLINE_EXCEEDED' } }]);
        expect(late).toMatch(/^0\n1\n\{"error":\{"code":"DEADLINE_EXCEEDED"/);
    });

    it.each([
        ['bytes', 'relayed?megabytes=200', 200 * 1_048_576],
        ['lines', 'rows?megabytes=200', 200 * 1_048_576 + 14]
    ])('of 200 MB of %s to a reader that pauses keeps each process below 150 MB of growth', async (_, path, size) =>
    {
        const before = cluster.services.map(memoryOf);
        const socket = await dial(path);
        let most = before.map(() => 0);
        const measure = (): void => { most = cluster.services.map((service, index) => Math.max(most[index]!, memoryOf(service) - before[index]!)); };
        const timer = setInterval(measure, 50);

        await new Promise(resolve => setTimeout(resolve, 2_000));
        measure();

        const paused = [...most];
        let body = 0;

        for await (const chunk of socket)
        {
            body += (chunk as Buffer).length;
        }

        clearInterval(timer);
        console.log(`Growth in MB while paused: ${paused.map(Math.round).join(', ')}; in all: ${most.map(Math.round).join(', ')} (gateway, back, front).`);
        expect(body).toBeGreaterThan(size);
        expect(body).toBeLessThan(size * 1.01);
        expect(Math.max(...most)).toBeLessThan(150);
    }, 60_000);

    it('ends in a typed error when what produces it is killed', async () =>
    {
        const back = cluster.services.find(({ name }) => name === 'back')!;
        const answer = await ask('watched?name=killed');
        const text = answer.text();

        await cluster.stop(back, 'SIGKILL');
        expect((await text).trim().split('\n').at(-1)).toMatch(/^\{"error":\{"code":"OUTCOME_UNKNOWN"/);
    });
});
