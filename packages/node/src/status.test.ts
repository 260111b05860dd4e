import type { ServiceStatus } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { writeApplication } from '../test/built-application.js';
import { call, startGateway, startNode } from '../test/cluster.js';

const trustKey = 'secret';

async function statusOf(url: string): Promise<ServiceStatus>
{
    return await (await fetch(`${url}/status`, { headers: { 'x-jitar-trust-key': trustKey } })).json() as ServiceStatus;
}

describe('the status of a node', () =>
{
    it('tells of the calls that it runs, each procedure by itself, and counts none of them twice', async () =>
    {
        const { url } = await startNode({ id: 'node-1', segments: ['sales', 'reporting'], folder: await writeApplication(), trustKey });

        await call(url, 'reporting/getReport?year=1997');
        await call(url, 'sales/listMonths');
        await call(url, 'sales/unknown');

        const { uptime, ...status } = await statusOf(url);

        expect(uptime).toBeGreaterThanOrEqual(0);
        expect(status).toMatchObject({
            format: 1, id: 'node-1', kind: 'node', state: 'running',
            load: { outside: { inFlight: 0, queued: 0, refused: 0 }, members: { inFlight: 0, queued: 0, refused: 0 } },
            calls: { calls: 3, failures: 0, latency: { p50: expect.any(Number) as number } },
            procedures: [{ fqn: 'reporting/getReport', calls: { calls: 1 } }, { fqn: 'sales/getTotal', calls: { calls: 1 } }, { fqn: 'sales/listMonths', calls: { calls: 1 } }],
            destinations: [], links: []
        });
    });

    it('tells of what runs and waits, and what was refused', async () =>
    {
        const folder = await writeApplication({ files: { 'sales/orders.sales.js': 'export async function listMonths() { await new Promise(resolve => { globalThis.endOne = resolve; }); return []; }\nexport async function getTotal() { }\nexport async function recordOrder() { }\n' } });
        const { url } = await startNode({ segments: ['sales'], folder, trustKey, overload: { inFlight: 1, queue: 1 } });
        const goOn = globalThis as { endOne?: () => void };

        const running = call(url, 'sales/listMonths');

        await expect.poll(async () => (await statusOf(url)).load.outside).toEqual({ inFlight: 1, queued: 0, refused: 0 });

        const waiting = call(url, 'sales/listMonths');

        await expect.poll(async () => (await statusOf(url)).load.outside).toEqual({ inFlight: 1, queued: 1, refused: 0 });
        expect((await call(url, 'sales/listMonths')).status).toBe(503);
        expect((await statusOf(url)).load.outside).toEqual({ inFlight: 1, queued: 1, refused: 1 });

        goOn.endOne?.();
        expect((await running).status).toBe(200);
        await expect.poll(() => { goOn.endOne?.(); return Promise.race([waiting.then(({ status }) => status), new Promise(resolve => { setTimeout(resolve, 1); })]); }).toBe(200);
    });

    it('tells of gateways, and of the peers that it calls', async () =>
    {
        const gateway = await startGateway({ trustKey });
        const folder = await writeApplication();
        await startNode({ id: 'sales-1', segments: ['sales'], folder, gateways: [gateway.url], trustKey });
        const reporting = await startNode({ id: 'reporting-1', segments: ['reporting'], folder, gateways: [gateway.url], trustKey });

        await gateway.gateway.introduce();
        await expect.poll(async () => (await statusOf(reporting.url)).destinations.map(({ id }) => id)).toEqual(['sales-1']);
        expect((await call(reporting.url, 'reporting/getReport?year=1997')).status).toBe(200);
        expect(await statusOf(reporting.url)).toMatchObject({
            calls: { calls: 1 },
            destinations: [{ id: 'sales-1', state: 'healthy', outstanding: 0, procedures: expect.arrayContaining([{ fqn: 'sales/getTotal', version: '0.0.0' }]) as unknown, calls: { calls: 1, failures: 0 } }],
            links: [{ peer: { kind: 'gateway' } }, { peer: { id: 'sales-1', kind: 'node' }, role: 'dialer' }]
        });
        expect((await statusOf(reporting.url)).links).toMatchObject([{ peer: { kind: 'gateway' }, role: 'dialer', responsive: true, received: expect.any(Number) as number, sent: expect.any(Number) as number }, {}]);
        expect((await statusOf(reporting.url)).links[0]?.sent).toBeGreaterThan(100);
        expect(await (await fetch(`${reporting.url}/health`)).json()).toEqual({ gateway: true });

        await gateway.close();

        await expect.poll(async () => (await fetch(`${reporting.url}/health/status`)).text()).toBe('false');
        expect(await (await fetch(`${reporting.url}/health`)).json()).toEqual({ gateway: false });
        expect((await statusOf(reporting.url)).links).toMatchObject([{ peer: { id: 'sales-1' } }]);
    });
});
