import { createError } from '@jitar/errors';
import type { Clock } from '@jitar/link';
import type { Peer, PeersChange } from '@jitar/protocol';

/** What a directory needs, and whom it tells. */
export interface PeerDirectoryOptions
{
    /** There is a peer, or it is not as it was. */
    readonly found: (peer: Peer) => void;
    /** A peer is none any more. */
    readonly gone: (id: string) => void;
    readonly clock: Clock;
}

/** The peers of a node, as its gateways know them: whoever is known to several is one. */
export interface PeerDirectory
{
    /** A gateway tells of peers. @throws `INVALID_REQUEST` when that are too many; none of them is known then. */
    apply(gateway: string, change: PeersChange): void;
    /** A gateway is out of sight. What it told still holds: its end is none of the nodes'. */
    lose(gateway: string): void;
    /** Waits for nothing any more. */
    close(): void;
}

/**
 * Milliseconds for which peers are kept that a gateway knew before and no longer tells of after it came back: most
 * likely they only have to find it again, as this node has.
 */
const grace = 5000;

/** The most peers that are known from one gateway, and procedures of all of them. */
const room = { peers: 10_000, procedures: 100_000 } as const;

interface View
{
    live: boolean;
    peers: Map<string, Peer>;
    /** What was told before the gateway came back, and has not been told again. */
    former: Map<string, Peer>;
    cancelGrace: () => void;
}

export function createPeerDirectory({ found, gone, clock }: PeerDirectoryOptions): PeerDirectory
{
    const views = new Map<string, View>();

    return { apply, lose, close: () => views.forEach(({ cancelGrace }) => cancelGrace()) };

    function apply(gateway: string, change: PeersChange): void
    {
        const view = views.get(gateway) ?? { live: true, peers: new Map<string, Peer>(), former: new Map<string, Peer>(), cancelGrace: () => undefined };

        checkRoom(view, change);
        views.set(gateway, view);
        view.live = true;

        if (change.full)
        {
            keepForAWhile(view);
        }

        for (const peer of change.peers)
        {
            view.peers.set(peer.id, peer);
            found(peer);
        }

        // Whoever is out of sight may not have heard of it.
        change.gone.forEach(id => forget(id, [view, ...[...views.values()].filter(({ live }) => !live)]));
    }

    function checkRoom({ peers, former }: View, change: PeersChange): void
    {
        const kept = new Map([...former, ...peers, ...change.peers.map(peer => [peer.id, peer] as const)]);
        const offered = [...kept.values()].reduce((sum, { procedures }) => sum + procedures.length, 0);

        if (kept.size > room.peers || offered > room.procedures)
        {
            throw createError('INVALID_REQUEST', { reason: `this node keeps no more than ${String(room.peers)} peers, and ${String(room.procedures)} procedures of them` });
        }
    }

    function lose(gateway: string): void
    {
        const view = views.get(gateway);

        if (view !== undefined)
        {
            view.live = false;
        }
    }

    function keepForAWhile(view: View): void
    {
        view.cancelGrace();
        view.former = new Map([...view.former, ...view.peers]);
        view.peers = new Map();

        view.cancelGrace = clock.after(grace, () =>
        {
            const { former } = view;

            view.former = new Map();
            [...former.keys()].forEach(dropUnknown);
        });
    }

    function forget(id: string, of: readonly View[]): void
    {
        for (const { peers, former } of of)
        {
            peers.delete(id);
            former.delete(id);
        }

        dropUnknown(id);
    }

    function dropUnknown(id: string): void
    {
        const all = [...views.values()];

        if (!all.some(({ peers, former }) => peers.has(id) || former.has(id)))
        {
            gone(id);
        }
    }
}
