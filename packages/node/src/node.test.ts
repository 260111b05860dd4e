import { hasCode } from '@jitar/errors';
import { createServiceApp } from '@jitar/http';
import { createWebSocketTransport, serve } from '@jitar/http/node';
import { createLink } from '@jitar/link';
import type { Link } from '@jitar/link';
import type { Invocation, MemberKind } from '@jitar/protocol';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

import { createApplication, createFolder, writeApplication } from '../test/built-application.js';
import { call, startGateway, startNode } from '../test/cluster.js';
import { createTestClock } from '../test/test-clock.js';
import { createTestRepository } from '../test/test-repository.js';
import { createNode } from './index.js';

async function journalOf(folder: string): Promise<string[]>
{
    return (await import(pathToFileURL(join(folder, 'utils/journal.js')).href) as { readonly journal: string[] }).journal;
}

describe('a node that stands alone', () =>
{
    it('runs its segments, and calls between them', async () =>
    {
        const folder = await writeApplication();
        const { url, node, events } = await startNode({ segments: ['sales', 'reporting'], folder });

        expect(await call(url, 'sales/listMonths')).toEqual({ status: 200, text: '["1997-05","1997-06"]' });
        expect(await call(url, 'reporting/getReport?year=1997')).toEqual({ status: 200, text: 'Total of 1997: 3994' });
        expect(await call(url, 'sales/recordOrder')).toMatchObject({ status: 404 });
        expect(await call(url, 'sales/getTotal?year=1')).toMatchObject({ status: 401 });
        expect(node.procedures().map(({ fqn }) => fqn).sort()).toEqual(['reporting/getReport', 'sales/getTotal', 'sales/listMonths']);
        expect(events.map(({ kind }) => kind)).toEqual(['untrusted', 'segment-loaded', 'segment-loaded']);
        expect(events[0]?.message).toBe('There is no trust key: protected procedures cannot be called over HTTP');
    });

    it('serves protected procedures to who knows the trust key', async () =>
    {
        const folder = await writeApplication();
        const { url } = await startNode({ segments: ['sales'], folder, trustKey: 'secret' });

        expect(await call(url, 'sales/getTotal?year=2', { 'x-jitar-trust-key': 'secret' })).toEqual({ status: 200, text: '4' });
        expect(await call(url, 'sales/getTotal?year=2', { 'x-jitar-trust-key': 'guess' })).toMatchObject({ status: 401 });
    });

    it('has no segment that it was not given', async () =>
    {
        const folder = await writeApplication();
        const { url } = await startNode({ segments: ['reporting'], folder });

        expect(await call(url, 'sales/listMonths')).toMatchObject({ status: 404 });
        expect(await call(url, 'reporting/getReport?year=1997')).toMatchObject({ status: 503 });
    });

    it('sets up, guards, checks, and tears down with the modules of the service', async () =>
    {
        const folder = await writeApplication();
        const journal = await journalOf(folder);
        const running = await startNode({ segments: ['sales'], folder, hooks: { setUp: ['database'], tearDown: ['./database'], middleware: ['guards/count'], healthChecks: ['guards/alive'] } });

        expect((await call(running.url, 'sales/listMonths')).status).toBe(200);
        expect(await (await fetch(`${running.url}/health`)).json()).toEqual({ alive: true });
        expect(await (await fetch(`${running.url}/health/status`)).text()).toBe('true');

        await running.close();
        expect(journal).toEqual(['set up', 'guarded sales/listMonths', 'months', 'torn down']);
    });

    it('lets a resource call procedures with the classes of the outer view, without any module of the service', async () =>
    {
        const folder = await writeApplication({
            resource: {
                path: 'store.js',
                code: 'import { getTotal } from \'./sales/orders.remote.js\';\nimport { Year } from \'./Year.js\';\nexport const total = () => getTotal(new Year(1997));\n',
                imports: ['sales/orders.remote.js', 'Year.js']
            },
            files: {
                'Year.js': 'export class Year { constructor(number) { this.number = number; } valueOf() { return this.number; } }\n',
                'jitar.classes.js': `export default { format: 1, classes: [
                    { key: 'Year', parameters: ['number'], fields: ['number'], accessors: [], getters: [], packages: [], load: () => import('./Year.js').then(module => module.Year) }
                ] };`,
                'sales.segment.js': `import { Year } from './Year.js';
                    import { getTotal } from './sales/orders.sales.js';

                    export default {
                        format: 1,
                        name: 'sales',
                        procedures: [{ fqn: 'sales/getTotal', version: '0.0.0', access: 'protected', parameters: [{ binding: { kind: 'name', name: 'year', optional: false }, rest: false }], stream: false, implementation: getTotal }],
                        classes: [{ key: 'Year', parameters: ['number'], fields: ['number'], accessors: [], getters: [], implementation: Year }],
                        calls: []
                    };`,
                'reporting/getReport.reporting.js': 'import { total } from \'../store.js\';\n\nexport default async function getReport(year) { return \'Total: \' + await total(); }\n'
            }
        });
        const { url } = await startNode({ segments: ['sales', 'reporting'], folder });

        expect(await call(url, 'reporting/getReport?year=0')).toEqual({ status: 200, text: 'Total: 3994' });
    });

    it('refuses calls while it stops, and finishes what it runs', async () =>
    {
        const folder = await writeApplication({ files: { 'sales/orders.sales.js': 'export async function listMonths() { await new Promise(resolve => { (globalThis.finishMonths ??= []).push(resolve); }); return []; }\nexport async function getTotal() { }\nexport async function recordOrder() { }\n' } });
        const node = createNode({ segments: ['sales'], folder });
        const ask = (): Promise<Response> => Promise.resolve(node.fetch(new Request('http://localhost/rpc/sales/listMonths')));

        expect((await ask()).status).toBe(503);
        await node.start({ url: 'http://localhost' });

        const running = ask();

        await expect.poll(() => 'finishMonths' in globalThis).toBe(true);

        const stopping = node.stop();

        // What comes before the door is shut is let in, and finished as well.
        await expect.poll(() => Promise.race([ask().then(({ headers }) => headers.get('x-jitar-error-code')), new Promise(resolve => setImmediate(resolve))])).toBe('SERVICE_STOPPING');
        expect(await (await node.fetch(new Request('http://localhost/health/status'))).text()).toBe('false');

        (globalThis as unknown as { finishMonths: (() => void)[] }).finishMonths.forEach(finish => finish());
        expect((await running).status).toBe(200);
        await stopping;
    });

    it('neither registers nor looks at its health any more when it is stopped during the first look', async () =>
    {
        const { gateway, url } = await startGateway();
        const clock = createTestClock();
        const folder = await writeApplication({
            files: {
                'guards/alive.js': 'export const looks = [];\nexport default { name: \'alive\', timeout: 0, isHealthy: () => new Promise(resolve => looks.push(() => resolve(true))) };\n',
                'sales/orders.sales.js': 'export const runs = [];\nexport async function listMonths() { await new Promise(resolve => runs.push(resolve)); return []; }\nexport async function getTotal() { }\nexport async function recordOrder() { }\n'
            }
        });
        const { looks } = await import(pathToFileURL(join(folder, 'guards/alive.js')).href) as { readonly looks: (() => void)[] };
        const { runs } = await import(pathToFileURL(join(folder, 'sales/orders.sales.js')).href) as { readonly runs: (() => void)[] };
        const node = createNode({ segments: ['sales'], folder, gateways: [url], hooks: { healthChecks: ['guards/alive'] }, clock });
        const ended: string[] = [];
        const starting = node.start({ url: 'http://127.0.0.1:1' }).then(() => ended.push('started'), (error: unknown) => ended.push(hasCode(error, 'SERVICE_STOPPING') ? 'not started' : String(error)));

        await expect.poll(() => looks.length).toBe(1);

        const running = Promise.resolve(node.fetch(new Request('http://localhost/rpc/sales/listMonths')));

        await expect.poll(() => runs.length).toBe(1);

        const stopping = node.stop().then(() => ended.push('stopped'));

        looks[0]?.();
        await clock.advance(0);

        // Whoever started it may end the process when the start fails, and with it the calls that still run.
        expect([gateway.registrations, ended]).toEqual([[], []]);
        runs[0]?.();
        await Promise.all([starting, stopping]);
        expect((await running).status).toBe(200);
        expect(ended.sort()).toEqual(['not started', 'stopped']);
        await clock.advance(60_000);
        expect([looks.length, gateway.registrations]).toEqual([1, []]);
    });

    it('refuses at once what exceeds its limits, and says when to come back', async () =>
    {
        const folder = await writeApplication({ files: { 'sales/orders.sales.js': 'export async function listMonths() { await new Promise(resolve => { globalThis.endMonths = resolve; }); return []; }\nexport async function getTotal() { }\nexport async function recordOrder() { }\n' } });
        const node = createNode({ segments: ['sales'], folder, overload: { inFlight: 1, queue: 1 } });
        const ask = (): Promise<Response> => Promise.resolve(node.fetch(new Request('http://localhost/rpc/sales/listMonths')));
        const goOn = async (): Promise<void> =>
        {
            await expect.poll(() => 'endMonths' in globalThis).toBe(true);

            const { endMonths } = globalThis as unknown as { endMonths: () => void };

            delete (globalThis as { endMonths?: unknown }).endMonths;
            endMonths();
        };

        await node.start({ url: 'http://localhost' });

        const [running, waiting, refused] = [ask(), ask(), await ask()];

        expect([refused.status, refused.headers.get('x-jitar-error-code'), refused.headers.get('retry-after')]).toEqual([503, 'OVERLOADED', '1']);

        await goOn();
        await goOn();
        expect([(await running).status, (await waiting).status]).toEqual([200, 200]);

        await node.stop();
    });

    it('does not start when something is missing, and leaves nothing behind', async () =>
    {
        const folder = await writeApplication();
        const broken = await writeApplication({ files: { 'sales.segment.js': 'throw new Error("bad bundle");' } });
        const journal = await journalOf(broken);
        const start = (segments: string[], options: object = {}): Promise<void> => createNode({ segments, folder, ...options }).start({ url: 'http://localhost' });

        await expect(start(['stock'])).rejects.toMatchObject({ code: 'SEGMENT_NOT_FOUND' });
        await expect(start(['sales'], { folder: await createFolder() })).rejects.toMatchObject({ code: 'BUILD_NOT_FOUND' });
        await expect(start(['sales'], { hooks: { setUp: ['missing'] } })).rejects.toMatchObject({ code: 'INVALID_MODULE' });
        await expect(start(['sales'], { folder: broken, hooks: { setUp: ['database'], tearDown: ['database'] } })).rejects.toMatchObject({ code: 'INVALID_MODULE' });
        expect(journal).toEqual(['set up', 'torn down']);
    });
});

describe('a node in a cluster', () =>
{
    it('registers, is called over its link, and calls other nodes', async () =>
    {
        const folder = await writeApplication();
        const { url: gateway } = await startGateway({ trustKey: 'secret' });
        const sales = await startNode({ id: 'sales-1', segments: ['sales'], folder, gateways: [gateway], trustKey: 'secret' });
        const reporting = await startNode({ id: 'reporting', segments: ['reporting'], folder: await writeApplication(), gateways: [gateway], trustKey: 'secret' });

        expect(await call(gateway, 'sales/listMonths')).toEqual({ status: 200, text: '["1997-05","1997-06"]' });
        expect(await call(gateway, 'reporting/getReport?year=1997')).toEqual({ status: 200, text: 'Total of 1997: 3994' });
        expect(await call(reporting.url, 'reporting/getReport?year=1998')).toEqual({ status: 200, text: 'Total of 1998: 3996' });
        expect([sales.runs(), reporting.runs()]).toEqual([3, 2]);
        expect(await call(gateway, 'sales/getTotal?year=1')).toMatchObject({ status: 401 });
    });

    it('leaves under load without a lost call, and a new one takes calls', async () =>
    {
        const { url: gateway } = await startGateway();
        const first = await startNode({ id: 'sales-1', segments: ['sales'], folder: await writeApplication(), gateways: [gateway] });
        const second = await startNode({ id: 'sales-2', segments: ['sales'], folder: await writeApplication(), gateways: [gateway] });

        const statuses: number[] = [];
        let waiting = 400;
        let leaving: Promise<void> | undefined;

        const work = async (): Promise<void> =>
        {
            while (waiting-- > 0)
            {
                statuses.push((await call(gateway, 'sales/listMonths')).status);

                if (statuses.length === 100)
                {
                    leaving = first.close();
                }
            }
        };

        await Promise.all(Array.from({ length: 16 }, work));
        await leaving;

        expect(statuses).toEqual(Array.from({ length: 400 }, () => 200));
        expect(first.runs()).toBeGreaterThan(20);
        expect(first.runs() + second.runs()).toBe(400);

        const third = await startNode({ id: 'sales-3', segments: ['sales'], folder: await writeApplication(), gateways: [gateway] });

        await call(gateway, 'sales/listMonths');
        await call(gateway, 'sales/listMonths');
        expect(third.runs()).toBe(1);
    });

    it('is back in a gateway that was restarted', async () =>
    {
        const first = await startGateway();
        const { events } = await startNode({ segments: ['sales'], folder: await writeApplication(), gateways: [first.url] });

        await first.close();
        await expect.poll(() => events.map(({ kind }) => kind)).toContain('gateway-lost');

        const second = await startGateway({ url: first.url });

        await expect.poll(async () => (await call(second.url, 'sales/listMonths')).status, { timeout: 5000 }).toBe(200);
        expect(events.map(({ kind }) => kind)).toEqual(['untrusted', 'gateway-connected', 'segment-loaded', 'gateway-lost', 'gateway-connected']);
    });

    it('serves without a gateway that cannot be reached, and says so once', async () =>
    {
        const { url, events } = await startNode({ segments: ['sales'], folder: await writeApplication(), gateways: ['http://127.0.0.1:1'] });

        expect((await call(url, 'sales/listMonths')).status).toBe(200);
        expect(events.filter(({ level }) => level === 'warn').map(({ kind }) => kind)).toEqual(['untrusted', 'gateway-unreachable']);
    });

    it('reports when its health changes', async () =>
    {
        const folder = await writeApplication();
        const journal = await journalOf(folder);
        const { url, gateway } = await startGateway();

        await startNode({ segments: ['sales'], folder, gateways: [url], hooks: { healthChecks: ['guards/alive'] }, reportInterval: 10 });
        expect(gateway.registrations[0]?.healthy).toBe(true);

        journal.push('ill');
        await expect.poll(() => gateway.reports).toEqual([false]);
        journal.pop();
        await expect.poll(() => gateway.reports).toEqual([false, true]);
    });
});

describe('a node with peers', () =>
{
    it('calls them directly from the first call on that it knows of them, also when the gateway is gone', async () =>
    {
        const running = await startGateway({ trustKey: 'secret' });
        const { url, gateway } = running;
        const shared = { gateways: [url], trustKey: 'secret' };
        const reporting = await startNode({ ...shared, id: 'reporting', segments: ['reporting'], folder: await writeApplication() });
        const sales = [await startNode({ ...shared, id: 'sales-1', segments: ['sales'], folder: await writeApplication() }), await startNode({ ...shared, id: 'sales-2', segments: ['sales'], folder: await writeApplication() })];
        const ask = async (): Promise<string> => (await call(reporting.url, 'reporting/getReport?year=1997')).text;

        expect(await ask()).toBe('Total of 1997: 3994');
        expect(gateway.passed()).toBe(1);

        await gateway.introduce();
        expect([await ask(), await ask()]).toEqual(['Total of 1997: 3994', 'Total of 1997: 3994']);
        expect(gateway.passed()).toBe(1);
        expect(reporting.events.filter(({ kind }) => kind === 'peer-connected')).toHaveLength(2);

        await running.close();
        await expect.poll(() => reporting.events.map(({ kind }) => kind)).toContain('gateway-lost');
        expect([await ask(), await ask()]).toEqual(['Total of 1997: 3994', 'Total of 1997: 3994']);
        expect(sales.map(node => node.runs()).sort()).toEqual([2, 3]);
    });

    it('calls those through the gateway that it cannot reach, and says so once', async () =>
    {
        const { url, gateway } = await startGateway();
        const reporting = await startNode({ id: 'reporting', segments: ['reporting'], folder: await writeApplication(), gateways: [url] });

        await startNode({ id: 'sales', segments: ['sales'], folder: await writeApplication(), gateways: [url] });

        const [procedures] = gateway.registrations.slice(1).map(registration => registration.procedures);

        // Nobody there, somebody else there, and no address at all.
        for (const address of ['http://127.0.0.1:1', reporting.url, 'http://[nowhere'])
        {
            await gateway.introduce({ peers: [{ id: 'sales', url: address, healthy: true, procedures: procedures ?? [] }] });
            expect((await call(reporting.url, 'reporting/getReport?year=1')).text).toBe('Total of 1: 2');
            expect((await call(reporting.url, 'reporting/getReport?year=1')).text).toBe('Total of 1: 2');
        }

        expect(gateway.passed()).toBe(6);
        expect(reporting.events.filter(({ kind }) => kind === 'peer-unreachable').map(({ error }) => (error as { code?: string }).code)).toEqual(['SERVICE_UNREACHABLE', 'LINK_REFUSED', 'ERR_INVALID_URL']);
    });

    it('takes no link without the key, nor from what is no node; standing alone, it takes none at all', async () =>
    {
        const { url } = await startGateway({ trustKey: 'secret' });
        const node = await startNode({ segments: ['sales'], folder: await writeApplication(), gateways: [url], trustKey: 'secret' });
        const alone = await startNode({ segments: ['sales'], folder: await writeApplication(), trustKey: 'secret' });
        const connect = async (to: string, trustKey: string, kind: MemberKind): Promise<Link> =>
            createLink({ channel: await createWebSocketTransport().connect(to), role: 'dialer', identity: { id: 'other', kind }, trustKey, invoker: { invoke: () => Promise.reject(new Error('no')) } });

        await expect(connect(node.url, 'guess', 'node')).rejects.toMatchObject({ code: 'LINK_REFUSED' });
        await expect(connect(alone.url, 'secret', 'node')).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
        expect((await (await connect(node.url, 'secret', 'proxy')).closed).reason).toBe('only nodes may call a node');

        const link = await connect(node.url, 'secret', 'node');
        const invocation: Invocation = { fqn: 'sales/getTotal', version: '0.0.0', match: 'exact', args: { form: 'tagged', text: '{"year":2}' }, headers: {}, caller: { kind: 'member', id: 'other' } };

        expect((await link.invoke(invocation)).result).toMatchObject({ text: '4' });
        await expect(link.invoke({ ...invocation, fqn: 'sales/recordOrder' })).rejects.toMatchObject({ envelope: { code: 'NO_NODE_FOR_PROCEDURE' } });
        await expect(link.invoke({ ...invocation, version: '1.0.0' })).rejects.toMatchObject({ envelope: { code: 'NO_NODE_FOR_PROCEDURE' } });
        await expect(link.ask('register', { segments: [], procedures: [], calls: [], healthy: true })).rejects.toMatchObject({ envelope: { code: 'INVALID_REQUEST' } });

        link.close();
    });
});

describe('a node with a repository', () =>
{
    it('runs what it fetched, and only that', async () =>
    {
        const application = createTestRepository(createApplication(), { trustKey: 'secret' });
        const app = createServiceApp();

        app.all('*', context => application.fetch(context.req.url, { headers: context.req.raw.headers }));

        const repository = await serve({ fetch: request => app.fetch(request) }, { url: 'http://127.0.0.1:0' });

        onTestFinished(() => repository.close());

        const cacheFolder = join(await createFolder(), '.jitar');
        const hooks = { setUp: ['database'], healthChecks: ['guards/alive'] };
        const { url, events } = await startNode({ segments: ['sales'], repository: repository.url, cacheFolder, trustKey: 'secret', hooks });

        expect(await call(url, 'sales/listMonths')).toEqual({ status: 200, text: '["1997-05","1997-06"]' });
        expect(await (await fetch(`${url}/health`)).json()).toEqual({ alive: true });
        expect(events.map(({ kind }) => kind)).toEqual(['files-fetched', 'segment-loaded']);
        expect(application.asked).not.toContain('files/reporting.segment.js');
        expect((await readdir(cacheFolder)).sort()).toEqual(['builds', 'objects', 'package.json']);
    });
});
