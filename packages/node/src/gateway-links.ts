import { createError, isJitarError } from '@jitar/errors';
import { createLink } from '@jitar/link';
import type { Clock, Link } from '@jitar/link';
import type { Invoker, LinkStatus, MemberIdentity, Membership, PeersChange, Registration, Transport } from '@jitar/protocol';
import { createFailover } from '@jitar/routing';

import { createBackoff, leaveTimeout, pause } from './backoff.js';
import type { NodeEvent } from './node-options.js';

/** What links to gateways need. */
export interface GatewayLinksOptions
{
    readonly urls: readonly string[];
    readonly identity: MemberIdentity;
    readonly trustKey: string | undefined;
    readonly transport: Transport;
    /** Runs what the gateways pass on. */
    readonly invoker: Invoker;
    /** Hears what a gateway tells of peers. */
    readonly onPeers?: (url: string, change: PeersChange) => void;
    /** Hears that a gateway is out of sight. */
    readonly onLost?: (url: string) => void;
    readonly clock: Clock;
    readonly random: () => number;
    readonly tell: (event: NodeEvent) => void;
}

/** The links of a node to its gateways. As an invoker they run calls elsewhere in the cluster. */
export interface GatewayLinks extends Invoker, Membership
{
    /** Opens all links; resolves when each was tried once. From then on lost ones are opened again, for ever. */
    open(): Promise<void>;
    /** The links that are open now. */
    status(): LinkStatus[];
    /** Closes all links for good. */
    close(): Promise<void>;
}

interface Connection
{
    link: Link | undefined;
    readonly ended: Promise<void>;
}

/** Milliseconds of the longest pause between two attempts to open a link; one that lasted as long was a good one. */
const longestPause = 1000;

/** Keeps a link to each gateway, and registers over each new one. */
export function createGatewayLinks({ urls, identity, trustKey, transport, invoker, onPeers, onLost, clock, random, tell }: GatewayLinksOptions): GatewayLinks
{
    const ending = new AbortController();
    const { signal } = ending;
    const isOver = (): boolean => signal.aborted;

    const failover = createFailover({ random, now: () => clock.now(), after: (milliseconds, action) => clock.after(milliseconds, action) });

    let connections: Connection[] = [];
    let current: Registration | undefined;

    return { open, status: () => openLinks().map(link => link.status()), close, invoke: invocation => failover.invoke(invocation), register, report, leave };

    async function open(): Promise<void>
    {
        await Promise.all(urls.map(url => new Promise<void>(tried =>
        {
            const connection: Connection = { link: undefined, ended: Promise.resolve().then(() => keep(url, connection, tried)) };

            connections = [...connections, connection];
        })));
    }

    async function close(): Promise<void>
    {
        ending.abort(createError('SERVICE_STOPPING', {}));

        await Promise.all(openLinks().map(link => link.drain('the node stops')));
        await Promise.all(connections.map(({ ended }) => ended));
    }

    /** Opens a link again and again, until the end. */
    async function keep(url: string, connection: Connection, tried: () => void): Promise<void>
    {
        const backoff = createBackoff({ first: 100, longest: longestPause, random });
        let trouble: string | undefined;

        while (!isOver())
        {
            try
            {
                const link = await connect(url);
                const since = clock.now();

                connection.link = link;
                failover.add({ id: url, invoker: link });
                void link.closed.then(() => forget(url, link, connection));

                if (current !== undefined)
                {
                    await link.ask('register', current);
                }

                trouble = undefined;
                tell({ kind: 'gateway-connected', level: 'info', message: `Connected to the gateway at ${url}` });
                tried();

                const { code, reason } = await link.closed;

                // Who takes links and ends them at once is not asked more often than who takes none.
                if (clock.now() - since >= longestPause)
                {
                    backoff.reset();
                }

                if (!isOver())
                {
                    trouble = 'SERVICE_UNREACHABLE';
                    tell({ kind: 'gateway-lost', level: 'warn', message: `The link to the gateway at ${url} is closed (${String(code)}${reason === '' ? '' : ` ${reason}`}); trying again` });
                }
            }
            catch (error)
            {
                const code = isJitarError(error) ? error.code : 'unknown';

                // Said once, and again only when something else is wrong.
                if (!isOver() && code !== trouble)
                {
                    trouble = code;
                    tell({ kind: 'gateway-unreachable', level: 'warn', message: `No link to the gateway at ${url}: ${error instanceof Error ? error.message : String(error)} Trying again`, error });
                }

                connection.link?.close();
            }

            tried();

            await pause(backoff.next(), clock, signal);
        }
    }

    function forget(url: string, link: Link, connection: Connection): void
    {
        if (connection.link === link)
        {
            connection.link = undefined;
            failover.remove(url);
            onLost?.(url);
        }
    }

    async function connect(url: string): Promise<Link>
    {
        const channel = await transport.connect(url, { signal });
        const link = await createLink({
            channel,
            role: 'dialer',
            identity,
            trustKey,
            invoker,
            clock,
            onResponsive: responsive => failover.update(url, { responsive }),
            control: {
                peers: change =>
                {
                    onPeers?.(url, change);

                    return null;
                }
            }
        });

        // A key proves a member, and not that it is the gateway which is expected here.
        if (link.peer.kind !== 'gateway')
        {
            link.close('only gateways are registered at');

            throw createError('LINK_REFUSED', { peer: url, reason: `it is a ${link.peer.kind}, not a gateway` });
        }

        if (isOver())
        {
            link.close();
        }

        return link;
    }

    function openLinks(): Link[]
    {
        return connections.flatMap(({ link }) => link === undefined ? [] : [link]);
    }

    async function register(registration: Registration): Promise<void>
    {
        current = registration;

        // Where it fails, the link is opened anew, and that registers again.
        await Promise.all(openLinks().map(link => link.ask('register', registration).catch(() => link.close())));
    }

    async function report(healthy: boolean): Promise<void>
    {
        if (current === undefined)
        {
            return;
        }

        current = { ...current, healthy };

        await Promise.all(openLinks().map(link => link.ask('report', { healthy }).catch(() => null)));
    }

    async function leave(): Promise<void>
    {
        if (current === undefined || openLinks().length === 0)
        {
            current = undefined;

            return;
        }

        const patience = new AbortController();
        const left = Promise.all(openLinks().map(link => link.ask('leave', null).catch(() => null)));

        current = undefined;

        await Promise.race([left, pause(leaveTimeout, clock, patience.signal)]);
        patience.abort();
    }
}
