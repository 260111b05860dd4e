import type { EncodedPayload } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { createInvocation, createScriptedLink, createTestClock, settle } from '../test/fixtures.js';
import { createItems, createOctets, createStream, item, readTexts, streamOutcome, streamsOf, withStreams } from '../test/streams.js';

import type { LinkOptions } from './index.js';

const announced = (kind: string, extra: object = {}): object => ({ form: 'tagged', result: '{"$tagged":1,"value":"$Stream:#0"}', streams: [{ number: 9, kind, ...extra }] });

/** A link whose peer has answered a call with a stream, by script. */
async function openReading(kind: string, extra: object = {}, options: Partial<LinkOptions> = {}): Promise<Awaited<ReturnType<typeof createScriptedLink>> & { readonly stream: NonNullable<EncodedPayload['streams']>[number] }>
{
    const scripted = await createScriptedLink(options);
    const call = scripted.link.invoke(createInvocation());

    await settle();
    scripted.channel.receive(['answer', 1, announced(kind, extra)]);

    return { ...scripted, stream: streamsOf(await call)[0]! };
}

/** A link whose peer has got a stream as number 1, by script. */
async function openProducing(...streams: Parameters<typeof streamOutcome>): Promise<Awaited<ReturnType<typeof createScriptedLink>>>
{
    const scripted = await createScriptedLink({ invoker: { invoke: async () => streamOutcome(...streams) } });

    scripted.channel.receive(['call', 1, { fqn: 'f', match: 'exact', form: 'tagged', args: '{}', caller: { kind: 'member' } }]);
    await settle();

    return scripted;
}

const value = (text: string): object => ({ form: 'tagged', value: text });

describe('a peer that produces', () =>
{
    it.each([
        ['an item that nobody asked for', ['item', 9, value('1')]],
        ['an item of a stream that is not open', ['item', 8, value('1')]],
        ['the end of a stream that is not open', ['end', 8, null]],
        ['the failure of a stream that is not open', ['fail', 8, { name: 'Error', message: '', retryable: false, unstarted: false }]],
        ['an item without a value', ['item', 9, {}]],
        ['an item that is plain, with streams', ['item', 9, { form: 'json', value: '1', streams: [{ number: 2, kind: 'values' }] }]],
        ['a number that is none', ['item', 0, value('1')]],
        ['a number that is too high', ['item', 2 ** 31, value('1')]],
        ['a stream of an unknown kind', ['answer', 2, announced('pipe')]],
        ['a list of no streams', ['answer', 2, { ...announced('values'), streams: [] }]],
        ['a number that is in use', ['answer', 2, announced('values')]],
        ['a timeout that is none', ['answer', 2, announced('values', { timeout: 0 })]]
    ])('loses its link for %s', async (_, message) =>
    {
        const { link, channel, stream } = await openReading('generator');
        const other = link.invoke(createInvocation());

        other.catch(() => undefined);
        await settle();
        channel.receive(message);
        expect(channel.closedWith?.code).toBe(4400);
        await expect(stream.next()).rejects.toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN' } });
    });

    it('loses its link for more items than were asked for', async () =>
    {
        const { channel, stream } = await openReading('generator');
        const step = stream.next();

        channel.receive(['item', 9, value('1')], ['item', 9, value('2')]);
        expect(await step).toEqual(item('1'));
        expect(channel.closedWith?.code).toBe(4400);
    });

    it('loses its link for more octets than were asked for, and for octets of what has none', async () =>
    {
        const { channel, stream } = await openReading('bytes');
        const other = await openReading('values');

        stream.next().catch(() => undefined);
        await settle();

        const [, number, amount] = channel.of('pull')[0] as [string, number, number];

        expect([number, amount]).toEqual([9, 262_144]);

        for (let sent = 0; sent < amount; sent += 65_536)
        {
            channel.receiveChunk(0x80000009, new Uint8Array(65_536));
        }

        expect(channel.closedWith).toBeUndefined();
        channel.receiveChunk(0x80000009, new Uint8Array(1));
        expect(channel.closedWith?.code).toBe(4400);
        other.stream.next().catch(() => undefined);
        other.channel.receiveChunk(0x80000009, new Uint8Array(1));
        expect(other.channel.closedWith?.code).toBe(4400);
    });

    it('loses its link for more streams than may be open', async () =>
    {
        const { link, channel } = await createScriptedLink();
        const streams = (first: number): object[] => Array.from({ length: 1024 }, (_, index) => ({ number: first + index, kind: 'values' }));
        const calls = [link.invoke(createInvocation()), link.invoke(createInvocation())];

        calls.forEach(call => void call.catch(() => undefined));
        await settle();
        channel.receive(['answer', 1, { ...announced('values'), streams: streams(1) }]);
        expect(channel.closedWith).toBeUndefined();
        channel.receive(['answer', 2, { ...announced('values'), streams: streams(2000) }]);
        expect(channel.closedWith?.code).toBe(4400);
    });

    it('may end or fail a stream at any time, and its number is free then', async () =>
    {
        const { link, channel, stream } = await openReading('generator');

        channel.receive(['fail', 9, { name: 'Error', message: 'gone', retryable: false, unstarted: false }]);

        const call = link.invoke(createInvocation());

        await settle();
        channel.receive(['answer', 2, announced('generator')]);
        await call;
        await expect(stream.next()).rejects.toMatchObject({ envelope: { message: 'gone' } });
        expect(channel.closedWith).toBeUndefined();
    });

    it('may have sent what crosses a stop, with streams of its own, and nothing after that', async () =>
    {
        const { channel, stream } = await openReading('generator');

        stream.next().catch(() => undefined);
        stream.stop();
        channel.receive(['item', 9, { ...value('["$Stream:#0"]'), streams: [{ number: 10, kind: 'values' }] }], ['end', 9, null]);
        await settle();
        expect(channel.of('stop')).toEqual([['stop', 9], ['stop', 10]]);
        channel.receive(['end', 9, null]);
        expect(channel.closedWith?.code).toBe(4400);
    });

    it('has as long as it promised, and little more', async () =>
    {
        const clock = createTestClock();
        const { channel, stream } = await openReading('generator', { timeout: 500 }, { clock });

        clock.advance(10_000);

        const step = stream.next();

        step.catch(() => undefined);
        clock.advance(549);
        channel.receive(['item', 9, value('1')]);
        expect(await step).toEqual(item('1'));

        const late = stream.next();

        late.catch(() => undefined);
        clock.advance(550);
        await expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        await settle();
        expect(channel.of('stop')).toEqual([['stop', 9]]);
    });

    it('is asked for octets again when half of them are read', async () =>
    {
        const { channel, stream } = await openReading('bytes');

        stream.next().catch(() => undefined);
        await settle();
        channel.receiveChunk(0x80000009, new Uint8Array(65_536));
        channel.receiveChunk(0x80000009, new Uint8Array(65_536));
        channel.receive(['end', 9, null]);
        expect(await readTexts(stream)).toEqual(['65536']);
        expect(channel.of('pull')).toEqual([['pull', 9, 262_144]]);
    });
});

describe('a peer that reads', () =>
{
    it.each([
        ['of what never was a stream', ['pull', 5, 1]],
        ['for nothing', ['pull', 1, 0]],
        ['for more than a stream may owe', ['pull', 1, 257]],
        ['in a way that there is not', ['send', 1, 'begin', null]],
        ['to stop what never was a stream', ['stop', 5]],
        ['with half a value', ['send', 1, 'next', { form: 'tagged' }]]
    ])('loses its link when it asks %s', async (_, message) =>
    {
        const stream = createStream(() => new Promise(() => undefined));
        const { channel } = await openProducing(stream);

        channel.receive(message);
        expect(channel.closedWith?.code).toBe(4400);
        expect(stream.stopped).toBe(true);
    });

    it('loses its link when it asks for more octets than may be on their way, or passes something to them', async () =>
    {
        const [first, second] = [await openProducing(createOctets(10, 10)), await openProducing(createOctets(10, 10))];

        first.channel.receive(['pull', 1, 1_048_577]);
        second.channel.receive(['send', 1, 'next', null]);
        expect([first.channel.closedWith?.code, second.channel.closedWith?.code]).toEqual([4400, 4400]);
    });

    it('may ask again for what has just ended', async () =>
    {
        const { channel } = await openProducing(createItems());

        channel.receive(['pull', 1, 1]);
        await settle();
        channel.receive(['pull', 1, 1], ['stop', 1]);
        expect(channel.of('end')).toEqual([['end', 1, null]]);
        expect(channel.closedWith).toBeUndefined();
    });

    it('gets no octets beyond what it asked for', async () =>
    {
        const { channel } = await openProducing(createOctets(1000, 600));

        channel.receive(['pull', 1, 700]);
        await settle();
        expect(channel.chunks.map(({ length }) => length - 4)).toEqual([600, 100]);
        expect([...channel.chunks[0]!.subarray(0, 4)]).toEqual([0x80, 0, 0, 1]);
        channel.receive(['pull', 1, 1_000]);
        await settle();
        expect(channel.chunks.map(({ length }) => length - 4)).toEqual([600, 100, 300]);
        await settle();
        expect(channel.of('end')).toEqual([['end', 1, null]]);
    });

    it('gets an item that cannot travel as a failure', async () =>
    {
        const stream = createStream(() => item(`"${'x'.repeat(2_000)}"`));
        const scripted = await createScriptedLink({ limits: { message: 1_000 }, invoker: { invoke: async () => streamOutcome(stream) } });

        scripted.channel.receive(['call', 1, { fqn: 'f', match: 'exact', form: 'tagged', args: '{}', caller: { kind: 'member' } }]);
        await settle();
        scripted.channel.receive(['pull', 1, 1]);
        await settle();
        expect(scripted.channel.of('fail')[0]).toMatchObject(['fail', 1, { code: 'MESSAGE_TOO_LARGE' }]);
        expect(stream.stopped).toBe(true);
    });
});

it('refuses to open more streams than the peer takes', async () =>
{
    const { link } = await createScriptedLink();

    await expect(link.invoke(createInvocation({ args: withStreams(...Array.from({ length: 1025 }, () => createItems())) }))).rejects.toMatchObject({ code: 'OVERLOADED' });
});
