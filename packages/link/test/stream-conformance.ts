import { RemoteFailure } from '@jitar/protocol';
import type { Channel, EncodedPayload, Outcome, PayloadStream } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import type { Link } from '../src/index.js';
import { createInvocation, createLinks, createParts, summarize } from './fixtures.js';
import { createItems, createOctets, createStream, item, readTexts, streamOutcome, streamsOf, withStreams } from './streams.js';

/** What every link does with streams, whatever channel it runs over. */
export function describeStreams(name: string, createChannels: () => Promise<readonly [Channel, Channel]>): void
{
    async function open(answer: (args: EncodedPayload) => Outcome | Promise<Outcome>): Promise<readonly [dialer: Link, listener: Link]>
    {
        return createLinks({ channels: await createChannels(), listener: { invoker: { invoke: async ({ args }) => answer(args as EncodedPayload) } } });
    }

    async function close([dialer, listener]: readonly [Link, Link]): Promise<void>
    {
        dialer.close();
        await Promise.all([dialer.closed, listener.closed]);
    }

    describe(`streams over ${name}`, () =>
    {
        it('give an item for each request, and nothing that nobody asked for', async () =>
        {
            const source = createStream((_, count) => item(String(count)));
            const links = await open(() => streamOutcome(source));
            const [stream] = streamsOf(await links[0].invoke(createInvocation()));

            expect(stream).toMatchObject({ kind: 'generator' });
            expect([await stream!.next(), await stream!.next()]).toEqual([item('0'), item('1')]);
            expect(source.requests.length).toBe(2);
            await close(links);
            expect(source.stopped).toBe(true);
        });

        it('end with what they return, and say so to whoever asks after it', async () =>
        {
            const links = await open(() => streamOutcome(createStream(() => ({ done: true, payload: { form: 'tagged', text: '"end"' } }))));
            const [stream] = streamsOf(await links[0].invoke(createInvocation()));

            expect(await Promise.all([stream!.next(), stream!.next()])).toEqual([{ done: true, payload: { form: 'tagged', text: '"end"' } }, { done: true }]);
            expect(await stream!.next()).toEqual({ done: true });
            await close(links);
        });

        it('answer many requests in order, also where some have parts', async () =>
        {
            const links = await open(() => streamOutcome(createStream((_, count) => count === 300 ? { done: true } : count % 3 === 0 ? { done: false, payload: createParts(5_000 + count) } : item(String(count)))));
            const [stream] = streamsOf(await links[0].invoke(createInvocation()));
            const steps = await Promise.all(Array.from({ length: 300 }, async () => stream!.next()));

            expect(steps.map(step => 'payload' in step ? summarize(step.payload) : step)).toEqual(
                Array.from({ length: 300 }, (_, count) => summarize(count % 3 === 0 ? createParts(5_000 + count) : { form: 'tagged', text: String(count) })));
            await close(links);
        });

        it('pass what a generator is asked, values with parts included, before what is asked later', async () =>
        {
            const source = createStream(({ how, value = { form: 'tagged', text: '"nothing"' } }) => how === 'return' ? { done: true, payload: value } : { done: false, payload: value });
            const links = await open(() => streamOutcome(source));
            const [stream] = streamsOf(await links[0].invoke(createInvocation()));
            const large = createParts(100_000);
            const steps = await Promise.all([stream!.next({ how: 'next', value: large }), stream!.next(), stream!.next({ how: 'throw', value: { form: 'tagged', text: '"why"' } }), stream!.next({ how: 'return' })]);

            expect(source.requests.map(({ how }) => how)).toEqual(['next', 'next', 'throw', 'return']);
            expect(steps.map(step => 'payload' in step ? summarize(step.payload) : step)).toEqual([large, { form: 'tagged', text: '"nothing"' }, { form: 'tagged', text: '"why"' }, { form: 'tagged', text: '"nothing"' }].map(payload => summarize(payload as EncodedPayload)));
            expect(steps.at(-1)?.done).toBe(true);
            await close(links);
        });

        it('fail as calls do, and stop', async () =>
        {
            const envelope = { name: 'OutOfStock', message: 'Too few.', code: 'CONFLICT', status: 409, retryable: false, unstarted: false, payload: { form: 'tagged', text: '{"have":3}' } } as const;
            const source = createStream(() => { throw new RemoteFailure(envelope); });
            const links = await open(() => streamOutcome(source));
            const [stream] = streamsOf(await links[0].invoke(createInvocation()));

            await expect(stream!.next()).rejects.toMatchObject({ envelope });
            expect(await stream!.next()).toEqual({ done: true });
            expect(source.stopped).toBe(true);
            await close(links);
        });

        it('stop what produces them when their reader stops, and are gone on both sides', async () =>
        {
            const source = createStream((_, count) => count === 0 ? item('0') : new Promise(() => undefined));
            const links = await open(() => streamOutcome(source));
            const [stream] = streamsOf(await links[0].invoke(createInvocation()));

            await stream!.next();

            const waiting = stream!.next();

            stream!.stop();
            stream!.stop();
            expect(await waiting).toEqual({ done: true });
            expect(await stream!.next()).toEqual({ done: true });
            await expect.poll(() => source.stopped).toBe(true);

            // The link goes on.
            await expect(links[0].invoke(createInvocation())).resolves.toBeDefined();
            await close(links);
        });

        it('carry octets in chunks, as many as there is room for', async () =>
        {
            const source = createOctets(5_000_000, 300_000);
            const links = await open(() => streamOutcome(source));
            const [stream] = streamsOf(await links[0].invoke(createInvocation()));
            const first = await stream!.next();

            expect(first).toMatchObject({ done: false });
            await expect.poll(() => source.requests.length).toBeGreaterThan(0);
            await links[0].invoke(createInvocation());
            // What is read not at all is not produced either.
            expect(source.requests.length).toBeLessThanOrEqual(2);

            const lengths = await readTexts(stream!);

            expect(lengths.reduce((sum, length) => sum + Number(length), (first as { bytes: Uint8Array }).bytes.length)).toBe(5_000_000);
            await close(links);
        });

        it('are arguments too, read by the other side', async () =>
        {
            const source = createItems('1', '2', '3');
            const links = await open(async ({ streams }) => ({ result: { form: 'tagged', text: JSON.stringify(await readTexts(streams![0]!)) }, headers: {} }));

            expect((await links[0].invoke(createInvocation({ args: withStreams(source) }))).result).toEqual({ form: 'tagged', text: '["1","2","3"]' });
            await close(links);
        });

        it('of arguments end with the call', async () =>
        {
            const [answered, failed, streaming] = [createItems('1', '2'), createItems('1'), createItems('1')];
            const result = createItems('a');
            const links = await open(({ streams }) =>
            {
                if (streams?.length === 2) { throw new Error('no'); }

                return streams?.length === 3 ? streamOutcome(result) : { result: { form: 'tagged', text: 'null' }, headers: {} };
            });

            const given: PayloadStream[][] = [[answered], [failed, createItems()], [streaming, createItems(), createItems()]];
            const [, , last] = await Promise.allSettled(given.map(async streams => links[0].invoke(createInvocation({ args: withStreams(...streams) }))));

            await expect.poll(() => [answered.stopped, failed.stopped, streaming.stopped]).toEqual([true, true, false]);
            expect(await readTexts(streamsOf((last as PromiseFulfilledResult<Outcome>).value)[0]!)).toEqual(['a']);
            await close(links);
        });

        it('stand in items of others, and pass a third side as they are', async () =>
        {
            const inner = createItems('x', 'y');
            const back = await open(() => streamOutcome(createStream((_, count) => count === 0 ? { done: false, payload: withStreams(inner) } : { done: true })));
            const front = await open(() => back[0].invoke(createInvocation()));
            const [stream] = streamsOf(await front[0].invoke(createInvocation()));
            const step = await stream!.next();

            expect(await readTexts(('payload' in step ? step.payload as EncodedPayload : undefined)!.streams![0]!)).toEqual(['x', 'y']);
            expect(await stream!.next()).toEqual({ done: true });
            await close(front);
            await close(back);
        });

        it('are stopped where they are when the link between is lost, and fail where they are read', async () =>
        {
            const source = createStream((_, count) => count === 0 ? item('0') : new Promise(() => undefined));
            const links = await open(() => streamOutcome(source, createItems('1')));
            const [stream, other] = streamsOf(await links[0].invoke(createInvocation()));

            await stream!.next();

            const waiting = stream!.next();

            waiting.catch(() => undefined);
            links[1].close('over');
            await expect(waiting).rejects.toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN', unstarted: false } });
            await expect(other!.next()).rejects.toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN' } });
            expect(await stream!.next()).toEqual({ done: true });
            expect(source.stopped).toBe(true);
        });

        it('of an answer that nobody waits for any more are stopped', async () =>
        {
            const source = createItems('1');
            const controller = new AbortController();
            let answer: (() => void) | undefined;
            const links = await open(() => new Promise(resolve => { answer = () => resolve(streamOutcome(source)); }));
            const call = links[0].invoke(createInvocation({ signal: controller.signal }));

            call.catch(() => undefined);
            await expect.poll(() => answer).toBeDefined();
            controller.abort(new Error('given up'));
            answer!();
            await expect(call).rejects.toThrow('given up');
            await expect.poll(() => source.stopped).toBe(true);
            await close(links);
        });

        it('are waited for by a link that drains', async () =>
        {
            const links = await open(() => streamOutcome(createItems('1', '2')));
            const [stream] = streamsOf(await links[0].invoke(createInvocation()));
            const drained = links[1].drain('over', 60_000);

            expect(await readTexts(stream!)).toEqual(['1', '2']);
            await drained;
        });
    });
}
