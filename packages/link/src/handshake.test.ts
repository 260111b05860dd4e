import { hasCode } from '@jitar/errors';
import { createProof } from '@jitar/protocol';
import type { Channel } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { ScriptedChannel, createLinks, createTestClock, gatewayIdentity, nodeIdentity, scriptedHello, settle, silentInvoker } from '../test/fixtures.js';
import { createLink, createMemoryChannels } from './index.js';

const nonce = 'a'.repeat(32);
const keyedHello = ['hello', { versions: [1], identity: nodeIdentity, nonce, keyed: true }];

function listen(channel: Channel, trustKey?: string): Promise<unknown>
{
    return createLink({ channel, role: 'listener', identity: gatewayIdentity, trustKey, invoker: silentInvoker, heartbeat: false }).catch((error: unknown) => error);
}

describe('the handshake', () =>
{
    it.each([
        ['the trust keys differ', { trustKey: 'one' }, { trustKey: 'other' }],
        ['only the dialer has a trust key', { trustKey: 'one' }, {}],
        ['only the listener has a trust key', {}, { trustKey: 'one' }],
        ['both sides have one id', { identity: gatewayIdentity }, {}]
    ])('refuses on both sides when %s', async (_, dialer, listener) =>
    {
        const [channel, other] = createMemoryChannels();
        const common = { invoker: silentInvoker, heartbeat: false } as const;
        const outcomes = await Promise.allSettled([
            createLink({ ...common, channel, role: 'dialer', identity: nodeIdentity, ...dialer }),
            createLink({ ...common, channel: other, role: 'listener', identity: gatewayIdentity, ...listener })
        ]);

        expect(outcomes.map(outcome => outcome.status === 'rejected' && hasCode(outcome.reason, 'LINK_REFUSED'))).toEqual([true, true]);
    });

    it('refuses what comes from another machine when there is no trust key', async () =>
    {
        await expect(createLinks({ channels: createMemoryChannels({ loopback: false }) })).rejects.toThrow('without a trust key');
    });

    it('accepts what comes from another machine when both have the trust key', async () =>
    {
        const [dialer] = await createLinks({ channels: createMemoryChannels({ loopback: false }), dialer: { trustKey: 'one' }, listener: { trustKey: 'one' } });

        expect(dialer.peer).toEqual(gatewayIdentity);
    });

    it('never shows the key, nor a proof to who only dials', async () =>
    {
        const channel = new ScriptedChannel();
        const listening = listen(channel, 'secret');

        channel.receive(keyedHello);
        await settle();

        expect(channel.sent.map(([type]) => type)).toEqual(['hello']);
        expect(JSON.stringify(channel.sent)).not.toContain('secret');
        channel.break();
        expect(hasCode(await listening, 'LINK_LOST')).toBe(true);
    });

    it('refuses the proof of the other role', async () =>
    {
        const channel = new ScriptedChannel();
        const listening = listen(channel, 'secret');

        channel.receive(keyedHello);

        const [, own] = channel.of('hello')[0] as [string, { nonce: string }];
        const identities = ['1', 'node-1', 'node', '', nonce, 'true', '1', 'gateway-1', 'gateway', 'http://127.0.0.1:3000', own.nonce, 'true'];

        channel.receive(['proof', await createProof('secret', ['jitar-link', 'listener', ...identities])]);

        expect(hasCode(await listening, 'LINK_REFUSED')).toBe(true);
        expect(channel.sent.at(-1)).toEqual(['refuse', 'trust-key']);
    });

    it('accepts the proof that the specification describes', async () =>
    {
        const channel = new ScriptedChannel();
        const listening = listen(channel, 'secret');

        channel.receive(keyedHello);

        const [, own] = channel.of('hello')[0] as [string, { nonce: string }];
        const identities = ['1', 'node-1', 'node', '', nonce, 'true', '1', 'gateway-1', 'gateway', 'http://127.0.0.1:3000', own.nonce, 'true'];

        channel.receive(['proof', await createProof('secret', ['jitar-link', 'dialer', ...identities])]);
        await expect.poll(() => channel.of('proof')[0]).toEqual(['proof', await createProof('secret', ['jitar-link', 'listener', ...identities])]);
        channel.receive(['ready']);

        expect(await listening).toMatchObject({ peer: nodeIdentity });
    });

    it('cannot be passed by sending everything back', async () =>
    {
        const channel = new ScriptedChannel();
        const dialing = createLink({ channel, role: 'dialer', identity: nodeIdentity, trustKey: 'secret', invoker: silentInvoker, heartbeat: false }).catch((error: unknown) => error);
        const [, own] = channel.of('hello')[0] as [string, { nonce: string }];

        channel.receive(['hello', { versions: [1], identity: gatewayIdentity, nonce: own.nonce, keyed: true }]);
        await expect.poll(() => channel.of('proof').length).toBe(1);
        channel.receive(channel.of('proof')[0]);

        expect(hasCode(await dialing, 'LINK_REFUSED')).toBe(true);
    });

    it('cannot be passed without a proof', async () =>
    {
        const channel = new ScriptedChannel();
        const listening = listen(channel, 'secret');

        channel.receive(keyedHello);
        channel.receive(['proof', null]);

        expect(hasCode(await listening, 'LINK_REFUSED')).toBe(true);
    });

    it.each([
        ['a call before the hello', ['call', 1, {}]],
        ['a ready before the hello', ['ready']],
        ['a proof before the hello', ['proof', null]],
        ['a ping before the hello', ['ping']],
        ['a hello without nonce', ['hello', { versions: [1], identity: nodeIdentity, keyed: false }]],
        ['a hello whose id breaks lines', ['hello', { versions: [1], identity: { id: 'a\nb', kind: 'node' }, nonce, keyed: false }]],
        ['a hello at an address that is none of the web', ['hello', { versions: [1], identity: { ...nodeIdentity, url: 'ws+unix:///run/some.sock' }, nonce, keyed: false }]],
        ['a hello of an unknown kind', ['hello', { versions: [1], identity: { id: 'a', kind: 'king' }, nonce, keyed: false }]],
        ['a frame that is too large for a greeting', ['hello', 'x'.repeat(20_000)]],
        ['an unknown refusal', ['refuse', 'mood']]
    ])('ends at %s', async (_, message) =>
    {
        const channel = new ScriptedChannel();
        const listening = listen(channel);

        channel.receive(message);

        expect(hasCode(await listening, 'PROTOCOL_VIOLATION')).toBe(true);
        expect(channel.closedWith?.code).toBe(4400);
    });

    it('ends when the peer says ready before the proof was checked', async () =>
    {
        const channel = new ScriptedChannel();
        const listening = listen(channel, 'secret');

        channel.receive(keyedHello);
        channel.receive(['proof', 'b'.repeat(64)], ['ready']);

        expect(hasCode(await listening, 'PROTOCOL_VIOLATION')).toBe(true);
    });

    it('ends when there is no version in common', async () =>
    {
        const channel = new ScriptedChannel();
        const listening = listen(channel);

        channel.receive(['hello', { ...scriptedHello[1] as object, versions: [2, 3] }]);

        expect(hasCode(await listening, 'LINK_REFUSED')).toBe(true);
        expect(channel.sent).toEqual([['refuse', 'version']]);
    });

    it('ends when it takes too long', async () =>
    {
        const clock = createTestClock();
        const channel = new ScriptedChannel();
        const linking = createLink({ channel, role: 'listener', identity: gatewayIdentity, invoker: silentInvoker, clock, limits: { handshake: 200 } }).catch((error: unknown) => error);

        clock.advance(199);
        expect(channel.closedWith).toBeUndefined();
        clock.advance(1);

        expect(hasCode(await linking, 'LINK_LOST')).toBe(true);
        expect(channel.closedWith).toMatchObject({ code: 4408 });
    });
});
