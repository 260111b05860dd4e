import type { Peer, PeersChange } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { createTestClock } from '../test/test-clock.js';
import { createPeerDirectory } from './peer-directory.js';
import type { PeerDirectory } from './peer-directory.js';

function createPeer(id: string, overrides: Partial<Peer> = {}): Peer
{
    return { id, url: `http://${id}`, healthy: true, procedures: [], ...overrides };
}

function createSetting(): { directory: PeerDirectory; clock: ReturnType<typeof createTestClock>; known: () => string[]; found: Peer[]; tell: (gateway: string, change: Partial<PeersChange>) => void }
{
    const peers = new Map<string, Peer>();
    const found: Peer[] = [];
    const clock = createTestClock();
    const directory = createPeerDirectory({
        found: peer => { found.push(peer); peers.set(peer.id, peer); },
        gone: id => { peers.delete(id); },
        clock
    });

    return { directory, clock, found, known: () => [...peers.keys()].sort(), tell: (gateway, change) => directory.apply(gateway, { full: false, peers: [], gone: [], ...change }) };
}

describe('the peers of a node', () =>
{
    it('are those that its gateway tells of, as it told last', () =>
    {
        const { tell, known, found } = createSetting();

        tell('one', { full: true, peers: [createPeer('a'), createPeer('b')] });
        tell('one', { peers: [createPeer('c'), createPeer('a', { healthy: false })], gone: ['b'] });

        expect(known()).toEqual(['a', 'c']);
        expect(found.at(-1)).toMatchObject({ id: 'a', healthy: false });
    });

    it('that two gateways know are one, until both say that it is gone', () =>
    {
        const { tell, known } = createSetting();

        tell('one', { full: true, peers: [createPeer('a')] });
        tell('two', { full: true, peers: [createPeer('a'), createPeer('b')] });
        tell('one', { gone: ['a'] });
        expect(known()).toEqual(['a', 'b']);

        tell('two', { gone: ['a'] });
        expect(known()).toEqual(['b']);
    });

    it('stay when the gateway is lost', async () =>
    {
        const { directory, tell, known, clock } = createSetting();

        tell('one', { full: true, peers: [createPeer('a')] });
        directory.lose('one');
        await clock.advance(3_600_000);

        expect(known()).toEqual(['a']);
    });

    it('that a lost gateway told of are gone when another one says so', () =>
    {
        const { directory, tell, known } = createSetting();

        tell('one', { full: true, peers: [createPeer('a')] });
        tell('two', { full: true, peers: [createPeer('a')] });
        directory.lose('one');
        tell('two', { gone: ['a'] });

        expect(known()).toEqual([]);
    });

    it('get five seconds to find a gateway that came back', async () =>
    {
        const { directory, tell, known, clock } = createSetting();

        tell('one', { full: true, peers: [createPeer('a'), createPeer('b')] });
        directory.lose('one');
        tell('one', { full: true });
        tell('one', { peers: [createPeer('b')] });
        await clock.advance(4999);
        expect(known()).toEqual(['a', 'b']);

        await clock.advance(1);
        expect(known()).toEqual(['b']);
    });

    it.each([
        ['peers', 10_000, 0],
        ['procedures', 10, 10_000]
    ])('are no more than a gateway may tell of, however it does: %s', async (_, most, procedureCount) =>
    {
        const { tell, known, clock } = createSetting();
        const procedures = Array.from({ length: procedureCount }, (_procedure, index) => ({ fqn: `get${String(index)}`, version: '0.0.0', access: 'public' as const }));
        const createPeers = (name: string, share: number): Peer[] => Array.from({ length: most * share }, (_peer, index) => createPeer(`${name}-${String(index)}`, { procedures }));
        const refusal = expect.objectContaining({ code: 'INVALID_REQUEST' }) as unknown;

        tell('one', { full: true, peers: createPeers('a', 0.6) });
        expect(() => tell('one', { peers: createPeers('b', 0.5) })).toThrow(refusal);
        expect(() => tell('one', { full: true, peers: createPeers('b', 0.5) })).toThrow(refusal);
        expect(known()).toHaveLength(most * 0.6);

        // Those that it told of before count for as long as they are kept, and once.
        tell('two', { full: true, peers: createPeers('c', 1) });
        tell('one', { peers: createPeers('a', 0.4) });
        tell('one', { gone: createPeers('a', 0.2).map(({ id }) => id) });
        tell('one', { full: true, peers: createPeers('b', 0.6) });
        expect(() => tell('one', { peers: createPeers('d', 0.4) })).toThrow(refusal);
        await clock.advance(5000);
        tell('one', { peers: createPeers('d', 0.4) });
        expect(known()).toHaveLength(most * 2);
    });

    it('are waited for no longer when the node ends', () =>
    {
        const { directory, tell, clock } = createSetting();

        tell('one', { full: true, peers: [createPeer('a')] });
        tell('one', { full: true });
        directory.close();

        expect(clock.waiting).toBe(0);
    });

    it('that left within these five seconds are gone at once', async () =>
    {
        const { tell, known, clock } = createSetting();

        tell('one', { full: true, peers: [createPeer('a')] });
        tell('one', { full: true });
        tell('one', { peers: [createPeer('a')] });
        tell('one', { gone: ['a'] });
        expect(known()).toEqual([]);

        await clock.advance(5000);
        expect(known()).toEqual([]);
    });
});
