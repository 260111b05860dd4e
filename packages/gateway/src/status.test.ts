import type { ServiceStatus } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { callGateway, joinNode } from '../test/nodes.js';
import { createGateway } from './index.js';
import type { Gateway, GatewayOptions } from './index.js';

const call = '/rpc/sales/listMonths';
const trusted = { headers: { 'x-jitar-trust-key': 'secret' } };

async function createStarted(options: GatewayOptions = {}): Promise<{ gateway: Gateway; status: () => Promise<ServiceStatus> }>
{
    const gateway = createGateway({ id: 'gateway-1', trustKey: 'secret', ...options });

    await gateway.start({ url: 'http://localhost' });

    return { gateway, status: async () => JSON.parse((await callGateway(gateway, '/status', trusted)).text) as ServiceStatus };
}

describe('the status of a gateway', () =>
{
    it('tells trusted callers of nodes, procedures, calls and links', async () =>
    {
        const { gateway, status } = await createStarted();

        await joinNode(gateway, { id: 'node-1', trustKey: 'secret', url: 'http://127.0.0.1:4001' });
        await joinNode(gateway, { id: 'node-2', trustKey: 'secret', access: 'protected', fqn: 'sales/sell', invoker: { invoke: () => Promise.reject(new Error('broken')) } });

        await callGateway(gateway, call);
        await callGateway(gateway, call);
        await callGateway(gateway, '/rpc/sales/sell', trusted);
        await callGateway(gateway, '/rpc/sales/unknown', trusted);

        const told = await status();

        expect(told).toMatchObject({
            format: 1, id: 'gateway-1', kind: 'gateway', state: 'running',
            load: { outside: { inFlight: 0, queued: 0, refused: 0 }, members: { inFlight: 0, queued: 0, refused: 0 } },
            calls: { calls: 3, failures: 1, latency: { max: expect.any(Number) as number } },
            procedures: [
                { fqn: 'sales/listMonths', versions: [{ version: '0.0.0', access: 'public' }], calls: { calls: 2, failures: 0 } },
                { fqn: 'sales/sell', versions: [{ version: '0.0.0', access: 'protected' }], calls: { calls: 1, failures: 1 } }
            ],
            destinations: [
                { id: 'node-1', state: 'healthy', outstanding: 0, procedures: [{ fqn: 'sales/listMonths', version: '0.0.0' }], calls: { calls: 2 } },
                { id: 'node-2', state: 'healthy', calls: { calls: 1, failures: 1 } }
            ],
            retries: { spent: 0, left: 100 },
            links: [
                { peer: { id: 'node-1', kind: 'node', url: 'http://127.0.0.1:4001' }, role: 'listener', responsive: true, inFlight: 0, serving: 0, streams: 0, buffered: 0 },
                { peer: { id: 'node-2' } }
            ]
        });

        await gateway.stop();

        expect(await status()).toMatchObject({ state: 'stopping', destinations: [], links: [] });
    });

    it('counts what it has in hand, and what it refused', async () =>
    {
        let answer: (() => void) | undefined;
        const { gateway, status } = await createStarted({ outstanding: 1 });

        await joinNode(gateway, { trustKey: 'secret', invoker: { invoke: () => new Promise(resolve => { answer = () => resolve({ result: { form: 'tagged', text: '1' }, headers: {} }); }) } });

        const running = callGateway(gateway, call);

        expect((await callGateway(gateway, call)).code).toBe('OVERLOADED');
        expect(await status()).toMatchObject({ load: { outside: { inFlight: 1, refused: 1 } }, destinations: [{ outstanding: 1 }], links: [{ inFlight: 1 }] });

        await expect.poll(() => answer).toBeDefined();
        answer?.();
        expect((await running).status).toBe(200);
        expect(await status()).toMatchObject({ load: { outside: { inFlight: 0, refused: 1 } } });

        await gateway.stop();
    });

    it('is not there for others', async () =>
    {
        const { gateway } = await createStarted();

        expect(await callGateway(gateway, '/status')).toMatchObject({ status: 404, code: 'PATH_NOT_FOUND' });
        expect(await callGateway(gateway, '/status', { headers: { 'x-jitar-trust-key': 'guess' } })).toMatchObject({ status: 401, code: 'WRONG_TRUST_KEY' });
        expect(await callGateway(createGateway(), '/status', trusted)).toMatchObject({ status: 401, code: 'WRONG_TRUST_KEY' });

        await gateway.stop();
    });
});

describe('the health of a gateway', () =>
{
    it('depends on whether there is a node that can be called', async () =>
    {
        const { gateway } = await createStarted();
        const health = async (): Promise<unknown> => [JSON.parse((await callGateway(gateway, '/health')).text), (await callGateway(gateway, '/health/status')).text];

        expect(await health()).toEqual([{ nodes: false }, 'false']);

        const link = await joinNode(gateway, { trustKey: 'secret' });
        expect(await health()).toEqual([{ nodes: true }, 'true']);

        await link.ask('report', { healthy: false });
        expect(await health()).toEqual([{ nodes: false }, 'false']);

        await link.ask('report', { healthy: true });
        await gateway.stop();
        expect(await health()).toEqual([{ nodes: false, running: false }, 'false']);
    });

});

describe('an observer of a gateway', () =>
{
    it('hears of each call that a node gets', async () =>
    {
        const heard: unknown[] = [];
        const { gateway } = await createStarted({ observer: ({ fqn, kind, member }) => ({ outcome, target }) => { heard.push({ fqn, kind, member, outcome, target }); } });

        await joinNode(gateway, { trustKey: 'secret' });
        await callGateway(gateway, call);

        expect(heard).toEqual([{ fqn: 'sales/listMonths', kind: 'forward', member: 'gateway-1', outcome: 'ok', target: 'node-1' }]);

        await gateway.stop();
    });
});
