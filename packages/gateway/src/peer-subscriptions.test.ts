import type { Peer, PeersChange, ProcedureDescription } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { createPeerSubscriptions } from './peer-subscriptions.js';
import type { PeerSubscriptions } from './peer-subscriptions.js';

interface Setting extends PeerSubscriptions
{
    /** What was told since the last time, by node. */
    turn(): Record<string, PeersChange[]>;
    join(id: string, ...calls: string[]): void;
}

function createSetting(): Setting
{
    let due: (() => void)[] = [];
    let told: Record<string, PeersChange[]> = {};
    const subscriptions = createPeerSubscriptions(action => due.push(action));

    return {
        ...subscriptions,
        join: (id, ...calls) => subscriptions.subscribe({ id, calls: calls.map(fqn => ({ fqn, version: '0.0.0' })), tell: change => { (told[id] ??= []).push(change); } }),
        turn: () =>
        {
            due.splice(0).forEach(action => action());
            due = [];

            const changes = told;
            told = {};

            return changes;
        }
    };
}

function createPeer(id: string, fqns: readonly string[], overrides: Partial<ProcedureDescription> = {}): Peer
{
    return { id, url: `http://${id}`, healthy: true, procedures: fqns.map(fqn => ({ fqn, version: '0.0.0', access: 'protected', ...overrides })) };
}

describe('a node that registers', () =>
{
    it('is told all peers of what it calls, and of those no more than that', () =>
    {
        const setting = createSetting();

        setting.put(createPeer('sales', ['getTotal', 'listMonths']));
        setting.put(createPeer('stock', ['count']));
        setting.join('reporting', 'getTotal');

        expect(setting.turn()).toEqual({ reporting: [{ full: true, peers: [createPeer('sales', ['getTotal'])], gone: [] }] });
    });

    it('is told that there is none', () =>
    {
        const setting = createSetting();

        setting.join('reporting', 'getTotal');

        expect(setting.turn()).toEqual({ reporting: [{ full: true, peers: [], gone: [] }] });
    });

    it('is told nothing when it calls nothing, and never of itself', () =>
    {
        const setting = createSetting();

        setting.put(createPeer('sales', ['getTotal']));
        setting.join('stock');
        setting.join('sales', 'getTotal');

        expect(setting.turn()).toEqual({ sales: [{ full: true, peers: [], gone: [] }] });

        setting.put(createPeer('sales', ['getTotal']));
        expect(setting.turn()).toEqual({});
    });

    it('is told of no private procedure and of no other version', () =>
    {
        const setting = createSetting();

        setting.put(createPeer('hidden', ['getTotal'], { access: 'private' }));
        setting.put(createPeer('newer', ['getTotal'], { version: '2.0.0' }));
        setting.put(createPeer('same', ['getTotal'], { version: '0' }));
        setting.join('reporting', 'getTotal');

        expect(setting.turn()['reporting']?.[0]?.peers.map(({ id }) => id)).toEqual(['same']);
    });

    it('is told all again when it registers again', () =>
    {
        const setting = createSetting();

        setting.put(createPeer('sales', ['getTotal']));
        setting.put(createPeer('stock', ['count']));
        setting.join('reporting', 'getTotal');
        setting.turn();
        setting.join('reporting', 'count');

        expect(setting.turn()).toEqual({ reporting: [{ full: true, peers: [createPeer('stock', ['count'])], gone: [] }] });

        setting.put(createPeer('sales-2', ['getTotal']));
        expect(setting.turn()).toEqual({});
    });
});

describe('a change', () =>
{
    it('is told to those whom it concerns, once a turn', () =>
    {
        const setting = createSetting();

        setting.join('reporting', 'getTotal');
        setting.join('shop', 'count');
        setting.turn();

        setting.put(createPeer('sales', ['getTotal', 'listMonths']));
        setting.put({ ...createPeer('sales', ['getTotal']), healthy: false });

        expect(setting.turn()).toEqual({ reporting: [{ full: false, peers: [{ ...createPeer('sales', ['getTotal']), healthy: false }], gone: [] }] });

        setting.remove('sales');
        expect(setting.turn()).toEqual({ reporting: [{ full: false, peers: [], gone: ['sales'] }] });
        expect(setting.turn()).toEqual({});
    });

    it('that takes a procedure from a peer makes it no peer', () =>
    {
        const setting = createSetting();

        setting.join('reporting', 'getTotal');
        setting.put(createPeer('sales', ['getTotal']));
        setting.turn();
        setting.put(createPeer('sales', ['listMonths']));

        expect(setting.turn()).toEqual({ reporting: [{ full: false, peers: [], gone: ['sales'] }] });
    });

    it('that is undone within its turn is none', () =>
    {
        const setting = createSetting();

        setting.join('reporting', 'getTotal');
        setting.turn();
        setting.put(createPeer('sales', ['getTotal']));
        setting.remove('sales');

        expect(setting.turn()).toEqual({});
    });

    it('is not told to who has left', () =>
    {
        const setting = createSetting();

        setting.join('reporting', 'getTotal');
        setting.turn();
        setting.put(createPeer('sales', ['getTotal']));
        setting.unsubscribe('reporting');

        expect(setting.turn()).toEqual({});
    });
});

describe('many peers', () =>
{
    it('are told in messages of ten thousand', () =>
    {
        const setting = createSetting();

        for (let index = 0; index < 10_001; index++)
        {
            setting.put(createPeer(`sales-${String(index)}`, ['getTotal']));
        }

        setting.join('reporting', 'getTotal');

        expect(setting.turn()['reporting']?.map(({ full, peers }) => [full, peers.length])).toEqual([[true, 10_000], [false, 1]]);
    });
});
