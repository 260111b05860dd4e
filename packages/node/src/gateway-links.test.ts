import { createError } from '@jitar/errors';
import { createMemoryChannels } from '@jitar/link';
import type { Channel, Invocation, Registration, Transport } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { createTestClock } from '../test/test-clock.js';
import { createTestGateway } from '../test/test-gateway.js';
import type { TestGateway } from '../test/test-gateway.js';
import { createGatewayLinks } from './gateway-links.js';
import type { GatewayLinks, GatewayLinksOptions } from './gateway-links.js';
import type { NodeEvent } from './node-options.js';

const registration: Registration = { segments: ['sales'], procedures: [{ fqn: 'sales/listMonths', version: '0.0.0', access: 'public' }], calls: [], healthy: true };
const invocation: Invocation = { fqn: 'stock/count', version: '0.0.0', match: 'exact', args: { form: 'tagged', text: '{}' }, headers: {}, caller: { kind: 'member', id: 'node-1' } };

/** Gateways that come and go. */
class TestNetwork implements Transport
{
    readonly gateways = new Map<string, TestGateway>();
    readonly channels: Channel[] = [];
    attempts = 0;

    async connect(url: string): Promise<Channel>
    {
        this.attempts++;

        const gateway = this.gateways.get(url);

        if (gateway === undefined)
        {
            throw createError('SERVICE_UNREACHABLE', { url });
        }

        const [near, far] = createMemoryChannels();

        gateway.accept(far);
        this.channels.push(near);

        return near;
    }
}

function createSetting(urls: readonly string[], overrides: Partial<GatewayLinksOptions> = {}): { network: TestNetwork; links: GatewayLinks; events: NodeEvent[]; clock: ReturnType<typeof createTestClock>; kinds: () => string[] }
{
    const network = new TestNetwork();
    const clock = createTestClock();
    const events: NodeEvent[] = [];
    const links = createGatewayLinks({
        urls, clock, transport: network, identity: { id: 'node-1', kind: 'node' }, trustKey: undefined, random: () => 0,
        invoker: { invoke: async () => ({ result: { form: 'tagged', text: '"node-1"' }, headers: {} }) },
        tell: event => events.push(event),
        ...overrides
    });

    return { network, links, events, clock, kinds: () => events.map(({ kind }) => kind) };
}

function serveStock(gateway: TestGateway, answer: string): void
{
    gateway.router.add({ id: `stock-${answer}`, procedures: [{ fqn: 'stock/count', version: '0.0.0', access: 'protected' }], invoker: { invoke: async () => ({ result: { form: 'tagged', text: answer }, headers: {} }) } });
}

describe('the links to gateways', () =>
{
    it('register at every gateway', async () =>
    {
        const { network, links, kinds } = createSetting(['one', 'two']);

        network.gateways.set('one', createTestGateway()).set('two', createTestGateway());
        await links.open();
        await links.register(registration);

        expect([...network.gateways.values()].map(gateway => gateway.registrations)).toEqual([[registration], [registration]]);
        expect(kinds()).toEqual(['gateway-connected', 'gateway-connected']);

        await links.close();
    });

    it('say once that a gateway cannot be reached, try again with growing pauses, and register when it is there', async () =>
    {
        const { network, links, clock, events, kinds } = createSetting(['one']);

        await links.open();
        await links.register(registration);
        await clock.advance(3000);

        expect(network.attempts).toBe(6);
        expect(events).toMatchObject([{ kind: 'gateway-unreachable', level: 'warn', error: { code: 'SERVICE_UNREACHABLE' } }]);

        const gateway = createTestGateway();

        network.gateways.set('one', gateway);
        await clock.advance(1000);
        expect(gateway.registrations).toEqual([registration]);
        expect(kinds()).toEqual(['gateway-unreachable', 'gateway-connected']);

        await links.close();
    });

    it('register again after each reconnection, with what is true by then', async () =>
    {
        const { network, links, clock, kinds } = createSetting(['one']);
        const gateway = createTestGateway();

        network.gateways.set('one', gateway);
        await links.open();
        await links.register(registration);
        await links.report(false);

        network.channels[0]!.close(1006, '');
        await clock.advance(150);

        expect(gateway.reports).toEqual([false]);
        expect(gateway.registrations).toEqual([registration, { ...registration, healthy: false }]);
        expect(kinds()).toEqual(['gateway-connected', 'gateway-lost', 'gateway-connected']);

        await links.close();
    });

    it('say that a gateway refuses them, which is not the same as not being reached', async () =>
    {
        const { network, links, clock, kinds, events } = createSetting(['one']);

        await links.open();
        network.gateways.set('one', createTestGateway({ trustKey: 'secret' }));
        await clock.advance(5000);

        expect(kinds()).toEqual(['gateway-unreachable', 'gateway-unreachable']);
        expect(events[1]?.error).toMatchObject({ code: 'LINK_REFUSED' });

        await links.close();
    });

    it('take nothing but a gateway for one', async () =>
    {
        const { network, links, clock, events } = createSetting(['one']);
        const node = createTestGateway({ kind: 'node' });

        network.gateways.set('one', node);
        await links.open();
        await links.register(registration);
        await clock.advance(1000);

        expect(events).toMatchObject([{ kind: 'gateway-unreachable', error: { code: 'LINK_REFUSED' } }]);
        expect(node.registrations).toEqual([]);
        expect(links.status()).toEqual([]);
        await expect(links.invoke(invocation)).rejects.toMatchObject({ code: 'NO_NODE_FOR_PROCEDURE' });

        await links.close();
    });

    it('are opened with growing pauses to a gateway that takes them and ends them', async () =>
    {
        const { network, links, clock } = createSetting(['one']);
        const gateway = createTestGateway();

        network.gateways.set('one', gateway);
        await links.open();

        for (const pause of [100, 200, 400, 800, 1000, 1000])
        {
            const before = network.attempts;

            network.channels.at(-1)!.close(1006, '');
            await clock.advance(pause - 1);
            expect(network.attempts).toBe(before);
            await clock.advance(1);
            expect(network.attempts).toBe(before + 1);
        }

        // One that lasted is as good as the first.
        await clock.advance(1000);
        network.channels.at(-1)!.close(1006, '');
        await clock.advance(100);
        expect(network.attempts).toBe(8);

        await links.close();
    });

    it('call through the first gateway that is there, and through another one when the call surely did not start', async () =>
    {
        const { network, links, clock } = createSetting(['gone', 'one', 'two']);
        const [one, two] = [createTestGateway(), createTestGateway()];

        network.gateways.set('one', one).set('two', two);
        await links.open();

        await expect(links.invoke(invocation)).rejects.toMatchObject({ envelope: { code: 'NO_NODE_FOR_PROCEDURE' } });

        serveStock(one, '1');
        serveStock(two, '2');
        expect((await links.invoke(invocation)).result).toEqual({ form: 'tagged', text: '1' });

        one.links[0]!.close();
        await one.links[0]!.closed;

        const second = links.invoke(invocation);

        await clock.advance(250);
        expect((await second).result).toEqual({ form: 'tagged', text: '2' });

        await links.close();
        await expect(links.invoke(invocation)).rejects.toMatchObject({ code: 'NO_NODE_FOR_PROCEDURE' });
    });

    it('pass on what a gateway tells of peers, and say when it is lost', async () =>
    {
        const told: unknown[] = [];
        const { network, links, clock } = createSetting(['one'], { onPeers: (url, change) => told.push([url, change]), onLost: url => told.push([url, 'lost']) });
        const gateway = createTestGateway();
        const change = { full: true, peers: [], gone: ['stock-1'] };

        network.gateways.set('one', gateway);
        await links.open();
        expect(await gateway.links[0]!.ask('peers', change)).toBe(null);

        network.channels[0]!.close(1006, '');
        await clock.advance(50);
        expect(told).toEqual([['one', change], ['one', 'lost']]);

        await links.close();
    });

    it('leave everywhere, and do not register again after that', async () =>
    {
        const { network, links, clock } = createSetting(['one']);
        const gateway = createTestGateway();

        network.gateways.set('one', gateway);
        await links.open();
        await links.register(registration);
        expect(gateway.router.members()).toHaveLength(1);

        await links.leave();
        expect(gateway.router.members()).toHaveLength(0);

        network.channels[0]!.close(1006, '');
        await clock.advance(500);
        expect(gateway.registrations).toHaveLength(1);

        await links.close();
    });

    it('do not wait long for a gateway that does not answer a leave', async () =>
    {
        const { network, links, clock } = createSetting(['one']);
        let left = false;

        network.gateways.set('one', createTestGateway({ answersLeave: false }));
        await links.open();
        await links.register(registration);
        void links.leave().then(() => { left = true; });

        await clock.advance(1999);
        expect(left).toBe(false);
        await clock.advance(1);
        expect(left).toBe(true);

        await links.close();
    });

    it('end when they are closed, also while they wait', async () =>
    {
        const { network, links, clock } = createSetting(['one']);

        await links.open();
        await links.close();
        await clock.advance(10_000);

        expect(network.attempts).toBe(1);
        expect(clock.waiting).toBe(0);
    });
});
