import type { Clock } from '@jitar/link';
import type { Channel, Invocation, Invoker, LinkStatus, MemberIdentity, Membership, Observer, Outcome, RetryStatus, Transport } from '@jitar/protocol';
import { createRouter } from '@jitar/routing';
import type { EjectionRules, MemberStatus, RetryOptions } from '@jitar/routing';

import { createGatewayLinks } from './gateway-links.js';
import type { NodeEvent } from './node-options.js';
import { createPeerDirectory } from './peer-directory.js';
import { createPeerLinks } from './peer-links.js';

/** What a node needs to be a part of a cluster. */
export interface ClusterOptions
{
    /** The URLs of the gateways. */
    readonly gateways: readonly string[];
    readonly identity: MemberIdentity;
    readonly trustKey: string | undefined;
    readonly transport: Transport;
    /** Runs what others call here. */
    readonly invoker: Invoker;
    /** Milliseconds until a call must have ended whose procedure declares nothing; absent: the default. */
    readonly timeout: number | undefined;
    readonly retry: RetryOptions | undefined;
    readonly ejection: EjectionRules | undefined;
    /** Hears of the calls of each peer. */
    readonly observer: Observer | undefined;
    readonly clock: Clock;
    readonly random: () => number;
    readonly tell: (event: NodeEvent) => void;
}

/** The rest of the cluster, as a node sees it. As an invoker it runs calls there. */
export interface Cluster extends Invoker, Membership
{
    /** Opens the links to the gateways; resolves when each was tried once. */
    open(): Promise<void>;
    /** Takes a channel that a peer opened. */
    accept(channel: Channel): void;
    status(): ClusterStatus;
    /** Closes all links for good. */
    close(): Promise<void>;
}

/** How the rest of the cluster is doing, as a node sees it. */
export interface ClusterStatus
{
    readonly peers: readonly MemberStatus[];
    readonly retries: RetryStatus;
    readonly links: readonly LinkStatus[];
    /** Whether any gateway is there. */
    readonly connected: boolean;
}

/**
 * Joins a cluster: the gateways tell of the peers that serve what this node calls, and these are called directly.
 * The gateways pass on what no peer can be reached for, and what only they can resolve.
 */
export function createCluster(options: ClusterOptions): Cluster
{
    const { gateways: urls, identity, trustKey, transport, invoker, timeout, retry, ejection, observer, clock, random, tell } = options;

    const gateways = createGatewayLinks({
        urls, identity, trustKey, transport, invoker, clock, random, tell,
        onPeers: (url, change) => directory.apply(url, change),
        onLost: url => directory.lose(url)
    });
    const router = createRouter({
        fallback: gateways,
        now: () => clock.now(),
        after: (milliseconds, action) => clock.after(milliseconds, action),
        random,
        onEject: (id, milliseconds) => tell({ kind: 'peer-ejected', level: 'warn', message: `Calls of the node ${id} fail; it gets none for ${String(milliseconds)} ms` }),
        ...timeout !== undefined && { timeout },
        ...retry !== undefined && { retry },
        ...ejection !== undefined && { ejection }
    });
    const peers = createPeerLinks({ identity, trustKey, transport, invoker, router, observer, clock, tell });
    const directory = createPeerDirectory({ clock, found: peer => peers.put(peer), gone: id => peers.remove(id) });

    return {
        invoke,
        open: () => gateways.open(),
        register: registration => gateways.register(registration),
        report: healthy => gateways.report(healthy),

        async leave()
        {
            // Only who is not introduced to anyone any more has told all when it has told those whom it knows.
            await gateways.leave();
            await peers.leave();
        },

        accept: channel => peers.accept(channel),

        status()
        {
            const toGateways = gateways.status();

            return {
                peers: router.members(),
                retries: router.retries(),
                links: [...toGateways, ...peers.status()],
                connected: toGateways.some(({ responsive }) => responsive)
            };
        },

        async close()
        {
            directory.close();

            await Promise.all([peers.close(), gateways.close()]);
        }
    };

    function invoke(invocation: Invocation): Promise<Outcome>
    {
        const { fqn, version, match } = invocation;

        // Which version fits best is known to those who know all of them.
        return match === 'exact' && version !== undefined && router.serves({ fqn, version }) ? router.invoke(invocation) : gateways.invoke(invocation);
    }
}
