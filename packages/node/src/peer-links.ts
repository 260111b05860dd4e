import { createError, isJitarError } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';
import { createLink } from '@jitar/link';
import type { Clock, Link } from '@jitar/link';
import { RemoteFailure, describeFailure } from '@jitar/protocol';
import type { Channel, Invocation, Invoker, LinkStatus, MemberIdentity, Observer, Outcome, Peer, Transport } from '@jitar/protocol';
import { accompany } from '@jitar/routing';
import type { Router } from '@jitar/routing';
import { observeForwards } from '@jitar/runtime';

import { leaveTimeout, pause } from './backoff.js';
import type { NodeEvent } from './node-options.js';

/** What links to peers need. */
export interface PeerLinksOptions
{
    readonly identity: MemberIdentity;
    readonly trustKey: string | undefined;
    readonly transport: Transport;
    /** Runs what peers call here. */
    readonly invoker: Invoker;
    /** Learns of the peers, and calls them. */
    readonly router: Pick<Router, 'add' | 'remove' | 'update'>;
    /** Hears of the calls of each peer. */
    readonly observer: Observer | undefined;
    readonly clock: Clock;
    readonly tell: (event: NodeEvent) => void;
}

/** The links between a node and its peers: those that it opened to call, and those that it took to be called. */
export interface PeerLinks
{
    /** There is a peer; a link to it is opened when it is called. */
    put(peer: Peer): void;
    /** A peer is none any more. Calls that it runs may end. */
    remove(id: string): void;
    /** Makes a link of a channel that a peer opened. */
    accept(channel: Channel): void;
    /** Takes leave of those that call here; resolves when no new call can come over the links that there are. */
    leave(): Promise<void>;
    /** The links that are open now. */
    status(): LinkStatus[];
    /** Closes all links, and opens and takes no more. */
    close(): Promise<void>;
}

/** Milliseconds that a peer gets to take a link. Meanwhile calls wait which the gateway could pass on. */
const dialTimeout = 2000;

interface Connection
{
    readonly url: string;
    link: Link | undefined;
    dialling: Promise<Link> | undefined;
    /** The calls that it has in hand. */
    calls: number;
    over: boolean;
    /** The peer has said that it takes no more calls. */
    leaving: boolean;
    /** What was wrong the last time, so that it is said once. */
    trouble: string | undefined;
}

/** Keeps the router in step with the peers, and connects to those that it calls. */
export function createPeerLinks({ identity, trustKey, transport, invoker, router, observer, clock, tell }: PeerLinksOptions): PeerLinks
{
    const ending = new AbortController();
    const connections = new Map<string, Connection>();
    // Those of peers that are none any more stay until their calls have ended.
    const dialled = new Set<Link>();
    const taken = new Set<Link>();

    return { put, remove, accept, leave, status: () => openLinks().map(link => link.status()), close };

    function put({ id, url, healthy, procedures }: Peer): void
    {
        const known = connections.get(id);
        const connection = known?.url === url ? known : { url, link: undefined, dialling: undefined, calls: 0, over: false, leaving: false, trouble: undefined };

        if (known !== undefined && known !== connection)
        {
            retire(known);
        }

        connections.set(id, connection);
        router.add({ id, healthy, procedures, invoker: observeForwards({ invoke: invocation => call(id, connection, invocation) }, { observer, member: identity.id, target: id, clock }) });

        // What this node sees and hears itself is not outweighed by what a gateway tells.
        if (connection.leaving || connection.link?.responsive === false)
        {
            router.update(id, { draining: connection.leaving, responsive: connection.link?.responsive !== false });
        }
    }

    function remove(id: string): void
    {
        const connection = connections.get(id);

        connections.delete(id);
        router.remove(id);

        if (connection !== undefined)
        {
            retire(connection);
        }
    }

    function retire(connection: Connection): void
    {
        connection.over = true;
        closeIdle(connection);
    }

    function closeIdle({ over, calls, link }: Connection): void
    {
        if (over && calls === 0)
        {
            link?.close('the peer is none any more');
        }
    }

    function call(id: string, connection: Connection, invocation: Invocation): Promise<Outcome>
    {
        const ended = (): void =>
        {
            connection.calls--;
            closeIdle(connection);
        };

        connection.calls++;

        return accompany(connection.link ?? { invoke: () => callFirst(id, connection, invocation) }, invocation, ended);
    }

    async function callFirst(id: string, connection: Connection, invocation: Invocation): Promise<Outcome>
    {
        const link = await (connection.dialling ??= dial(id, connection));

        return link.invoke(invocation);
    }

    /** @throws A failure that says that nothing was sent. */
    async function dial(id: string, connection: Connection): Promise<Link>
    {
        const { url } = connection;
        const patience = new AbortController();
        const giveUp = (): void => patience.abort(createError('SERVICE_UNREACHABLE', { url }));
        const cancel = clock.after(dialTimeout, giveUp);

        ending.signal.addEventListener('abort', giveUp);

        try
        {
            const channel = await transport.connect(url, { signal: patience.signal });
            const link = await createLink({
                channel,
                role: 'dialer',
                identity,
                trustKey,
                invoker,
                clock,
                limits: { handshake: dialTimeout },
                onResponsive: responsive => router.update(id, { responsive }),
                control: {
                    leave: () =>
                    {
                        connection.leaving = true;
                        router.update(id, { draining: true });

                        return null;
                    }
                }
            });

            checkPeer(id, link, url);
            connection.link = link;
            dialled.add(link);
            connection.trouble = undefined;
            void link.closed.then(() => forget(id, connection, link));
            tell({ kind: 'peer-connected', level: 'info', message: `Connected to the node ${id} at ${url}` });

            return link;
        }
        catch (error)
        {
            complain(id, connection, error);

            throw refused(error, url);
        }
        finally
        {
            cancel();
            ending.signal.removeEventListener('abort', giveUp);
            connection.dialling = undefined;
        }
    }

    function forget(id: string, connection: Connection, link: Link): void
    {
        connection.link = undefined;
        dialled.delete(link);

        // What was silent may be there again: the next call finds out, which opens another link.
        if (!link.responsive && connections.get(id) === connection)
        {
            router.update(id, { responsive: true });
        }
    }

    /** At an address may be somebody else by now, or this node itself where it stands for "this machine". */
    function checkPeer(id: string, link: Link, url: string): void
    {
        if (link.peer.id !== id || ending.signal.aborted)
        {
            link.close();

            throw createError('LINK_REFUSED', { peer: url, reason: `it is ${link.peer.id}, not ${id}` });
        }
    }

    function complain(id: string, connection: Connection, error: unknown): void
    {
        const trouble = isJitarError(error) ? error.code : 'unknown';

        if (connection.trouble !== trouble && !ending.signal.aborted && !connection.over)
        {
            connection.trouble = trouble;
            tell({ kind: 'peer-unreachable', level: 'warn', message: `No link to the node ${id} at ${connection.url}: ${error instanceof Error ? error.message : String(error)} Calling it through the gateway`, error });
        }
    }

    function accept(channel: Channel): void
    {
        createLink({ channel, role: 'listener', identity, trustKey, invoker, clock }).then(
            link =>
            {
                if (link.peer.kind !== 'node' || ending.signal.aborted)
                {
                    link.close('only nodes may call a node');
                    return;
                }

                taken.add(link);
                void link.closed.then(() => taken.delete(link));
            },
            (error: unknown) => tell({ kind: 'link-refused', level: 'warn', message: `No link with ${channel.remote}: ${error instanceof Error ? error.message : String(error)}`, error }));
    }

    async function leave(): Promise<void>
    {
        if (taken.size === 0)
        {
            return;
        }

        const patience = new AbortController();
        const left = Promise.all([...taken].map(link => link.ask('leave', null).catch(() => null)));

        await Promise.race([left, pause(leaveTimeout, clock, patience.signal)]);
        patience.abort();
    }

    async function close(): Promise<void>
    {
        ending.abort(createError('SERVICE_STOPPING', {}));

        await Promise.all(openLinks().map(link => link.drain('the node stops')));
    }

    function openLinks(): Link[]
    {
        return [...dialled, ...taken];
    }
}

/** Nothing was sent to a peer that takes no link, so that the call may go elsewhere. */
function refused(error: unknown, url: string): RemoteFailure
{
    const reason: JitarError = isJitarError(error) && error.code === 'LINK_REFUSED' ? error : createError('SERVICE_UNREACHABLE', { url }, { cause: error });
    const failure = new RemoteFailure({ ...describeFailure(reason), unstarted: true, unanswered: true });

    failure.cause = reason;

    return failure;
}
