import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { applicationFolder, buildApplication, createCluster, trustKey } from './cluster.js';
import type { Cluster } from './cluster.js';
import { readCode, readTables } from './page-tables.js';

type Fields = Readonly<Record<string, unknown>>;

const names = ['standalone', 'gateway', 'back', 'front', 'proxy'] as const;
const tables = readTables('docs/status.md');
const statuses = new Map<string, Fields>();
let cluster: Cluster;

const urlOf = (name: string): string => cluster.services.find(service => service.name === name)?.url ?? '';
const ask = async (name: string, headers: Record<string, string> = {}, path = '/status'): Promise<Response> => fetch(`${urlOf(name)}${path}`, { headers });
const statusOf = async (name: string): Promise<Fields> => await (await ask(name, { 'x-jitar-trust-key': trustKey })).json() as Fields;

/** The fields that a section of the page tells of. */
const documented = (section: string): string[] => (tables.get(section)?.[0] ?? []).flatMap(([field = '']) => readCode(field)).sort();

/** All objects of a field of all services; those of lists one by one. */
function collect(field: string, within: readonly Fields[] = [...statuses.values()]): Fields[]
{
    return within.flatMap(object => (object[field] ?? []) as Fields[]);
}

const keysOf = (objects: readonly Fields[]): string[] => [...new Set(objects.flatMap(object => Object.keys(object)))].sort();

beforeAll(async () =>
{
    expect(buildApplication(applicationFolder)).toMatchObject({ code: 0 });

    cluster = createCluster(applicationFolder);

    await cluster.start('standalone');
    await cluster.start('gateway');
    await cluster.start('repository');
    await cluster.start('back');
    await cluster.start('front');
    await cluster.start('proxy');

    for (const name of ['standalone', 'proxy'])
    {
        expect((await fetch(`${urlOf(name)}/rpc/front/counts`)).status).toBe(200);
    }

    for (const name of names)
    {
        statuses.set(name, await statusOf(name));
    }
});

afterAll(async () => { await cluster[Symbol.asyncDispose](); });

describe('docs/status.md', () =>
{
    it('lists each field of a status, and no other', () =>
    {
        const destinations = collect('destinations');

        expect(documented('A service')).toEqual(keysOf([...statuses.values()]));
        expect(documented('Load')).toEqual(keysOf([...collect('outside', collect('load')), ...collect('members', collect('load'))]));
        expect(documented('Calls')).toEqual(keysOf([...collect('calls'), ...collect('calls', collect('procedures')), ...collect('calls', destinations)]));
        // Nothing is ejected here.
        expect(documented('Destinations')).toEqual([...keysOf(destinations), 'ejectedFor'].sort());
        expect(documented('Links')).toEqual(keysOf(collect('links')));
    });

    it.each([
        ['procedures', ['calls', 'fqn', 'versions']], ['retries', ['left', 'spent']]
    ])('tells of the fields of %s', (field, keys) =>
    {
        expect(keysOf(collect(field))).toEqual(keys);
        expect(tables.get('A service')?.[0]?.find(([name]) => name === `\`${field}\``)?.[1]).toMatch(new RegExp(keys.map(key => `(?=.*"${key}")`).join('')));
    });
});

describe('the status', () =>
{
    it('tells what went through each service', () =>
    {
        const called = { calls: 1, failures: 0 };
        const counts = { fqn: 'front/counts', versions: [{ version: '0.0.0', access: 'public' }], calls: called };

        expect(statuses.get('standalone')).toMatchObject({ format: 1, kind: 'node', state: 'running', calls: { calls: 3 }, procedures: expect.arrayContaining([expect.objectContaining({ fqn: 'front/counts' })]) as unknown, destinations: [], links: [] });
        expect(statuses.get('proxy')).toMatchObject({ kind: 'proxy', calls: called, procedures: [], destinations: [{ state: 'healthy', calls: called }] });
        expect(statuses.get('gateway')).toMatchObject({ kind: 'gateway', calls: called, destinations: [{ state: 'healthy' }, { state: 'healthy', calls: called }], links: [{}, {}] });
        expect(collect('procedures', [statuses.get('gateway') ?? {}]).find(({ fqn }) => fqn === 'front/counts')).toMatchObject(counts);
        expect(statuses.get('front')).toMatchObject({ kind: 'node', calls: called, destinations: [{ state: 'healthy', calls: { calls: 2 } }] });
        expect(statuses.get('back')).toMatchObject({ kind: 'node', calls: { calls: 2 }, links: expect.arrayContaining([expect.objectContaining({ role: 'listener' })]) as unknown });
    });

    it.each(names)('of %s is for who has the key', async name =>
    {
        const refused = await ask(name, { 'x-jitar-trust-key': 'a guess' });

        expect(refused.status).toBe(401);
        expect(refused.headers.get('x-jitar-error-code')).toBe('WRONG_TRUST_KEY');
        expect((await ask(name)).status).toBe(404);
        expect((await ask(name, { authorization: `Bearer ${trustKey}` })).status).toBe(404);
    });
});

describe('the health', () =>
{
    const healthOf = async (name: string): Promise<unknown> => [await (await ask(name, {}, '/health')).json(), await (await ask(name, {}, '/health/status')).text()];

    it.each([
        ['standalone', {}], ['gateway', { nodes: true }], ['front', { gateway: true }], ['proxy', { target: true, repository: true }], ['repository', {}]
    ])('of %s is that of what it depends on', async (name, checks) =>
    {
        expect(await healthOf(name)).toEqual([checks, 'true']);
    });

    it('is gone with the gateway', async () =>
    {
        await cluster.stop(cluster.services.find(({ name }) => name === 'gateway') ?? expect.fail('there is no gateway'));

        await expect.poll(() => healthOf('front'), { timeout: 5_000 }).toEqual([{ gateway: false }, 'false']);
        await expect.poll(() => healthOf('proxy'), { timeout: 5_000 }).toEqual([{ target: false, repository: true }, 'false']);
    });
});
