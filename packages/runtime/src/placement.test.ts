import { Conflict, JitarError, NotFound, createError } from '@jitar/errors';
import { RemoteFailure, describeFailure } from '@jitar/protocol';
import type { EncodedPayload, FailureEnvelope, Invocation, Invoker, Payload, SegmentBundle } from '@jitar/protocol';
import { afterEach, describe, expect, it } from 'vitest';

import { classEntry, invocation, parameters, procedure, recordingInvoker, resultOf, segment } from '../test/builders.js';

import { context } from './context.js';
import { createRuntime } from './runtime.js';
import type { Runtime } from './runtime.js';

const runtimes: Runtime[] = [];

afterEach(() => { runtimes.splice(0).forEach(runtime => runtime.dispose()); });

function runtimeOf(segments: readonly SegmentBundle[], remote?: Invoker): Runtime
{
    const runtime = createRuntime({ id: 'node-1', segments, ...remote !== undefined && { remote } });

    runtimes.push(runtime);

    return runtime;
}

/** What lies between two processes: nothing but text and bytes gets through, and the headers are others' objects. */
function wire(invoker: Invoker): Invoker
{
    return {
        async invoke(call: Invocation)
        {
            try
            {
                const { result, headers } = await invoker.invoke({ ...call, args: cross(call.args), headers: { ...call.headers } });

                return { result: cross(result), headers };
            }
            catch (error)
            {
                const { payload, ...envelope } = describeFailure(error);

                throw new RemoteFailure({ ...JSON.parse(JSON.stringify(envelope)) as FailureEnvelope, ...payload !== undefined && { payload: cross(payload) } });
            }
        }
    };
}

function cross<Kind extends Payload>(payload: Kind): Kind
{
    const { parts, ...rest } = payload as EncodedPayload;

    return { ...JSON.parse(JSON.stringify(rest)) as Kind, ...parts !== undefined && { parts: parts.map(part => part.slice()) } };
}

/** The runtime that has the first segment: beside the second one in its process, or with that in another. */
function placements(first: SegmentBundle, second: SegmentBundle): readonly [together: Runtime, apart: Runtime]
{
    return [runtimeOf([first, second]), runtimeOf([first], wire(runtimeOf([second])))];
}

class Shortage extends Conflict
{
    constructor(readonly product: string) { super(`No ${product} left`); }
}

class Unlisted extends NotFound { }

class Picky
{
    constructor(readonly value: string)
    {
        if (value === 'refused') { throw new Shortage('patience'); }
    }
}

const classes = [classEntry('Shortage', Shortage, ['product']), classEntry('Picky', Picky, ['value'])];

function look(value: unknown): unknown
{
    if (!(value instanceof Error))
    {
        return value;
    }

    const fields = Object.fromEntries(Object.getOwnPropertyNames(value).filter(name => name !== 'stack').map(name => [name, look((value as unknown as Record<string, unknown>)[name])]));

    return { class: value.constructor.name, name: value.name, ...fields };
}

describe('what is thrown', () =>
{
    const proxy = (): unknown => new Proxy({}, { getPrototypeOf: () => { throw new Error('hidden'); } });

    it.each<[string, () => unknown]>([
        ['an error of a class of both', () => new Shortage('chai')],
        ['an error of a class of neither', () => new Unlisted('gone')],
        ['an error with a cause', () => new TypeError('x', { cause: new Shortage('chai') })],
        ['an error with fields that its class does not declare', () => Object.assign(new Error('x'), { errno: -2 })],
        ['an error of Jitar\'s', () => createError('OVERLOADED', { limit: 3 })],
        ['an error of Jitar\'s with a cause', () => createError('OVERLOADED', { limit: 3 }, { cause: new Shortage('chai') })],
        ['an error of a registered code with a hint of its own', () => new JitarError('x', { code: 'OVERLOADED', status: 418, hint: 'Wait.', audience: 'caller' })],
        ['an error whose message is no text', () => Object.assign(new Error('x'), { message: 42 })],
        ['an error whose name is no text', () => Object.assign(new Error('x'), { name: 1n })],
        ['an error whose code is no text', () => Object.assign(new Conflict('x'), { code: 42 })],
        ['an error whose status is none', () => Object.assign(new Conflict('x'), { status: '409' })],
        ['an error whose message throws', () => Object.defineProperty(new Error('x'), 'message', { get: () => { throw new Error('y'); } })],
        ['an error that lost its prototype', () => Object.setPrototypeOf(new Error('x'), null) as unknown],
        ['an object without a prototype', () => Object.assign(Object.create(null) as object, { a: 1 })],
        ['an object that cannot be sent, nor turned into text', () => Object.assign(Object.create(null) as object, { a: () => 1 })],
        ['a proxy that refuses everything', proxy],
        ['a function', () => () => 1],
        ['undefined', () => undefined]
    ])('arrives as the same: %s', async (_, make) =>
    {
        // What application code throws need not be an Error.
        const throwing = async (): Promise<void> => { throw make() as Error; };
        const outcomes: unknown[] = [];

        for (const runtime of placements(segment('front', [], { classes }), segment('back', [procedure('f', throwing)], { classes })))
        {
            outcomes.push(await runtime.run({ fqn: 'f', version: '0.0.0', args: {}, self: undefined, segment: 'front' }).then(value => ({ value }), (error: unknown) => ({ error: look(error) })));
        }

        expect(outcomes[0]).toEqual(outcomes[1]);
        expect(outcomes[0]).toHaveProperty('error');
    });

    it('keeps its cause, as a copy', async () =>
    {
        const cause = new Shortage('chai');
        const failing = async (): Promise<void> => { throw createError('OVERLOADED', { limit: 3 }, { cause }); };

        for (const runtime of placements(segment('front', [], { classes }), segment('back', [procedure('f', failing)], { classes })))
        {
            const error: unknown = await runtime.run({ fqn: 'f', version: '0.0.0', args: {}, self: undefined, segment: 'front' }).catch((thrown: unknown) => thrown);

            expect(error).toMatchObject({ code: 'OVERLOADED', retryable: true, cause: { product: 'chai' } });
            expect((error as Error).cause).toBeInstanceOf(Shortage);
            expect((error as Error).cause).not.toBe(cause);
        }
    });

    it('tells why an argument or a result could not be taken', async () =>
    {
        const back = segment('back', [
            procedure('take', async () => 1, { parameters: parameters('value') }),
            procedure('give', async () => ({ get value() { throw new Shortage('chai'); } }))
        ], { classes });

        class Lenient { constructor(readonly value: string) { } }

        for (const runtime of placements(segment('front', [], { classes: [classEntry('Picky', Lenient, ['value']), ...classes.slice(0, 1)] }), back))
        {
            const call = (fqn: string, args: Record<string, unknown>): Promise<unknown> => runtime.run({ fqn, version: '0.0.0', args, self: undefined, segment: 'front' });

            await expect(call('take', { value: new Lenient('refused') })).rejects.toMatchObject({ code: 'VALUE_NOT_READABLE', cause: { product: 'patience' } });
            await expect(call('give', {})).rejects.toMatchObject({ code: 'VALUE_NOT_SERIALIZABLE', cause: { product: 'chai' } });
        }
    });
});

const megabyte = Uint8Array.from({ length: 1_000_000 }, (_, index) => index * 7);

class Scan
{
    constructor(readonly content: ArrayBuffer) { }
}

class Unreadable extends Conflict
{
    constructor(readonly content: Uint8Array, readonly original: File) { super('Unreadable'); }
}

const binaryClasses = [classEntry('Scan', Scan, ['content']), classEntry('Unreadable', Unreadable, ['content', 'original'])];

function formOf(bytes: Uint8Array<ArrayBuffer>): FormData
{
    const form = new FormData();

    form.append('title', 'a scan');
    form.append('scan', new File([bytes], 'scan.bin', { type: 'application/x-scan', lastModified: 5 }));

    return form;
}

/** What can be told of a value that holds bytes: its class, its sizes, and its content. */
async function describeBytes(value: unknown): Promise<unknown>
{
    if (value instanceof FormData)
    {
        return { class: 'FormData', entries: await Promise.all(Array.from(value, async ([name, item]) => [name, await describeBytes(item)])) };
    }

    if (value instanceof Blob)
    {
        const { name, lastModified } = value as File;

        return { class: value.constructor.name, type: value.type, name, lastModified, content: await describeBytes(await value.arrayBuffer()) };
    }

    if (value instanceof Scan || value instanceof Unreadable)
    {
        return { class: value.constructor.name, content: await describeBytes(value.content), original: value instanceof Unreadable && await describeBytes(value.original) };
    }

    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    {
        const bytes = ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.from(value);

        return { class: value.constructor.name, content: bytes.toString('base64') };
    }

    return value;
}

describe('bytes', () =>
{
    const values: [string, () => unknown][] = [
        ['a megabyte', () => megabyte.slice()],
        ['a Buffer', () => Buffer.from(megabyte)],
        ['numbers', () => new Float64Array(megabyte.slice().buffer)],
        ['an ArrayBuffer in an instance', () => new Scan(megabyte.slice().buffer)],
        ['a Blob', () => new Blob([megabyte], { type: 'image/png' })],
        ['a small Blob', () => new Blob(['a'])],
        ['a File', () => new File(['a'], 'a.txt', { lastModified: 7 })],
        ['a File in a form', () => formOf(megabyte)]
    ];

    const back = segment('back', [
        procedure('take', async (value: unknown) => JSON.stringify(await describeBytes(value)), { parameters: parameters('value') }),
        procedure('echo', async (value: unknown) => value, { parameters: parameters('value') })
    ], { classes: binaryClasses });

    it.each(values)('arrive as they were sent, as argument and as result: %s', async (_, make) =>
    {
        const expected = JSON.stringify(await describeBytes(make()));

        for (const runtime of placements(segment('front', [], { classes: binaryClasses }), back))
        {
            const value = make();
            const call = (fqn: string): Promise<unknown> => runtime.run({ fqn, version: '0.0.0', args: { value }, self: undefined, segment: 'front' });
            const result = await call('echo');

            expect(await call('take')).toBe(expected);
            expect(JSON.stringify(await describeBytes(result))).toBe(expected);
            expect(result).not.toBe(value);
        }
    });

    it('arrive with an error', async () =>
    {
        const failing = async (): Promise<void> => { throw new Unreadable(megabyte, new File(['a'], 'a.txt', { lastModified: 7 })); };
        const expected = await describeBytes(new Unreadable(megabyte, new File(['a'], 'a.txt', { lastModified: 7 })));

        for (const runtime of placements(segment('front', [], { classes: binaryClasses }), segment('back', [procedure('f', failing)], { classes: binaryClasses })))
        {
            const error: unknown = await runtime.run({ fqn: 'f', version: '0.0.0', args: {}, self: undefined, segment: 'front' }).catch((thrown: unknown) => thrown);

            expect(await describeBytes(error)).toEqual(expected);
        }
    });

    it('arrive with the cause of an error', async () =>
    {
        const failing = async (): Promise<void> => { throw new Conflict('x', { cause: formOf(megabyte) }); };

        for (const runtime of placements(segment('front', []), segment('back', [procedure('f', failing)])))
        {
            const error: unknown = await runtime.run({ fqn: 'f', version: '0.0.0', args: {}, self: undefined, segment: 'front' }).catch((thrown: unknown) => thrown);

            expect(JSON.stringify(await describeBytes((error as Error).cause))).toBe(JSON.stringify(await describeBytes(formOf(megabyte))));
        }
    });

    it('travel beside the text, and only large ones', async () =>
    {
        const remote = recordingInvoker();
        const runtime = runtimeOf([], remote);

        await runtime.call('f', { large: megabyte, small: new Uint8Array(2), blob: new Blob([megabyte]) });
        await runtime.call('f', { small: new Uint8Array(2) });

        const [first, second] = remote.invocations.map(({ args }) => args as EncodedPayload);

        expect(first?.parts?.map(part => part.length)).toEqual([1_000_000, 1_000_000]);
        expect(first?.text.length).toBeLessThan(200);
        expect(second).not.toHaveProperty('parts');
    });

    it('that no Blob holds are encoded at once, so that nothing that happens afterwards is sent', async () =>
    {
        const remote = recordingInvoker();
        const runtime = runtimeOf([], remote);
        const value = new Uint8Array(2_000);
        const calling = runtime.call('f', { value });

        value.fill(1);
        await calling;

        expect((remote.invocations[0]?.args as EncodedPayload).parts?.[0]?.[0]).toBe(0);
    });

    it('reach middleware as themselves, and go on as they came where it does not touch them', async () =>
    {
        const seen: unknown[] = [];
        const runtime = runtimeOf([back]);
        const remote = recordingInvoker();

        await runtimeOf([], remote).call('f', { value: new Blob([megabyte], { type: 'image/png' }) });

        const { args } = remote.invocations[0] as Invocation;

        runtime.setMiddleware([async (request, next) =>
        {
            seen.push(await describeBytes(request.getArgument('value')));
            request.setArgument('value', request.getArgument('value'));

            const response = await next();

            seen.push(await describeBytes(response.result));

            return response;
        }]);

        const { result } = await runtime.invoke(invocation('echo', {}, { args, caller: { kind: 'outside', trusted: true } }));

        expect(seen[0]).toEqual(await describeBytes(new Blob([megabyte], { type: 'image/png' })));
        expect(seen[1]).toEqual(seen[0]);
        expect((result as EncodedPayload).parts?.map(part => part.length)).toEqual([1_000_000]);
    });

    it.each<[string, EncodedPayload]>([
        ['without a text that names them', { form: 'tagged', text: '{}', parts: [new Uint8Array(2_000)] }],
        ['that the text names twice', { form: 'tagged', text: '{"$tagged":1,"value":{"value":["$Uint8Array:#0","$Uint8Array:#0"]}}', parts: [new Uint8Array(2_000)] }],
        ['that are not there', { form: 'tagged', text: '{"$tagged":1,"value":{"value":"$Uint8Array:#0"}}' }]
    ])('are refused %s', async (_, args) =>
    {
        await expect(runtimeOf([back]).invoke(invocation('echo', {}, { args }))).rejects.toMatchObject({ code: 'VALUE_NOT_READABLE' });
    });
});

describe('the headers of a context', () =>
{
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

    function outer(nested: () => Promise<unknown>): SegmentBundle
    {
        return segment('front', [procedure('outer', async () => [await nested(), context()?.headers])]);
    }

    it.each([{}, { traceparent, 'x-user': 'jane' }])('are those of the call, of %j', async headers =>
    {
        const answers: unknown[] = [];
        let calling: Runtime | undefined;
        const front = outer(async () => calling?.run({ fqn: 'inner', version: '0.0.0', args: {}, self: undefined, segment: 'front' }));

        for (calling of placements(front, segment('back', [procedure('inner', async () => context()?.headers)])))
        {
            answers.push(resultOf(await calling.invoke(invocation('outer', {}, { headers }))));
        }

        const { traceparent: _, ...own } = headers as Record<string, string>;

        expect(answers).toEqual([[own, own], [own, own]]);
    });

    it('cannot be changed, for the caller or anybody else', async () =>
    {
        const headers = { 'x-user': 'jane' };
        let calling: Runtime | undefined;

        const front = outer(async () => calling?.run({ fqn: 'inner', version: '0.0.0', args: {}, self: undefined, segment: 'front' }));
        const back = segment('back', [procedure('inner', async () => Reflect.set(context()?.headers ?? {}, 'x-user', 'eve'))]);

        for (calling of placements(front, back))
        {
            expect(resultOf(await calling.invoke(invocation('outer', {}, { headers })))).toEqual([false, { 'x-user': 'jane' }]);
        }

        expect(headers).toEqual({ 'x-user': 'jane' });
    });
});
