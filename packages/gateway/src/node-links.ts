import { createError } from '@jitar/errors';
import { createLink, heartbeatDefaults } from '@jitar/link';
import type { Clock, HeartbeatOptions, Link } from '@jitar/link';
import type { Channel, Invoker, LinkStatus, MemberIdentity, Observer, Peer, Registration } from '@jitar/protocol';
import type { Router } from '@jitar/routing';
import { observeForwards } from '@jitar/runtime';

import type { GatewayEvent, MonitorOptions } from './gateway-options.js';
import { createPeerSubscriptions } from './peer-subscriptions.js';

/** What links to nodes need. */
export interface NodeLinksOptions
{
    readonly identity: MemberIdentity;
    readonly trustKey: string | undefined;
    readonly router: Router;
    /** Runs what nodes call through the gateway. */
    readonly invoker: Invoker;
    /** Hears of the calls of each node. */
    readonly observer: Observer | undefined;
    readonly monitor: MonitorOptions;
    readonly clock: Clock;
    readonly tell: (event: GatewayEvent) => void;
}

/** The links of a gateway to its nodes. */
export interface NodeLinks
{
    /** Makes a link of a channel that a node opened. */
    accept(channel: Channel): void;
    status(): LinkStatus[];
    /** Closes all links, and takes no more. */
    close(): Promise<void>;
}

/**
 * Keeps the router in step with the links: what is not linked, or has left, is not routed to. So it keeps the nodes
 * that call others: they hear of these.
 */
export function createNodeLinks({ identity, trustKey, router, invoker, observer, monitor, clock, tell }: NodeLinksOptions): NodeLinks
{
    const heartbeat = toHeartbeat(monitor);
    const links = new Set<Link>();
    /** The link over which each node registered last: an older one of the same node has no say any more. */
    const registered = new Map<string, Link>();
    /** What others are told of each node; nothing of those that nobody can reach. */
    const peers = new Map<string, Peer>();
    const subscriptions = createPeerSubscriptions(action => clock.soon(action));

    let closing = false;

    return { accept, status: () => [...links].map(link => link.status()), close };

    function accept(channel: Channel): void
    {
        if (closing)
        {
            channel.close(1001, 'the gateway stops');
            return;
        }

        let opened: Link | undefined;

        createLink({
            channel,
            role: 'listener',
            identity,
            trustKey,
            invoker,
            heartbeat,
            clock,
            onResponsive: responsive => opened === undefined ? undefined : onResponsive(opened, responsive),
            control: {
                register: (registration, link) => register(registration, link),
                report: ({ healthy }, link) => report(healthy, link),
                leave: (_, link) => leave(link)
            }
        }).then(
            link =>
            {
                opened = link;
                links.add(link);
                void link.closed.then(({ code, reason }) => onClosed(link, `${String(code)}${reason === '' ? '' : ` ${reason}`}`));

                if (closing)
                {
                    link.close('the gateway stops');
                }
            },
            (error: unknown) => tell({ kind: 'link-refused', level: 'warn', message: `No link with ${channel.remote}: ${error instanceof Error ? error.message : String(error)}`, error }));
    }

    async function close(): Promise<void>
    {
        closing = true;

        await Promise.all([...links].map(link => link.drain('the gateway stops')));
    }

    function register({ procedures, calls, healthy, segments }: Registration, link: Link): { readonly accepted: true }
    {
        const { id, kind, url } = link.peer;

        if (kind !== 'node')
        {
            throw createError('INVALID_REQUEST', { reason: `a ${kind} cannot register` });
        }

        registered.set(id, link);
        router.add({ id, invoker: observeForwards(link, { observer, member: identity.id, target: id, clock }), procedures, healthy });
        introduce(id, url === undefined ? undefined : { id, url, healthy, procedures });
        // A node that cannot be told calls through the gateway, as it does anyway before it is told.
        subscriptions.subscribe({ id, calls, tell: change => void link.ask('peers', change).catch(() => undefined) });
        tell({ kind: 'node-registered', level: 'info', node: id, message: `Node ${id}${url === undefined ? '' : ` (${url})`} serves ${segments.join(', ')}` });

        return { accepted: true };
    }

    function report(healthy: boolean, link: Link): null
    {
        checkRegistered(link);
        router.update(link.peer.id, { healthy });

        const peer = peers.get(link.peer.id);

        introduce(link.peer.id, peer === undefined ? undefined : { ...peer, healthy });
        tell({ kind: 'node-health', level: healthy ? 'info' : 'warn', node: link.peer.id, message: `Node ${link.peer.id} is ${healthy ? 'healthy' : 'unhealthy'}` });

        return null;
    }

    function leave(link: Link): null
    {
        checkRegistered(link);
        remove(link);
        tell({ kind: 'node-left', level: 'info', node: link.peer.id, message: `Node ${link.peer.id} has left` });

        return null;
    }

    function onResponsive(link: Link, responsive: boolean): void
    {
        const { id } = link.peer;

        if (registered.get(id) === link)
        {
            router.update(id, { responsive });
            tell(responsive
                ? { kind: 'node-back', level: 'info', node: id, message: `Node ${id} gives signs of life again` }
                : { kind: 'node-silent', level: 'warn', node: id, message: `Node ${id} gives no sign of life` });
        }
    }

    function onClosed(link: Link, reason: string): void
    {
        const { id } = link.peer;

        links.delete(link);

        if (registered.get(id) === link)
        {
            remove(link);

            // The end of a stopping gateway is no loss of its nodes.
            if (!closing)
            {
                tell({ kind: 'node-lost', level: 'warn', node: id, message: `The link to node ${id} is closed (${reason})` });
            }
        }
    }

    function introduce(id: string, peer: Peer | undefined): void
    {
        if (peer === undefined)
        {
            peers.delete(id);
            subscriptions.remove(id);
        }
        else
        {
            peers.set(id, peer);
            subscriptions.put(peer);
        }
    }

    function remove({ peer: { id } }: Link): void
    {
        registered.delete(id);
        router.remove(id);

        // The end of a gateway is none of its nodes: they go on to call each other.
        if (!closing)
        {
            introduce(id, undefined);
            subscriptions.unsubscribe(id);
        }
    }

    function checkRegistered(link: Link): void
    {
        if (registered.get(link.peer.id) !== link)
        {
            throw createError('INVALID_REQUEST', { reason: 'the node is not registered' });
        }
    }
}

function toHeartbeat({ interval = heartbeatDefaults.interval, unavailableThreshold, stoppedThreshold }: MonitorOptions): HeartbeatOptions
{
    const looks = (threshold: number | undefined, otherwise: number): number => threshold === undefined ? otherwise : Math.max(1, Math.round(threshold / interval));
    const silentAfter = looks(unavailableThreshold, heartbeatDefaults.silentAfter);

    return { interval, silentAfter, closeAfter: Math.max(silentAfter + 1, looks(stoppedThreshold, heartbeatDefaults.closeAfter)) };
}
