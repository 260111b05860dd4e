import { hasCode } from '@jitar/errors';
import type { ErrorCode } from '@jitar/errors';
import type { EncodedPayload, Invocation, Outcome } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { createBytes, createInvocation, createLinks, createOutcome, createParts, createScriptedLink, createTestClock, settle, summarize } from '../test/fixtures.js';
import type { ScriptedChannel } from '../test/fixtures.js';

import { closeCodes } from './index.js';

const call = { fqn: 'a', match: 'exact', form: 'tagged', args: '{}', caller: { kind: 'member' } };
const windowSize = 1_048_576;

/** The bytes of one transfer that were sent. */
function sentOf(channel: ScriptedChannel, transfer: number): Buffer
{
    return Buffer.concat(channel.chunks.filter(chunk => chunk[3] === transfer).map(chunk => chunk.subarray(4)));
}

/** An invoker that keeps what it is asked. */
function createKeeper(): { readonly received: Invocation[]; readonly invoke: (invocation: Invocation) => Promise<Outcome> }
{
    const received: Invocation[] = [];

    return {
        received,
        invoke: async invocation =>
        {
            received.push(invocation);

            return createOutcome('1');
        }
    };
}

describe('parts that are sent', () =>
{
    it('follow the message that announces them, in chunks', async () =>
    {
        const { link, channel } = await createScriptedLink();
        const args = createParts(100_000, 300);

        void link.invoke(createInvocation({ args }));
        await settle();

        expect(channel.of('call')[0]?.[2]).toMatchObject({ form: 'tagged', args: args.text, parts: { number: 1, lengths: [100_000, 300] } });
        expect(channel.chunks.map(chunk => chunk.length)).toEqual([65_540, 34_768]);
        expect(sentOf(channel, 1).equals(Buffer.concat(args.parts ?? []))).toBe(true);
    });

    it('wait for credit, and take turns', async () =>
    {
        const { link, channel } = await createScriptedLink();

        void link.invoke(createInvocation({ args: createParts(2_000_000) }));
        void link.invoke(createInvocation({ args: createParts(200_000) }));
        await settle();

        expect(sentOf(channel, 2)).toHaveLength(200_000);
        expect(sentOf(channel, 1)).toHaveLength(windowSize - 200_000);

        channel.receive(['credit', 600_000]);
        await settle();
        expect(sentOf(channel, 1)).toHaveLength(windowSize + 400_000);

        channel.receive(['credit', 1_048_576]);
        await settle();
        expect(sentOf(channel, 1).equals(Buffer.from(createBytes(2_000_000)))).toBe(true);
    });

    it('are announced only when the peer may hold them', async () =>
    {
        const { link, channel } = await createScriptedLink({ limits: { parts: 1_500_000 } });

        void link.invoke(createInvocation({ args: createParts(1_400_000) }));
        void link.invoke(createInvocation({ args: createParts(200_000) }));
        void link.invoke(createInvocation());
        await settle();

        expect(channel.of('call').map(([, number]) => number)).toEqual([1, 3]);

        channel.receive(['credit', 500_000]);
        await settle();

        expect(channel.of('call').map(([, number]) => number)).toEqual([1, 3, 2]);
        expect(sentOf(channel, 2)).toHaveLength(windowSize + 500_000 - 1_400_000);
    });

    it('are no longer sent when the caller gives up, and the call never started', async () =>
    {
        const { link, channel } = await createScriptedLink();
        const controller = new AbortController();
        const given = link.invoke(createInvocation({ args: createParts(2_000_000), signal: controller.signal }));
        const other = link.invoke(createInvocation({ args: createParts(2_000_000) }));

        await settle();
        controller.abort(new Error('enough'));
        await expect(given).rejects.toThrow('enough');
        channel.receive(['credit', windowSize]);
        await settle();

        expect(channel.of('drop')).toEqual([['drop', 1]]);
        expect(channel.of('cancel')).toEqual([]);
        expect(sentOf(channel, 1)).toHaveLength(windowSize / 2);

        channel.receive(['credit', windowSize]);
        await settle();
        expect(sentOf(channel, 2)).toHaveLength(2_000_000);

        channel.receive(['answer', 2, { form: 'json', result: '1' }]);
        expect((await other).result).toEqual({ form: 'json', text: '1' });
    });

    it('leave no trace when the caller gives up in the same turn, or before they are announced', async () =>
    {
        const { link, channel } = await createScriptedLink({ limits: { parts: 2_000_000 } });
        const controller = new AbortController();
        const { signal } = controller;
        const calls = [createInvocation({ args: createParts(1_900_000), signal }), createInvocation({ args: createParts(1_900_000), signal })].map(invocation => link.invoke(invocation));

        await Promise.resolve();
        controller.abort(new Error('enough'));
        await Promise.allSettled(calls);
        void link.invoke(createInvocation({ args: createParts(1_900_000) }));
        await settle();

        expect(channel.of('drop')).toEqual([]);
        expect(channel.of('call').map(([, number]) => number)).toEqual([3]);
    });

    it('of an answer that nobody waits for are no longer sent', async () =>
    {
        const { link, channel } = await createScriptedLink({ invoker: { invoke: async () => ({ result: createParts(2_000_000), headers: {} }) } });

        channel.receive(['call', 1, call]);
        await settle();
        expect(channel.chunks.length).toBeGreaterThan(0);

        channel.receive(['cancel', 1]);
        channel.receive(['credit', windowSize]);
        await settle();

        expect(channel.of('drop')).toEqual([['drop', 1]]);
        expect(sentOf(channel, 1)).toHaveLength(windowSize);
        expect(link.serving).toBe(0);
    });

    it('of answers that the peer does not take count as calls that run', async () =>
    {
        const { channel } = await createScriptedLink({ limits: { inFlight: 1 }, invoker: { invoke: async () => ({ result: createParts(2_000_000), headers: {} }) } });

        channel.receive(['call', 1, call]);
        await settle();
        channel.receive(['call', 2, call]);
        channel.receive(['credit', windowSize]);
        await settle();
        channel.receive(['call', 3, call]);
        await settle();

        expect(channel.of('error')).toEqual([['error', 2, expect.objectContaining({ code: 'OVERLOADED', unstarted: true })]]);
        expect(channel.of('answer').map(([, number]) => number)).toEqual([1, 3]);
    });

    it('are sent in full before a drain closes the link', async () =>
    {
        const result = createParts(5_000_000);
        const drained: Promise<unknown>[] = [];
        const [dialer, listener] = await createLinks({ listener: { invoker: { invoke: async () =>
        {
            drained.push(listener.drain());

            return { result, headers: {} };
        } } } });

        expect(summarize((await dialer.invoke(createInvocation())).result)).toEqual(summarize(result));
        expect(await Promise.all(drained)).toEqual([{ code: 1000, reason: '' }]);
    });

    it('that were not sent in full when the link is lost started nothing', async () =>
    {
        const { link, channel } = await createScriptedLink();
        const lost = link.invoke(createInvocation({ args: createParts(2_000_000) })).catch((error: unknown) => error);

        await settle();
        channel.break();

        expect(await lost).toMatchObject({ envelope: { code: 'LINK_LOST', unstarted: true } });
    });

    it.each<[ErrorCode, string, EncodedPayload]>([
        ['MESSAGE_TOO_LARGE', 'more than all parts may have', createParts(5_000)],
        ['INVALID_REQUEST', 'one that is smaller than parts may be', createParts(2_000, 255)],
        ['INVALID_REQUEST', 'those of plain JSON', { ...createParts(2_000), form: 'json' }]
    ])('are refused with %s, and hurt nothing: %s', async (code, _, payload) =>
    {
        const { link, channel } = await createScriptedLink({ limits: { parts: 4_000 }, invoker: { invoke: async () => ({ result: payload, headers: {} }) } });

        await expect(link.invoke(createInvocation({ args: payload }))).rejects.toSatisfy(error => hasCode(error, code));
        channel.receive(['call', 1, call]);
        await settle();

        expect(channel.of('error').map(([, number, error]) => [number, (error as { code: string }).code])).toEqual([[1, code]]);
        expect(channel.closedWith).toBeUndefined();
        expect(link.inFlight).toBe(0);
    });
});

describe('parts that come', () =>
{
    it('are there when the call starts, however they were cut', async () =>
    {
        const keeper = createKeeper();
        const { channel } = await createScriptedLink({ invoker: keeper });
        const bytes = createBytes(1_000);

        channel.receive(['call', 1, { ...call, parts: { number: 9, lengths: [300, 700] } }], ['call', 2, call]);

        for (let offset = 0; offset < 1_000; offset += 7)
        {
            expect(keeper.received).toHaveLength(1);
            channel.receiveChunk(9, bytes.subarray(offset, Math.min(1_000, offset + 7)));
        }

        expect(keeper.received[1]?.args).toEqual({ form: 'tagged', text: '{}', parts: [bytes.slice(0, 300), bytes.slice(300)] });
    });

    it('leave a call the time that remains', async () =>
    {
        const clock = createTestClock();
        const keeper = createKeeper();
        const { channel } = await createScriptedLink({ invoker: keeper, clock });

        channel.receive(['call', 1, { ...call, remaining: 1_000, parts: { number: 1, lengths: [512] } }]);
        channel.receiveChunk(1, createBytes(256));
        clock.advance(400);
        channel.receiveChunk(1, createBytes(256));

        expect(keeper.received[0]?.deadline).toBe(clock.now() + 600);
    });

    it('get credit for what came', async () =>
    {
        const { channel } = await createScriptedLink();

        channel.receive(['call', 1, { ...call, parts: { number: 1, lengths: [2_000_000] } }]);

        for (let sent = 0; sent < 16; sent++)
        {
            channel.receiveChunk(1, createBytes(65_536));
        }

        await settle();
        expect(channel.of('credit')).toEqual([['credit', windowSize / 2], ['credit', windowSize / 2]]);
    });

    it('are forgotten when the rest does not come', async () =>
    {
        const keeper = createKeeper();
        const { link, channel } = await createScriptedLink({ invoker: keeper, limits: { parts: 1_000 } });

        for (let number = 1; number < 200; number++)
        {
            channel.receive(['call', number, { ...call, parts: { number, lengths: [900] } }]);
            channel.receiveChunk(number, createBytes(800));
            channel.receive(['drop', number]);
        }

        await settle();
        expect([keeper.received.length, link.serving, channel.closedWith]).toEqual([0, 0, undefined]);
    });

    it('of an answer to a call that was given up do no harm', async () =>
    {
        const { link, channel } = await createScriptedLink();
        const controller = new AbortController();
        const given = link.invoke(createInvocation({ signal: controller.signal }));

        await settle();
        channel.receive(['answer', 1, { form: 'tagged', result: '1', parts: { number: 1, lengths: [512] } }]);
        controller.abort(new Error('enough'));
        await expect(given).rejects.toThrow('enough');
        channel.receiveChunk(1, createBytes(512));

        expect(channel.closedWith).toBeUndefined();
    });

    const announce = (number: number, ...lengths: unknown[]): unknown => ['call', number, { ...call, parts: { number, lengths } }];

    it.each<[string, (channel: ScriptedChannel) => void]>([
        ['announces gigabytes', channel => channel.receive(announce(1, 8_000_000_000))],
        ['announces gigabytes in many parts', channel => channel.receive(announce(1, ...Array<number>(60_000).fill(1_000_000)))],
        ['announces gigabytes in many calls', channel => channel.receive(...Array.from({ length: 60 }, (_, index) => announce(index + 1, 60_000_000)))],
        ['announces more bytes than numbers can count', channel => channel.receive(announce(1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))],
        ['announces too many parts', channel => channel.receive(announce(1, ...Array<number>(65_537).fill(256)))],
        ['announces many small parts', channel => channel.receive(announce(1, ...Array<number>(60_000).fill(1)))],
        ['announces too many transfers', channel => channel.receive(...Array.from({ length: 65 }, (_, index) => announce(index + 1, 256)))],
        ['announces no parts', channel => channel.receive(announce(1))],
        ['announces an empty part', channel => channel.receive(announce(1, 0))],
        ['announces a part of negative length', channel => channel.receive(announce(1, 5_000, -4_000))],
        ['announces half a byte', channel => channel.receive(announce(1, 256.5))],
        ['announces a length in words', channel => channel.receive(announce(1, '256'))],
        ['announces two transfers of one number', channel => channel.receive(announce(1, 256), ['call', 2, { ...call, parts: { number: 1, lengths: [256] } }])],
        ['announces a transfer without a number', channel => channel.receive(['call', 1, { ...call, parts: { lengths: [256] } }])],
        ['announces a transfer with a number beyond four bytes', channel => channel.receive(announce(4_294_967_296, 256))],
        ['announces parts of plain JSON', channel => channel.receive(['call', 1, { ...call, form: 'json', parts: { number: 1, lengths: [256] } }])],
        ['announces something else', channel => channel.receive(['call', 1, { ...call, parts: [256] }])],
        ['sends more bytes than it announced', channel => { channel.receive(announce(1, 256)); channel.receiveChunk(1, createBytes(257)); }],
        ['sends more bytes after those it announced', channel => { channel.receive(announce(1, 256)); channel.receiveChunk(1, createBytes(256)); channel.receiveChunk(1, createBytes(1)); }],
        ['sends bytes of another transfer', channel => { channel.receive(announce(1, 256)); channel.receiveChunk(2, createBytes(256)); }],
        ['sends a chunk that is too large', channel => { channel.receive(announce(1, 100_000)); channel.receiveChunk(1, createBytes(65_537)); }],
        ['sends bytes of what it dropped', channel => { channel.receive(announce(1, 256), ['drop', 1]); channel.receiveChunk(1, createBytes(256)); }],
        ['answers with parts what was never asked', channel => { channel.receive(['answer', 7, { form: 'tagged', result: '1', parts: { number: 1, lengths: [256] } }]); channel.receiveChunk(1, createBytes(256)); }]
    ])('end the link of a peer that %s, and take no memory', async (_, send) =>
    {
        const keeper = createKeeper();
        const { link, channel } = await createScriptedLink({ invoker: keeper });
        const inFlight = link.invoke(createInvocation()).catch((error: unknown) => error);

        await settle();

        const before = process.memoryUsage().arrayBuffers;

        send(channel);

        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
        expect(channel.closedWith?.code).toBe(closeCodes.violation);
        expect((await link.closed).code).toBe(closeCodes.violation);
        expect(await inFlight).toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN' } });
        expect(keeper.received.length).toBeLessThan(2);
    });

    it('take at most twice the memory of what came', async () =>
    {
        const { link, channel } = await createScriptedLink();
        const before = process.memoryUsage().arrayBuffers;

        channel.receive(announce(1, 60_000_000));
        channel.receiveChunk(1, createBytes(65_536));

        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
        link.close();
    });
});
