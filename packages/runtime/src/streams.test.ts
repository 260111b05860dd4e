import { Conflict } from '@jitar/errors';
import type { Invoker, ProcedureEntry, SegmentBundle } from '@jitar/protocol';
import { afterEach, describe, expect, it } from 'vitest';

import { classEntry, createTestClock, invocation, parameters, procedure, segment, settled } from '../test/builders.js';
import { wire } from '../test/wire.js';

import { context } from './context.js';
import type { Middleware } from './middleware.js';
import { Response } from './response.js';
import { createRuntime } from './runtime.js';
import type { Runtime, RuntimeOptions } from './runtime.js';

class Money
{
    constructor(readonly amount: number) {}
}

class Shortage extends Conflict
{
    constructor(readonly have: number) { super('Too few.'); }
}

const classes = [classEntry('Money', Money, ['amount']), classEntry('Shortage', Shortage, ['have'])];
const runtimes: Runtime[] = [];

afterEach(() => { runtimes.splice(0).forEach(runtime => runtime.dispose()); });

function runtimeOf(segments: readonly SegmentBundle[], options: RuntimeOptions = {}): Runtime
{
    const runtime = createRuntime({ id: 'node-1', segments, ...options });

    runtimes.push(runtime);

    return runtime;
}

interface Placement
{
    /** Calls as a stub of the front does. */
    readonly call: (args?: Readonly<Record<string, unknown>>) => Promise<unknown>;
    /** The runtime that runs the procedure. */
    readonly back: Runtime;
    readonly front: Runtime;
}

type Place = (implementation: (...args: never[]) => unknown, overrides?: Partial<ProcedureEntry>, options?: RuntimeOptions) => Placement;

const front = segment('front', [], { classes });

function callOf(runtime: Runtime): Placement['call']
{
    return (args = {}) => runtime.run({ fqn: 'back/run', version: '0.0.0', args, self: undefined, segment: 'front' });
}

const together: Place = (implementation, overrides, options) =>
{
    const runtime = runtimeOf([front, segment('back', [procedure('back/run', implementation, { parameters: parameters('input?'), ...overrides })], { classes })], options);

    return { call: callOf(runtime), back: runtime, front: runtime };
};

const apart: Place = (implementation, overrides, options) =>
{
    const back = runtimeOf([segment('back', [procedure('back/run', implementation, { parameters: parameters('input?'), ...overrides })], { classes })], options);
    const remote: Invoker = wire(back);
    const runtime = runtimeOf([front], { remote, ...options });

    return { call: callOf(runtime), back, front: runtime };
};

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]>
{
    const all: Item[] = [];

    for await (const item of items)
    {
        all.push(item);
    }

    return all;
}

describe.each([['in one process', together], ['in two processes', apart]])('streams between segments %s', (_, place) =>
{
    it('are async generators, whose items are copied one by one', async () =>
    {
        const kept = new Map([['a', new Money(1)]]);
        const { call } = place(async function* () { yield kept; yield kept; return 'end'; });
        const items = await call() as AsyncGenerator<Map<string, Money>, string>;

        expect(Object.prototype.toString.call(items)).toBe('[object AsyncGenerator]');
        expect(items[Symbol.asyncIterator]()).toBe(items);

        const first = await items.next();
        const second = await items.next();

        expect(first).toEqual({ done: false, value: kept });
        expect(first.value).not.toBe(kept);
        expect((second.value as Map<string, Money>).get('a')).toBeInstanceOf(Money);
        expect(await items.next()).toEqual({ done: true, value: 'end' });
        expect(await items.next()).toEqual({ done: true, value: undefined });
    });

    it('run nothing before they are asked, and no step more than is asked for', async () =>
    {
        const steps: number[] = [];
        const { call } = place(async function* () { for (let step = 0; ; step++) { steps.push(step); yield step; } });
        const items = await call() as AsyncGenerator<number>;

        await settled();
        expect(steps).toEqual([]);
        await items.next();
        await items.next();
        await settled();
        expect(steps).toEqual([0, 1]);
        await items.return(undefined);
    });

    it('take what next, throw and return pass', async () =>
    {
        const { call } = place(async function* ()
        {
            try
            {
                const passed: unknown = yield 1;

                yield [passed instanceof Money, passed];
            }
            catch (error)
            {
                yield [error instanceof Shortage, (error as Shortage).have];
            }
            finally
            {
                yield 'cleaning';
            }
        });

        const items = await call() as AsyncGenerator<unknown, unknown, unknown>;

        await items.next('ignored');
        expect(await items.next(new Money(5))).toEqual({ done: false, value: [true, new Money(5)] });
        expect(await items.throw(new Shortage(3))).toEqual({ done: false, value: [true, 3] });
        expect(await items.return('left')).toEqual({ done: false, value: 'cleaning' });
        expect(await items.next()).toEqual({ done: true, value: 'left' });
        expect(await items.return('again')).toEqual({ done: true, value: 'again' });
        await expect(items.throw(new Error('late'))).rejects.toThrow('late');
    });

    it('answer requests in order, however many are made at once', async () =>
    {
        const { call } = place(async function* () { yield 1; yield 2; });
        const items = await call() as AsyncGenerator<number>;

        expect(await Promise.all([items.next(), items.next(new Money(1)), items.next(), items.next()])).toEqual([
            { done: false, value: 1 }, { done: false, value: 2 }, { done: true, value: undefined }, { done: true, value: undefined }
        ]);
    });

    it('run what stands at their end when the reader breaks off', async () =>
    {
        const ends: string[] = [];
        const { call, back } = place(async function* () { try { yield 1; yield 2; } finally { ends.push('end'); } });

        for await (const _item of await call() as AsyncGenerator<number>)
        {
            break;
        }

        expect(ends).toEqual(['end']);
        expect(back.inFlight).toBe(0);
    });

    it('fail with the error of their body, as itself', async () =>
    {
        const { call, back } = place(async function* () { yield 1; throw new Shortage(2); });
        const items = await call() as AsyncGenerator<number>;

        await items.next();

        const error: unknown = await items.next().catch((reason: unknown) => reason);

        expect(error).toBeInstanceOf(Shortage);
        expect(error).toMatchObject({ have: 2, message: 'Too few.' });
        expect(await items.next()).toEqual({ done: true, value: undefined });
        expect(back.inFlight).toBe(0);
    });

    it('fail with the path of an item that cannot be sent, and stop', async () =>
    {
        const ends: string[] = [];
        const { call } = place(async function* () { try { yield { call: [() => 1] }; } finally { ends.push('end'); } });
        const items = await call() as AsyncGenerator;

        await expect(items.next()).rejects.toThrow('The value at "item.call[0]" cannot be sent: it is a function.');
        await settled();
        expect(ends).toEqual(['end']);
    });

    it('arrive as ReadableStreams where they are such', async () =>
    {
        const { call } = place(async () => new ReadableStream({ start(controller) { controller.enqueue(new Money(1)); controller.enqueue(new Money(2)); controller.close(); } }));
        const stream = await call();

        expect(stream).toBeInstanceOf(ReadableStream);
        expect(await collect(stream as ReadableStream<Money>)).toEqual([new Money(1), new Money(2)]);
    });

    it('arrive as streams of bytes where they are such, with memory of their own', async () =>
    {
        const bytes = new Uint8Array(100_000).fill(7);
        const { call } = place(async () => new ReadableStream({ type: 'bytes', start(controller) { controller.enqueue(bytes.slice()); controller.enqueue(new Uint8Array([1])); controller.close(); } }));
        const reader = (await call() as ReadableStream<Uint8Array>).getReader({ mode: 'byob' });
        const read: number[] = [];

        for (let step = await reader.read(new Uint8Array(70_000)); !step.done; step = await reader.read(new Uint8Array(70_000)))
        {
            read.push(...step.value);
        }

        expect(read).toEqual([...bytes, 1]);
    });

    it('cancel what they are made of when the reader cancels', async () =>
    {
        const cancelled: string[] = [];
        const { call, back } = place(async () => ({ rows: new ReadableStream({ pull: controller => controller.enqueue(1), cancel: () => void cancelled.push('rows') }) }));
        const { rows } = await call() as { rows: ReadableStream<number> };
        const reader = rows.getReader();

        expect(await reader.read()).toEqual({ done: false, value: 1 });
        await reader.cancel();
        await settled();
        expect(cancelled).toEqual(['rows']);
        expect(back.inFlight).toBe(0);
    });

    it('stand at any depth, within each other, and in what they return', async () =>
    {
        const inner = async function* (from: number): AsyncGenerator<number> { yield from; yield from + 1; };
        const { call, back } = place(async function* () { yield { here: [inner(1), { [Symbol.asyncIterator]: () => inner(3) }] }; return inner(5); });
        const items = await call() as AsyncGenerator<{ here: AsyncIterable<number>[] }, AsyncIterable<number>>;
        const { here } = (await items.next()).value as { here: AsyncIterable<number>[] };

        expect(await collect(here[0]!)).toEqual([1, 2]);
        expect(await collect(here[1]!)).toEqual([3, 4]);
        expect(await collect((await items.next()).value as AsyncIterable<number>)).toEqual([5, 6]);
        expect(back.inFlight).toBe(0);
    });

    it('are arguments as well, read as they are asked for', async () =>
    {
        const given: number[] = [];
        const numbers = async function* (): AsyncGenerator<Money> { for (let number = 1; number < 4; number++) { given.push(number); yield new Money(number); } };
        const { call } = place(async (input: AsyncIterable<Money>) =>
        {
            const before = given.length;
            let sum = 0;

            for await (const { amount } of input) { sum += amount; }

            return [before, sum];
        });

        expect(await call({ input: numbers() })).toEqual([0, 6]);
    });

    it('of arguments stop when the call has been answered', async () =>
    {
        const ends: string[] = [];
        const endless = async function* (): AsyncGenerator<number> { try { for (;;) { yield 1; } } finally { ends.push('end'); } };
        const { call } = place(async (input: AsyncGenerator<number>) => (await input.next()).value);

        expect(await call({ input: endless() })).toBe(1);
        await settled();
        expect(ends).toEqual(['end']);
    });

    it('of arguments stop when the stream that is made of them has ended', async () =>
    {
        const ends: string[] = [];
        const endless = async function* (): AsyncGenerator<number> { try { for (let count = 1; ; count++) { yield count; } } finally { ends.push('end'); } };
        const { call } = place(async function* (input: AsyncIterable<number>) { for await (const number of input) { yield number * 2; } });
        const items = await call({ input: endless() }) as AsyncGenerator<number>;

        expect([(await items.next()).value, (await items.next()).value]).toEqual([2, 4]);
        expect(ends).toEqual([]);
        await items.return(undefined);
        await settled();
        expect(ends).toEqual(['end']);
    });

    it('of arguments stop when the call fails', async () =>
    {
        const cancelled: string[] = [];
        const { call } = place(async () => { throw new Shortage(1); });

        await expect(call({ input: new ReadableStream({ cancel: () => void cancelled.push('input') }) })).rejects.toBeInstanceOf(Shortage);
        await settled();
        expect(cancelled).toEqual(['input']);
    });

    it('of arguments run in the context of who passes them', async () =>
    {
        const { call, front: runtime } = place(async (input: AsyncIterable<string>) => collect(input));
        const inside = async function* (): AsyncGenerator<string> { yield context()?.headers['x-tenant'] ?? 'none'; };

        runtime.load(segment('outer', [procedure('outer/run', async () => call({ input: inside() }))]));
        expect(await runtime.call('outer/run', {}, { headers: { 'x-tenant': 'north' } })).toEqual(['north']);
    });

    it('abort the other side by an AbortSignal among the arguments, with its reason', async () =>
    {
        const controller = new AbortController();
        const { call } = place(async (input: { signal: AbortSignal }) => new Promise(resolve => input.signal.addEventListener('abort', () => resolve([input.signal.aborted, input.signal.reason]))));
        const answer = call({ input: { signal: controller.signal } });

        await settled();
        controller.abort(new Money(3));
        expect(await answer).toEqual([true, new Money(3)]);
        expect(await call({ input: { signal: AbortSignal.abort('before') } })).toEqual([true, 'before']);
    });

    it('have no AbortSignal in results', async () =>
    {
        await expect(place(async () => ({ signal: AbortSignal.abort() })).call()).rejects.toThrow('The value at "result.signal" cannot be sent: it is a AbortSignal.');
    });

    it('count as running until they end', async () =>
    {
        const { call, back } = place(async function* () { yield 1; });
        const items = await call() as AsyncGenerator<number>;

        expect(back.inFlight).toBe(1);
        await collect(items);
        expect(back.inFlight).toBe(0);
    });

    it('take as long as their reader, but no step longer than the timeout', async () =>
    {
        const clock = createTestClock();
        let steps = 0;
        const signals: (AbortSignal | undefined)[] = [];
        const { call, back } = place(async function* () { signals.push(context()?.signal); yield context()?.deadline; yield 2; await new Promise(() => { steps++; }); }, { timeout: 500 }, { clock });
        const items = await call() as AsyncGenerator<number>;

        clock.advance(10_000);
        expect((await items.next()).value).toBe(clock.now() + 500);
        clock.advance(10_000);
        await items.next();

        const late = items.next();

        late.catch(() => undefined);
        await expect.poll(() => steps).toBe(1);
        clock.advance(499);
        await settled();
        expect(signals[0]?.aborted).toBe(false);
        clock.advance(1);
        await expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        expect(signals[0]?.aborted).toBe(true);
        expect([clock.timers, back.inFlight]).toEqual([0, 0]);
    });

    it('end when the call around them is cut off', async () =>
    {
        const clock = createTestClock();
        const ends: string[] = [];
        const { call, front: runtime } = place(async function* () { try { for (;;) { yield 1; } } finally { ends.push('end'); } }, { timeout: 0 }, { clock });
        let read: Promise<unknown> | undefined;

        runtime.load(segment('outer', [procedure('outer/run', async () =>
        {
            const items = await call() as AsyncGenerator<number>;

            await items.next();
            await new Promise(resolve => context()?.signal?.addEventListener('abort', resolve));
            read = items.next();
            read.catch(() => undefined);
        }, { timeout: 100 })]));

        const outer = runtime.call('outer/run');

        outer.catch(() => undefined);
        await expect.poll(() => clock.timers).toBeGreaterThan(0);
        await settled();
        clock.advance(100);
        await expect(outer).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        await settled();
        expect(ends).toEqual(['end']);
        await expect(read).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    });
});

describe('a stream that a call from outside gets', () =>
{
    it('has no more time for each item than the caller gives', async () =>
    {
        const clock = createTestClock();
        const { back } = apart(async function* () { yield 1; await new Promise(() => undefined); }, { timeout: 0 }, { clock });
        const { result } = await back.invoke(invocation('back/run', {}, { deadline: clock.now() + 50 }));
        const stream = result.form === 'tagged' ? result.streams?.[0] : undefined;

        expect(stream?.timeout).toBe(50);
        await stream?.next();
        clock.advance(1_000);

        const step = stream?.next();

        step?.catch(() => undefined);
        await settled();
        clock.advance(50);
        await expect(step).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    });

    it('tells by the signal of its context that its reader has left, while the others of the call go on', async () =>
    {
        const signals: AbortSignal[] = [];
        const silent = async function* (): AsyncGenerator<number> { signals.push(context()?.signal as AbortSignal); yield await new Promise<number>(() => undefined); };
        const steady = async function* (): AsyncGenerator<number> { signals.push(context()?.signal as AbortSignal); for (;;) { yield 1; } };
        const { back } = apart(async () => [silent(), steady()]);
        const { result } = await back.invoke(invocation('back/run'));
        const [left, read] = result.form === 'tagged' ? result.streams ?? [] : [];
        const never = left?.next();

        await read?.next();
        await settled();
        left?.stop();
        expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
        expect(signals[0]?.reason).toMatchObject({ code: 'CALL_CANCELLED' });
        expect(await never).toEqual({ done: true });
        expect(await read?.next()).toMatchObject({ done: false });
        read?.stop();
        expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
        expect(back.inFlight).toBe(0);
    });

    it.each<[string, Middleware]>([
        ['another result', { handle: async (_request, next) => { const response = await next(); response.result = 'nothing'; return response; } }],
        ['another response', { handle: async (_request, next) => { await next(); return new Response({ result: 'nothing' }); } }],
        ['an error', { handle: async (_request, next) => { await next(); throw new Shortage(0); } }]
    ])('is stopped when middleware answers %s', async (_, middleware) =>
    {
        const cancelled: string[] = [];
        const { back } = apart(async () => new ReadableStream({ cancel: () => void cancelled.push('rows') }));

        back.setMiddleware([middleware]);

        await back.invoke(invocation('back/run')).catch(() => undefined);
        await settled();
        expect([cancelled, back.inFlight]).toEqual([['rows'], 0]);
    });

    it('is passed on untouched by middleware that does not look at it, and read by what does', async () =>
    {
        const { back } = apart(async function* () { yield 1; yield 2; });

        back.setMiddleware([async (_request, next) =>
        {
            const response = await next();
            const items = response.result as AsyncIterable<number>;

            response.result = (async function* () { for await (const item of items) { yield item * 10; } })();

            return response;
        }]);

        const { result } = await back.invoke(invocation('back/run'));
        const stream = result.form === 'tagged' ? result.streams?.[0] : undefined;

        expect([await stream?.next(), await stream?.next(), await stream?.next()]).toEqual([
            { done: false, payload: { form: 'tagged', text: '10' } }, { done: false, payload: { form: 'tagged', text: '20' } }, { done: true }
        ]);
        expect(back.inFlight).toBe(0);
    });
});
