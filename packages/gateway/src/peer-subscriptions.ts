import { normalizeVersion } from '@jitar/protocol';
import type { Peer, PeersChange, ProcedureDescription, RemoteReference } from '@jitar/protocol';

/** A node that is told who serves what it calls. */
export interface Subscriber
{
    readonly id: string;
    readonly calls: readonly RemoteReference[];
    readonly tell: (change: PeersChange) => void;
}

/** Who wants to know of whom. */
export interface PeerSubscriptions
{
    /** Tells a node all of its peers, and from then on what changes. Replaces what it subscribed to before. */
    subscribe(subscriber: Subscriber): void;
    unsubscribe(id: string): void;
    /** A node serves this now: all of it, whatever it was before. */
    put(peer: Peer): void;
    /** A node is none any more. */
    remove(id: string): void;
}

/** The most peers that one message tells of. */
const messageLimit = 10_000;

interface Subscription
{
    readonly subscriber: Subscriber;
    readonly calls: ReadonlySet<string>;
    /** The peers that it was told of. */
    readonly told: Set<string>;
    /** The peers of which it does not know the latest. */
    readonly stale: Set<string>;
    full: boolean;
}

/**
 * Creates the subscriptions. What changes within a turn is told together, at its end, and to those only whom it
 * concerns; so a node that joins costs what its own procedures cost, however many others there are.
 *
 * @param soon - Runs an action when this turn is over.
 */
export function createPeerSubscriptions(soon: (action: () => void) => void): PeerSubscriptions
{
    const subscriptions = new Map<string, Subscription>();
    const peers = new Map<string, Peer>();
    // By procedure and version.
    const subscribed = new Map<string, Set<Subscription>>();
    const served = new Map<string, Set<string>>();
    const waiting = new Set<Subscription>();

    return { subscribe, unsubscribe, put, remove };

    function subscribe(subscriber: Subscriber): void
    {
        unsubscribe(subscriber.id);

        const calls = new Set(subscriber.calls.map(keyOf));

        if (calls.size === 0)
        {
            return;
        }

        const stale = new Set([...calls].flatMap(key => [...served.get(key) ?? []]));
        const subscription: Subscription = { subscriber, calls, told: new Set(), stale, full: true };

        subscriptions.set(subscriber.id, subscription);
        calls.forEach(key => addTo(subscribed, key, subscription));
        schedule(subscription);
    }

    function unsubscribe(id: string): void
    {
        const subscription = subscriptions.get(id);

        if (subscription !== undefined)
        {
            subscriptions.delete(id);
            waiting.delete(subscription);
            subscription.calls.forEach(key => removeFrom(subscribed, key, subscription));
        }
    }

    function put(peer: Peer): void
    {
        const before = peers.get(peer.id);

        before?.procedures.forEach(procedure => removeFrom(served, keyOf(procedure), peer.id));
        peers.set(peer.id, peer);
        peer.procedures.forEach(procedure => addTo(served, keyOf(procedure), peer.id));
        concern(peer.id, [...before?.procedures ?? [], ...peer.procedures]);
    }

    function remove(id: string): void
    {
        const peer = peers.get(id);

        if (peer !== undefined)
        {
            peers.delete(id);
            peer.procedures.forEach(procedure => removeFrom(served, keyOf(procedure), id));
            concern(id, peer.procedures);
        }
    }

    function concern(id: string, procedures: readonly ProcedureDescription[]): void
    {
        for (const procedure of procedures)
        {
            for (const subscription of subscribed.get(keyOf(procedure)) ?? [])
            {
                if (subscription.subscriber.id !== id)
                {
                    subscription.stale.add(id);
                    schedule(subscription);
                }
            }
        }
    }

    function schedule(subscription: Subscription): void
    {
        if (waiting.size === 0)
        {
            soon(flush);
        }

        waiting.add(subscription);
    }

    function flush(): void
    {
        const due = [...waiting];

        waiting.clear();
        due.forEach(tell);
    }

    function tell(subscription: Subscription): void
    {
        const { subscriber, stale, told } = subscription;
        const known = [...stale].flatMap(id => id === subscriber.id ? [] : describe(id, subscription) ?? []);
        const current = new Set(known.map(({ id }) => id));
        const gone = [...stale].filter(id => told.has(id) && !current.has(id));

        stale.clear();
        gone.forEach(id => told.delete(id));
        current.forEach(id => told.add(id));

        for (let from = 0; from < Math.max(known.length, gone.length) || subscription.full; from += messageLimit)
        {
            subscriber.tell({ full: subscription.full, peers: known.slice(from, from + messageLimit), gone: gone.slice(from, from + messageLimit) });
            subscription.full = false;
        }
    }

    /** What a subscriber gets to know of a peer; `undefined`: nothing. */
    function describe(id: string, { calls }: Subscription): Peer | undefined
    {
        const peer = peers.get(id);
        const procedures = peer?.procedures.filter(procedure => procedure.access !== 'private' && calls.has(keyOf(procedure))) ?? [];

        return peer === undefined || procedures.length === 0 ? undefined : { ...peer, procedures };
    }
}

function keyOf({ fqn, version }: RemoteReference): string
{
    return `${fqn} ${normalizeVersion(version)}`;
}

function addTo<Item>(sets: Map<string, Set<Item>>, key: string, item: Item): void
{
    const set = sets.get(key) ?? new Set<Item>();

    sets.set(key, set.add(item));
}

function removeFrom<Item>(sets: Map<string, Set<Item>>, key: string, item: Item): void
{
    const set = sets.get(key);

    if (set?.delete(item) === true && set.size === 0)
    {
        sets.delete(key);
    }
}
