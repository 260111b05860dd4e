import { Conflict, createError } from '@jitar/errors';
import { RemoteFailure } from '@jitar/protocol';
import type { CallEnd, CallStart, SegmentBundle, StubCall } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { classEntry, createTestClock, invocation, parameters, procedure, recordingInvoker, resultOf, segment, settled } from '../test/builders.js';

import { context } from './context.js';
import { Request } from './request.js';
import { createRuntime } from './runtime.js';
import type { Runtime, RuntimeOptions } from './runtime.js';

const runtimes: Runtime[] = [];

function runtimeOf(segments: readonly SegmentBundle[], options: RuntimeOptions = {}): Runtime
{
    const runtime = createRuntime({ id: 'node-1', segments, ...options });

    runtimes.push(runtime);

    return runtime;
}

afterEach(() => { runtimes.splice(0).forEach(runtime => runtime.dispose()); });

function stub(fqn: string, args: Record<string, unknown> = {}, overrides: Partial<StubCall> = {}): StubCall
{
    return { fqn, version: '0.0.0', args, self: undefined, segment: '', ...overrides };
}

class Order
{
    constructor(readonly id: number) { }
}

class Shortage extends Conflict
{
    constructor(readonly product: string) { super(`No ${product} left`); }
}

class OtherShortage extends Conflict
{
    constructor(readonly product: string) { super(`No ${product} there`); }
}

class OtherOrder
{
    constructor(readonly id: number) { }
}

describe('a stub call into another segment of the process', () =>
{
    it('copies arguments and result, each to the classes of who receives', async () =>
    {
        const received: unknown[] = [];

        const runtime = runtimeOf([
            segment('sales', [procedure('sales/f', async (order: OtherOrder) => { received.push(order); return order; }, { parameters: parameters('order') })], { classes: [classEntry('Order', OtherOrder, ['id'])] }),
            segment('reporting', [], { classes: [classEntry('Order', Order, ['id'])] })
        ]);

        const result = await runtime.run(stub('sales/f', { order: new Order(7) }, { segment: 'reporting' }));

        expect(received[0]).toBeInstanceOf(OtherOrder);
        expect(result).toBeInstanceOf(Order);
        expect(result).toEqual(new Order(7));
    });

    it('brings the error as an instance of itself', async () =>
    {
        const runtime = runtimeOf([
            segment('sales', [procedure('sales/f', async () => { throw new Shortage('chai'); })], { classes: [classEntry('Shortage', Shortage, ['product'])] }),
            segment('reporting', [], { classes: [classEntry('Shortage', OtherShortage, ['product'])] })
        ]);

        const error: unknown = await runtime.run(stub('sales/f', {}, { segment: 'reporting' })).catch((thrown: unknown) => thrown);

        expect(error).toBeInstanceOf(OtherShortage);
        expect(error).toMatchObject({ product: 'chai', status: 409 });

        const unknown: unknown = await runtime.run(stub('sales/f')).catch((thrown: unknown) => thrown);

        expect(unknown).not.toBeInstanceOf(Shortage);
        expect(unknown).toMatchObject({ name: 'Shortage', message: 'No chai left', status: 409 });
    });

    it('reaches protected procedures and no private ones', async () =>
    {
        const runtime = runtimeOf([segment('sales', [
            procedure('a', async () => 1, { access: 'protected' }),
            procedure('b', async () => 1, { access: 'private' })
        ])]);

        expect(await runtime.run(stub('a'))).toBe(1);
        await expect(runtime.run(stub('b'))).rejects.toMatchObject({ code: 'NO_NODE_FOR_PROCEDURE' });
    });

    it('requires its exact version', async () =>
    {
        const runtime = runtimeOf([segment('sales', [procedure('f', async () => 1, { version: '1.0.0' })])]);

        expect(await runtime.run(stub('f', {}, { version: '1.0.0' }))).toBe(1);
        await expect(runtime.run(stub('f', {}, { version: '1.1.0' }))).rejects.toMatchObject({ code: 'NO_NODE_FOR_PROCEDURE', status: 503, message: 'No node serves "f" in version 1.1.0.' });
    });

    it('leaves defaults to the procedure, for undefined as for nothing', async () =>
    {
        const runtime = runtimeOf([segment('sales', [procedure('f', async (a: number | null = 1, { b }: { b: number } = { b: 2 }, ...rest: number[]) => [a, b, rest], {
            parameters: [
                ...parameters('a?'),
                { binding: { kind: 'object', properties: [{ key: 'b', value: { kind: 'name', name: 'b', optional: false } }], optional: true }, rest: false },
                ...parameters('...rest')
            ]
        })])]);

        expect(await runtime.run(stub('f', { 'a': undefined, '1': undefined, '...rest': [] }))).toEqual([1, 2, []]);
        expect(await runtime.run(stub('f', { 'a': null, '1': { b: 3 }, '...rest': [4, 5] }))).toEqual([null, 3, [4, 5]]);
    });

    it('refuses what cannot be sent, as if it had travelled', async () =>
    {
        const runtime = runtimeOf([segment('sales', [procedure('f', async () => 1, { parameters: parameters('order') })])]);

        await expect(runtime.run(stub('f', { order: { onChange: () => 1 } }))).rejects.toMatchObject({
            code: 'VALUE_NOT_SERIALIZABLE', message: expect.stringContaining('args.order.onChange') as string
        });
    });

    it('ignores what it is called on', async () =>
    {
        const seen: unknown[] = [];
        const runtime = runtimeOf([segment('sales', [procedure('f', async function (this: unknown) { seen.push(this); })])]);

        await runtime.run(stub('f', {}, { self: { some: 'object' } }));
        await runtime.run(stub('f', {}, { self: new Request({ fqn: 'g' }) }));

        expect(seen).toEqual([undefined, undefined]);
    });
});

describe('a stub call to another process', () =>
{
    it('sends and reads with the classes of the calling segment', async () =>
    {
        const classes = [classEntry('Order', Order, ['id'])];
        const codec = createCodec({ classes });
        const remote = recordingInvoker(codec.encode(new Order(8)));
        const runtime = runtimeOf([segment('reporting', [], { classes })], { remote });
        const result = await runtime.run(stub('sales/f', { order: new Order(7) }, { segment: 'reporting', version: '1.2.0' }));
        const [sent] = remote.invocations;

        expect(result).toEqual(new Order(8));
        expect(result).toBeInstanceOf(Order);
        expect(sent).toMatchObject({ fqn: 'sales/f', version: '1.2.0', match: 'exact', caller: { kind: 'member', id: 'node-1', segment: 'reporting' } });
        expect(sent?.args.form === 'tagged' && codec.decode(sent.args.text)).toEqual({ order: new Order(7) });
    });

    it('has no node where there is nobody to ask', async () =>
    {
        await expect(runtimeOf([]).run(stub('sales/f'))).rejects.toMatchObject({ code: 'NO_NODE_FOR_PROCEDURE', status: 503 });
    });

    const failing = (error: Error): RuntimeOptions => ({ remote: recordingInvoker(() => Promise.reject(error)) });
    const thrown = (runtime: Runtime, segment = ''): Promise<unknown> => runtime.run(stub('f', {}, { segment })).catch((error: unknown) => error);

    it('brings the error as an instance of itself, else by name, message and status', async () =>
    {
        const classes = [classEntry('Shortage', Shortage, ['product'])];
        const text = createCodec({ classes }).encode(new Shortage('chai'));
        const failure = new RemoteFailure({ name: 'Shortage', message: 'No chai left', code: 'CONFLICT', status: 409, retryable: false, unstarted: false, payload: { form: 'tagged', text } });
        const runtime = runtimeOf([segment('reporting', [], { classes })], failing(failure));

        expect(await thrown(runtime, 'reporting')).toBeInstanceOf(Shortage);
        expect(await thrown(runtime)).toMatchObject({ name: 'Shortage', message: 'No chai left', status: 409, code: 'CONFLICT' });
    });

    it.each([
        ['a registered code', { name: 'JitarError', message: 'm', code: 'NO_NODE_FOR_PROCEDURE', status: 503, retryable: true }, { name: 'JitarError', message: 'm', code: 'NO_NODE_FOR_PROCEDURE', status: 503, retryable: true, hint: createError('NO_NODE_FOR_PROCEDURE', { fqn: 'f' }).hint }],
        ['a code of the application', { name: 'Late', message: 'm', code: 'LATE', status: 418, retryable: false }, { name: 'Late', message: 'm', code: 'LATE', status: 418 }],
        ['no code', { name: 'TypeError', message: 'm', retryable: false }, { name: 'TypeError', message: 'm' }],
        ['a code that is a name of every object', { name: 'JitarError', message: 'm', code: 'constructor', status: 400, retryable: false }, { code: 'constructor', status: 400 }]
    ])('makes the error of an envelope with %s', async (_, envelope, expected) =>
    {
        const error = await thrown(runtimeOf([], failing(new RemoteFailure({ ...envelope, unstarted: false }))));

        expect(error).toBeInstanceOf(Error);
        expect(error).not.toBeInstanceOf(RemoteFailure);
        expect(error).toMatchObject(expected);
    });

    it('makes the error of an envelope whose payload cannot be read', async () =>
    {
        const failure = new RemoteFailure({ name: 'Error', message: 'm', retryable: false, unstarted: false, payload: { form: 'tagged', text: '{{{' } });

        expect(await thrown(runtimeOf([], failing(failure)))).toMatchObject({ name: 'Error', message: 'm' });
    });

    it('passes on what the way to it rejects with', async () =>
    {
        const lost = createError('OUTCOME_UNKNOWN', { peer: 'node-2' });

        expect(await thrown(runtimeOf([], failing(lost)))).toBe(lost);
    });
});

describe('a nested call', () =>
{
    function nesting(inner: () => unknown, options: RuntimeOptions = {}, timeout?: number): Runtime
    {
        const runtime: Runtime = runtimeOf([
            segment('reporting', [procedure('outer', async () => runtime.run(stub('inner', {}, { segment: 'reporting' })), { timeout: timeout ?? 1_000 })]),
            segment('sales', [procedure('inner', inner)])
        ], options);

        return runtime;
    }

    it('inherits headers and trace, and is called by the member', async () =>
    {
        const seen: unknown[] = [];
        const runtime = nesting(() =>
        {
            const current = context();

            seen.push(current?.headers['x-user'], current?.caller, current?.traceparent.slice(3, 35), current?.runtime);
        });

        await runtime.invoke(invocation('outer', {}, { headers: { 'x-user': 'jane', 'traceparent': `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` } }));

        expect(seen).toEqual(['jane', { kind: 'member', id: 'node-1', segment: 'reporting' }, 'a'.repeat(32), runtime]);
    });

    it('has what remains of the deadline, or less by its own', async () =>
    {
        const clock = createTestClock();
        const deadlines: (number | undefined)[] = [];

        const runtime: Runtime = runtimeOf([
            segment('reporting', [procedure('outer', async () =>
            {
                clock.advance(200);
                await runtime.run(stub('plain', {}, { segment: 'reporting' }));
                await runtime.run(stub('short', {}, { segment: 'reporting' }));
                await runtime.run(stub('long', {}, { segment: 'reporting' }));
            }, { timeout: 30_000 })]),
            segment('sales', ['plain', 'short', 'long'].map(fqn => procedure(fqn, () => { deadlines.push(context()?.deadline); }, fqn === 'plain' ? {} : { timeout: fqn === 'short' ? 50 : 60_000 })))
        ], { clock });

        await runtime.invoke(invocation('outer'));

        expect(deadlines).toEqual([31_000, 1_250, 31_000]);
    });

    it('has no deadline where the one around it has none, here or elsewhere, and its own if it declares one', async () =>
    {
        const clock = createTestClock();
        const deadlines: (number | undefined)[] = [];
        const remote = recordingInvoker('1');

        const runtime: Runtime = runtimeOf([
            segment('reporting', [procedure('outer', async () =>
            {
                await runtime.run(stub('plain', {}, { segment: 'reporting' }));
                await runtime.run(stub('short', {}, { segment: 'reporting' }));
                await runtime.run(stub('elsewhere', {}, { segment: 'reporting' }));
                await runtime.call('plain');
                await runtime.call('plain', {}, { timeout: 70 });
            }, { timeout: 0 })]),
            segment('sales', ['plain', 'short'].map(fqn => procedure(fqn, () => { deadlines.push(context()?.deadline); }, fqn === 'plain' ? {} : { timeout: 50 })))
        ], { clock, remote });

        await runtime.invoke(invocation('outer'));

        expect(deadlines).toEqual([undefined, 1_050, undefined, 1_070]);
        expect(remote.invocations.map(({ deadline }) => deadline)).toEqual([Infinity]);
        expect(clock.timers).toBe(0);

        // As the one elsewhere takes it.
        await runtime.invoke(invocation('plain', {}, { caller: { kind: 'member', id: 'node-2' }, deadline: Infinity }));
        await runtime.invoke(invocation('plain', {}, { caller: { kind: 'member', id: 'node-2' } }));

        expect(deadlines.slice(4)).toEqual([undefined, 16_000]);
    });

    it('ends with the call around it', async () =>
    {
        const clock = createTestClock();
        let signal: AbortSignal | undefined;
        const runtime = nesting(() => { signal = context()?.signal; return new Promise(() => undefined); }, { clock });
        const call = runtime.invoke(invocation('outer'));

        await settled();
        clock.advance(1_000);

        await expect(call).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        expect(signal?.aborted).toBe(true);
        expect(runtime.inFlight).toBe(0);
    });

    it('takes deadline, signal, headers and trace to another process', async () =>
    {
        const clock = createTestClock();
        const remote = recordingInvoker(() => new Promise(() => undefined));
        const runtime: Runtime = runtimeOf([segment('reporting', [procedure('outer', async () => runtime.run(stub('elsewhere', {}, { segment: 'reporting' })))])], { clock, remote, timeout: 700 });
        const call = runtime.invoke(invocation('outer', {}, { headers: { 'x-user': 'jane', 'traceparent': `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` } }));

        await settled();

        const [sent] = remote.invocations;

        expect(sent).toMatchObject({ deadline: 1_700, headers: { 'x-user': 'jane' } });
        expect(sent?.headers['traceparent']).toMatch(/^00-a{32}-(?!b{16})[0-9a-f]{16}-00$/);
        expect(sent?.signal?.aborted).toBe(false);

        clock.advance(700);

        await expect(call).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        expect(sent?.signal?.aborted).toBe(true);
    });
});

describe('work that outlives its call', () =>
{
    it('keeps its context, but not deadline and signal', async () =>
    {
        const clock = createTestClock();
        const remote = recordingInvoker('1');
        let proceed = (): void => undefined;
        let later: Promise<unknown> = Promise.resolve();
        const seen: unknown[] = [];

        const runtime: Runtime = runtimeOf([segment('reporting', [procedure('outer', async () =>
        {
            later = new Promise<void>(resolve => { proceed = resolve; }).then(async () =>
            {
                seen.push(context()?.headers['x-user'], context()?.deadline, context()?.signal);
                await runtime.run(stub('elsewhere', {}, { segment: 'reporting' }));
            });

            return 'answered';
        }, { timeout: 100 })])], { clock, remote });

        expect(resultOf(await runtime.invoke(invocation('outer', {}, { headers: { 'x-user': 'jane' } })))).toBe('answered');
        clock.advance(5_000);
        proceed();
        await later;

        expect(seen).toEqual(['jane', undefined, undefined]);
        expect(remote.invocations[0]).toMatchObject({ headers: { 'x-user': 'jane' } });
        expect(remote.invocations[0]).not.toHaveProperty('deadline');
    });
});

describe('calls outside of any request', () =>
{
    it('are calls of the member itself, each in a trace of its own', async () =>
    {
        const remote = recordingInvoker('1');
        const runtime = runtimeOf([], { remote });

        await runtime.enter(async () =>
        {
            await Promise.resolve();
            expect(runtime.active()).toBe(true);
            expect(context()).toMatchObject({ caller: { kind: 'member', id: 'node-1' }, headers: {}, deadline: undefined, signal: undefined });
            await runtime.run(stub('f'));
            await runtime.run(stub('f'));
        });

        expect(runtime.active()).toBe(false);

        const [first, second] = remote.invocations;

        expect(first?.caller).toEqual({ kind: 'member', id: 'node-1' });
        expect(first).not.toHaveProperty('deadline');
        expect(first?.headers['traceparent']?.slice(0, 35)).not.toBe(second?.headers['traceparent']?.slice(0, 35));
    });

    it('inherit nothing of a call that another runtime of the process runs', async () =>
    {
        const remote = recordingInvoker('1');
        const other = runtimeOf([], { remote });
        const runtime = runtimeOf([segment('sales', [procedure('f', async () =>
        {
            expect([runtime.active(), other.active()]).toEqual([true, false]);
            await other.run(stub('g'));
        })])]);

        await runtime.invoke(invocation('f', {}, { headers: { 'x-user': 'jane' } }));

        expect(remote.invocations[0]?.headers).not.toHaveProperty('x-user');
    });
});

describe('in a host that cannot follow a call', () =>
{
    it('a stub that is called on the request inherits its headers', async () =>
    {
        const remote = recordingInvoker('1');
        const request = new Request({ fqn: 'f', headers: { 'X-User': 'jane' } });

        // Outside of any context, as after an await without AsyncLocalStorage.
        await runtimeOf([], { remote }).run(stub('g', {}, { self: request }));

        expect(remote.invocations[0]?.headers).toMatchObject({ 'x-user': 'jane' });
    });
});

describe('an observer', () =>
{
    function observing(): { readonly events: (CallStart & { end?: CallEnd })[]; readonly observer: NonNullable<RuntimeOptions['observer']> }
    {
        const events: (CallStart & { end?: CallEnd })[] = [];

        return {
            events,

            observer(start)
            {
                const event: CallStart & { end?: CallEnd } = { ...start };

                events.push(event);

                return end => { event.end = end; };
            }
        };
    }

    it('hears of each hop, in one trace', async () =>
    {
        const clock = createTestClock();
        const { events, observer } = observing();
        const remote = recordingInvoker(() => { clock.advance(5); return Promise.reject(createError('SERVICE_STOPPING', {})); });

        const runtime: Runtime = runtimeOf([
            segment('reporting', [procedure('outer', async () => runtime.run(stub('inner', {}, { segment: 'reporting' })), { version: '1.0.0' })]),
            segment('sales', [procedure('inner', async () => runtime.run(stub('elsewhere', {}, { segment: 'sales' })))])
        ], { clock, observer, remote });

        await expect(runtime.invoke(invocation('outer', {}, { version: '2', headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` } }))).rejects.toMatchObject({ code: 'SERVICE_STOPPING' });

        expect(events.map(({ kind, fqn, version, segment: name, member }) => [kind, fqn, version, name, member])).toEqual([
            ['run', 'outer', '1.0.0', 'reporting', 'node-1'],
            ['local', 'inner', '0.0.0', 'reporting', 'node-1'],
            ['run', 'inner', '0.0.0', 'sales', 'node-1'],
            ['forward', 'elsewhere', '0.0.0', 'sales', 'node-1']
        ]);

        expect(new Set(events.map(({ traceId }) => traceId))).toEqual(new Set(['a'.repeat(32)]));
        expect(events.map(({ parentId }) => parentId)).toEqual(['b'.repeat(16), ...events.slice(0, 3).map(({ spanId }) => spanId)]);
        expect(events.map(({ end }) => [end?.outcome, end?.duration])).toEqual([['error', 5], ['error', 5], ['error', 5], ['error', 5]]);
        expect(remote.invocations[0]?.headers['traceparent']).toBe(`00-${'a'.repeat(32)}-${events[3]?.spanId ?? ''}-01`);
    });

    it('may care for no end', async () =>
    {
        const observer = vi.fn(() => undefined);

        expect(await runtimeOf([segment('sales', [procedure('f', async () => 1)])], { observer }).run(stub('f'))).toBe(1);
        expect(observer).toHaveBeenCalledTimes(2);
    });
});
