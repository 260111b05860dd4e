import { createError } from '@jitar/errors';
import { createLink, createMemoryChannels } from '@jitar/link';
import type { Link } from '@jitar/link';
import type { Channel, Invocation, Invoker, Outcome, Peer } from '@jitar/protocol';
import { createRouter } from '@jitar/routing';
import type { Router } from '@jitar/routing';
import { describe, expect, it } from 'vitest';

import { createTestClock } from '../test/test-clock.js';
import type { NodeEvent } from './node-options.js';
import { createPeerLinks } from './peer-links.js';
import type { PeerLinks } from './peer-links.js';

const invocation: Invocation = { fqn: 'stock/count', version: '0.0.0', match: 'exact', args: { form: 'tagged', text: '{}' }, headers: {}, caller: { kind: 'member', id: 'node-1' } };
const nobody: Invoker = { invoke: () => Promise.reject(new Error('Nothing is served here.')) };

function createPeer(overrides: Partial<Peer> = {}): Peer
{
    return { id: 'stock', url: 'http://stock', healthy: true, procedures: [{ fqn: 'stock/count', version: '0.0.0', access: 'protected' }], ...overrides };
}

function answer(text: string): Outcome
{
    return { result: { form: 'tagged', text }, headers: {} };
}

interface Setting
{
    readonly links: PeerLinks;
    readonly router: Router;
    readonly clock: ReturnType<typeof createTestClock>;
    readonly events: NodeEvent[];
    readonly dialled: { readonly url: string; readonly channel: Channel; readonly link: Promise<Link>; readonly silence: () => void }[];
    readonly network: { silent: boolean };
    readonly call: () => Promise<string>;
}

/** A node with peers that listen in this process. */
function createSetting({ id = 'stock', trustKey, invoker = { invoke: async () => answer('1') } }: { readonly id?: string; readonly trustKey?: string; readonly invoker?: Invoker } = {}): Setting
{
    const clock = createTestClock();
    const router = createRouter({ now: () => clock.now(), after: (milliseconds, action) => clock.after(milliseconds, action) });
    const events: NodeEvent[] = [];
    const dialled: Setting['dialled'] = [];
    const network = { silent: false };

    const links = createPeerLinks({
        identity: { id: 'node-1', kind: 'node' }, trustKey: undefined, invoker: nobody, router, observer: undefined, clock, tell: event => events.push(event),
        transport: {
            connect: (url, { signal } = {}) =>
            {
                if (network.silent)
                {
                    return new Promise((_, reject) => { signal?.addEventListener('abort', () => reject(signal.reason as Error)); });
                }

                if (url === 'http://gone')
                {
                    return Promise.reject(createError('SERVICE_UNREACHABLE', { url }));
                }

                const [near, far] = createMemoryChannels();
                const link = createLink({ channel: far, role: 'listener', identity: { id, kind: 'node' }, trustKey, invoker, heartbeat: false });

                link.catch(() => undefined);
                dialled.push({ url, channel: near, link, silence: () => { far.send = () => undefined; } });

                return Promise.resolve(near);
            }
        }
    });

    return { links, router, clock, events, dialled, network, call: async () => ((await router.invoke(invocation)).result as { text: string }).text };
}

describe('a peer', () =>
{
    it('is connected to when it is called first, once for all calls', async () =>
    {
        const { links, dialled, call, events } = createSetting();

        links.put(createPeer());
        expect(dialled).toEqual([]);

        expect(await Promise.all([call(), call(), call()])).toEqual(['1', '1', '1']);
        expect(await call()).toBe('1');
        expect(dialled.map(({ url }) => url)).toEqual(['http://stock']);
        expect(events.map(({ kind }) => kind)).toEqual(['peer-connected']);

        await links.close();
    });

    it('is connected to again after its link was lost', async () =>
    {
        const { links, dialled, call } = createSetting();

        links.put(createPeer());
        await call();

        const lost = (await dialled[0]!.link).closed;

        dialled[0]!.channel.close(1006, '');
        await lost;
        expect(await call()).toBe('1');
        expect(dialled).toHaveLength(2);

        await links.close();
    });

    it('is connected to again after it was silent and its link was lost', async () =>
    {
        const { links, router, clock, dialled, call } = createSetting();

        links.put(createPeer());
        await call();

        dialled[0]!.silence();
        await clock.advance(4_500);
        expect(router.members()).toMatchObject([{ responsive: false }]);

        dialled[0]!.channel.close(1006, '');
        await clock.advance(0);

        expect(router.members()).toMatchObject([{ responsive: true }]);
        expect(await call()).toBe('1');
        expect(dialled).toHaveLength(2);

        await links.close();
    });

    it('is connected to at its new address when that changes', async () =>
    {
        const { links, dialled, call } = createSetting();

        links.put(createPeer());
        await call();
        links.put(createPeer({ url: 'http://moved' }));
        await call();

        expect(dialled.map(({ url }) => url)).toEqual(['http://stock', 'http://moved']);
        await (await dialled[0]!.link).closed;

        await links.close();
    });

    it.each([
        ['nobody listens', {}, 'http://gone', 'SERVICE_UNREACHABLE'],
        ['somebody else listens', { id: 'other' }, 'http://stock', 'LINK_REFUSED'],
        ['the listener has another key', { trustKey: 'secret' }, 'http://stock', 'LINK_REFUSED']
    ])('is called in vain where %s, which is said once, and nothing was sent', async (_, options, url, code) =>
    {
        const { links, router, events } = createSetting(options);

        links.put(createPeer({ url }));

        for (let time = 0; time < 2; time++)
        {
            await expect(router.invoke(invocation)).rejects.toMatchObject({ envelope: { code, unstarted: true, unanswered: true } });
        }

        expect(events).toMatchObject([{ kind: 'peer-unreachable', level: 'warn', error: { code } }]);

        await links.close();
    });

    it('gets two seconds to take a link', async () =>
    {
        const { links, network, clock, router } = createSetting();
        let failure: unknown;

        network.silent = true;
        links.put(createPeer());
        router.invoke(invocation).catch((error: unknown) => { failure = error; });

        await clock.advance(1999);
        expect(failure).toBe(undefined);
        await clock.advance(1);
        expect(failure).toMatchObject({ envelope: { code: 'SERVICE_UNREACHABLE', unstarted: true } });

        await links.close();
    });

    it('that is none any more gets no calls, ends those it runs, and loses its link', async () =>
    {
        let finish: () => void = () => undefined;
        const { links, router, dialled, call } = createSetting({ invoker: { invoke: () => new Promise(resolve => { finish = () => resolve(answer('done')); }) } });

        links.put(createPeer());

        const running = call();

        await expect.poll(() => dialled.length).toBe(1);

        const link = await dialled[0]!.link;

        await expect.poll(() => link.serving).toBe(1);
        links.remove('stock');
        expect(router.members()).toEqual([]);

        finish();
        expect(await running).toBe('done');
        expect(await link.closed).toMatchObject({ code: 1000, reason: 'the peer is none any more' });

        await links.close();
    });

    it('that is silent gets no calls while another one speaks, whatever a gateway tells', async () =>
    {
        const { links, router, clock, call, dialled } = createSetting();

        links.put(createPeer());
        await call();
        dialled[0]!.silence();
        await clock.advance(5000);
        expect(router.members()).toMatchObject([{ responsive: false }]);

        links.put(createPeer({ healthy: false }));
        expect(router.members()).toMatchObject([{ responsive: false, healthy: false }]);

        await links.close();
    });
});

it('who takes leave of a node gets no new calls of it, and who is left waits no longer than two seconds', async () =>
{
    const { links, router, dialled, call, clock } = createSetting();
    let left = false;

    links.put(createPeer());
    await call();
    await (await dialled[0]!.link).ask('leave', null);
    expect(router.members()).toMatchObject([{ id: 'stock', draining: true }]);
    await expect(call()).rejects.toMatchObject({ code: 'NO_NODE_FOR_PROCEDURE' });

    // A gateway that has not heard of it yet does not know better.
    links.put(createPeer({ healthy: false }));
    expect(router.members()).toMatchObject([{ id: 'stock', draining: true, responsive: true }]);

    const [near, far] = createMemoryChannels();

    links.accept(far);

    const caller = await createLink({ channel: near, role: 'dialer', identity: { id: 'reporting', kind: 'node' }, invoker: nobody, heartbeat: false, control: { leave: () => new Promise(() => undefined) } });

    await expect(caller.ask('report', { healthy: true })).rejects.toMatchObject({ envelope: { code: 'INVALID_REQUEST' } });
    void links.leave().then(() => { left = true; });
    await clock.advance(1999);
    expect(left).toBe(false);
    await clock.advance(1);
    expect(left).toBe(true);

    caller.close();
    await links.close();
});

it('the end of a node closes its links to peers that are none any more, whatever they have in hand', async () =>
{
    const { links, dialled, call } = createSetting({ invoker: { invoke: () => new Promise(() => undefined) } });

    links.put(createPeer());

    const running = call();

    running.catch(() => undefined);
    await new Promise(resolve => setImmediate(resolve));
    links.remove('stock');

    const link = await dialled[0]!.link;

    expect(links.status()).toHaveLength(1);
    void links.close();
    expect(await link.closed).toMatchObject({ reason: 'the node stops' });
});

it('the end of a node closes its links to peers, and the ones of peers to it', async () =>
{
    const { links, dialled, call } = createSetting();
    const [near, far] = createMemoryChannels();

    links.put(createPeer());
    await call();
    links.accept(far);

    const caller = await createLink({ channel: near, role: 'dialer', identity: { id: 'reporting', kind: 'node' }, invoker: nobody, heartbeat: false });

    await links.close();
    expect(await caller.closed).toMatchObject({ code: 1000 });
    expect(await (await dialled[0]!.link).closed).toMatchObject({ code: 1000 });

    links.put(createPeer({ url: 'http://late' }));
    await expect(call()).rejects.toMatchObject({ envelope: { unstarted: true } });
});
