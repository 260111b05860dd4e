import { Conflict } from '@jitar/errors';
import { isRemoteFailure } from '@jitar/protocol';
import type { ProcedureEntry, SegmentBundle } from '@jitar/protocol';
import { UnknownInstance, createCodec } from '@jitar/serialization';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { classEntry, createTestClock, invocation, liveInvocation, parameters, procedure, resultOf, segment, settled } from '../test/builders.js';

import { Request } from './request.js';
import { createRuntime } from './runtime.js';
import type { Runtime, RuntimeOptions } from './runtime.js';

const runtimes: Runtime[] = [];

function runtimeOf(procedures: readonly ProcedureEntry[], options: RuntimeOptions = {}, overrides: Partial<SegmentBundle> = {}): Runtime
{
    const runtime = createRuntime({ id: 'node-1', segments: [segment('sales', procedures, overrides)], ...options });

    runtimes.push(runtime);

    return runtime;
}

afterEach(() => { runtimes.splice(0).forEach(runtime => runtime.dispose()); });

class Person
{
    constructor(readonly name: string) { }
}

class OutOfStock extends Conflict
{
    constructor(readonly product: string) { super(`No ${product} left`); }
}

const classes = [classEntry('Person', Person, ['name']), classEntry('OutOfStock', OutOfStock, ['product'])];

describe('a call from outside', () =>
{
    it('runs the procedure with its arguments by name, and answers text', async () =>
    {
        const runtime = runtimeOf([procedure('sum', async (a: number, b = 10) => a + b, { parameters: parameters('a', 'b?') })]);

        expect(await runtime.invoke(invocation('sum', { a: 1, b: 2 }))).toEqual({ result: { form: 'tagged', text: '3' }, headers: {} });
        expect(resultOf(await runtime.invoke(invocation('sum', { a: 1 })))).toBe(11);
    });

    it('runs nothing when its arguments are wrong', async () =>
    {
        const run = vi.fn(async () => undefined);
        const runtime = runtimeOf([procedure('f', run, { parameters: parameters('a') })]);

        await expect(runtime.invoke(invocation('f'))).rejects.toMatchObject({ code: 'MISSING_ARGUMENT' });
        await expect(runtime.invoke(invocation('f', { a: 1, b: 2 }))).rejects.toMatchObject({ code: 'UNKNOWN_ARGUMENT' });
        await expect(runtime.invoke(invocation('f', {}, { args: { form: 'json', text: '[1]' } }))).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
        await expect(runtime.invoke(invocation('f', {}, { args: { form: 'json', text: '{' } }))).rejects.toMatchObject({ status: 400 });
        expect(run).not.toHaveBeenCalled();
    });

    it('takes nothing in plain JSON for a tag', async () =>
    {
        const runtime = runtimeOf([procedure('f', async (value: unknown) => value, { parameters: parameters('value') })]);
        const { result } = await runtime.invoke(invocation('f', { value: { $tagged: 1, value: '$Date:1997-01-01T00:00:00.000Z' } }));

        expect(result.form === 'tagged' && createCodec().decode(result.text)).toEqual({ $tagged: 1, value: '$Date:1997-01-01T00:00:00.000Z' });
    });

    it('decodes and encodes with the classes of the segment', async () =>
    {
        const codec = createCodec({ classes });
        const run = vi.fn(async (person: Person) => new Person(person.name.toUpperCase()));
        const runtime = runtimeOf([procedure('f', run, { parameters: parameters('person') })], {}, { classes });
        const { result } = await runtime.invoke(invocation('f', {}, { args: { form: 'tagged', text: codec.encode({ person: new Person('Jane') }) } }));

        expect(run.mock.calls[0]?.[0]).toBeInstanceOf(Person);
        expect(result.form === 'tagged' && codec.decode(result.text)).toEqual(new Person('JANE'));
        expect(result.form === 'tagged' && createCodec({ unknownClasses: 'keep' }).decode(result.text)).toBeInstanceOf(UnknownInstance);
    });

    it('brings no regular expression from the untrusted', async () =>
    {
        const runtime = runtimeOf([procedure('f', async (pattern: RegExp) => pattern.source, { parameters: parameters('pattern') })]);
        const args = { form: 'tagged', text: createCodec().encode({ pattern: /a+/ }) } as const;

        await expect(runtime.invoke(invocation('f', {}, { args }))).rejects.toMatchObject({ code: 'VALUE_NOT_READABLE' });
        expect(resultOf(await runtime.invoke(invocation('f', {}, { args, caller: { kind: 'outside', trusted: true } })))).toBe('a+');
    });

    it('gets one answer for what is unknown and what is private', async () =>
    {
        const runtime = runtimeOf([procedure('hidden', async () => 1, { access: 'private' })]);
        const errors = await Promise.all(['hidden', 'unknown'].map(fqn => runtime.invoke(invocation(fqn)).catch((error: unknown) => error as Error)));

        expect(errors.map(error => (error as Error).message.replace(/"\w+"/, ''))).toEqual(['Procedure  not found.', 'Procedure  not found.']);
    });

    it('asks only for the right to call in a dry run', async () =>
    {
        const run = vi.fn(async () => 1);
        const runtime = runtimeOf([procedure('f', run, { parameters: parameters('a') }), procedure('p', run, { access: 'protected' })]);

        expect(await runtime.invoke(invocation('f', {}, { dryRun: true }))).toEqual({ result: { form: 'tagged', text: createCodec().encode(undefined) }, headers: {} });
        await expect(runtime.invoke(invocation('p', {}, { dryRun: true }))).rejects.toMatchObject({ code: 'TRUST_REQUIRED' });
        await expect(runtime.invoke(invocation('x', {}, { dryRun: true }))).rejects.toMatchObject({ code: 'PROCEDURE_NOT_FOUND' });
        expect(run).not.toHaveBeenCalled();
    });

    it('is `this` in the procedure where it entered, and nowhere else', async () =>
    {
        const seen: unknown[] = [];
        const runtime = runtimeOf([procedure('f', async function (this: unknown, a: number) { seen.push(this, a); }, { parameters: parameters('a') })]);

        await runtime.invoke(invocation('f', { a: 1 }, { headers: { 'x-a': 'b' } }));
        await runtime.invoke(invocation('f', { a: 1 }, { caller: { kind: 'member', id: 'node-2' } }));

        const request = seen[0] as Request;

        expect(request).toBeInstanceOf(Request);
        expect([request.fqn, request.getHeader('X-A'), request.getArgument('a')]).toEqual(['f', 'b', 1]);
        expect(seen[2]).toBeUndefined();
    });

    it.each([
        ['a generator', async () => (function* () { yield 1; })()],
        ['an iterator', async () => [1][Symbol.iterator]()],
        ['a function', async () => () => 1]
    ])('refuses %s as a result', async (_, implementation) =>
    {
        const runtime = runtimeOf([procedure('f', implementation)]);

        await expect(runtime.invoke(invocation('f'))).rejects.toMatchObject({ code: 'UNSUPPORTED_RESULT', status: 501 });
        await expect(runtime.call('f')).rejects.toMatchObject({ code: 'UNSUPPORTED_RESULT' });
    });

    it('names the place in a result that cannot be sent', async () =>
    {
        const runtime = runtimeOf([procedure('f', async () => ({ items: [{ onChange: () => 1 }] }))]);

        await expect(runtime.invoke(invocation('f'))).rejects.toMatchObject({ code: 'VALUE_NOT_SERIALIZABLE', message: expect.stringContaining('result.items[0].onChange') as string });
    });
});

describe('what a procedure throws', () =>
{
    const codec = createCodec({ classes });

    it('goes encoded to callers elsewhere, with what outsiders may know beside it', async () =>
    {
        const runtime = runtimeOf([procedure('f', async () => { throw new OutOfStock('chai'); })], {}, { classes });
        const failure: unknown = await runtime.invoke(invocation('f')).catch((error: unknown) => error);

        expect(isRemoteFailure(failure) && failure.envelope).toMatchObject({ name: 'OutOfStock', message: 'No chai left', code: 'CONFLICT', status: 409, unstarted: false });

        const decoded = isRemoteFailure(failure) && failure.envelope.payload?.form === 'tagged' ? codec.decode(failure.envelope.payload.text) : undefined;

        expect(decoded).toBeInstanceOf(OutOfStock);
        expect(decoded).toMatchObject({ product: 'chai', status: 409 });
    });

    it('stays at hand for the log of this process', async () =>
    {
        const error = new TypeError('secret');
        const runtime = runtimeOf([procedure('f', () => { throw error; })]);

        await expect(runtime.invoke(invocation('f'))).rejects.toHaveProperty('cause', error);
    });

    it('has no status where outsiders do not get to see it', async () =>
    {
        const runtime = runtimeOf([procedure('f', () => { throw new TypeError('secret'); })]);
        const failure: unknown = await runtime.invoke(invocation('f')).catch((error: unknown) => error);

        expect(isRemoteFailure(failure) && failure.envelope.status).toBeUndefined();
    });

    it('arrives by name and message when it holds what cannot be sent', async () =>
    {
        class Odd extends Conflict { readonly onChange = (): number => 1; }

        const entry = classEntry('Odd', Odd, []);
        const runtime = runtimeOf([procedure('f', async () => { throw new Odd('odd'); })], {}, { classes: [{ ...entry, fields: ['onChange'] }] });
        const failure: unknown = await runtime.invoke(invocation('f')).catch((error: unknown) => error);

        expect(isRemoteFailure(failure) && failure.envelope).toMatchObject({ name: 'Odd', message: 'odd', status: 409 });
        await expect(runtime.call('f')).rejects.toMatchObject({ name: 'Odd', message: 'odd', status: 409, code: 'CONFLICT' });
    });

    it.each([['a text'], [undefined], [null], [7]])('may be %j', async thrown =>
    {
        // What application code throws need not be an Error.
        const throwing = async (): Promise<void> => { throw thrown as unknown as Error; };
        const runtime = runtimeOf([procedure('f', throwing)]);
        const failure: unknown = await runtime.invoke(invocation('f')).catch((error: unknown) => error);

        expect(isRemoteFailure(failure) && failure.envelope.message).toBe(String(thrown));
        expect(await runtime.call('f').catch((error: unknown) => error)).toBe(thrown);
    });

    it('fails its own call only', async () =>
    {
        const runtime = runtimeOf([procedure('bad', () => { throw new Error('x'); }), procedure('good', async () => 1)]);
        const [bad, good] = await Promise.allSettled([runtime.invoke(invocation('bad')), runtime.invoke(invocation('good'))]);

        expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
        expect(runtime.inFlight).toBe(0);
    });
});

describe('a live call of an embedding application', () =>
{
    it('gets copies, live', async () =>
    {
        const kept: { items: number[] }[] = [];
        const runtime = runtimeOf([procedure('f', async (order: { items: number[] }) => { order.items.push(3); kept.push(order); return order; }, { parameters: parameters('order') })]);
        const order = { items: [1, 2] };
        const { result } = await runtime.invoke(liveInvocation('f', { order }));

        expect(result).toEqual({ form: 'live', value: { items: [1, 2, 3] } });
        expect(result.form === 'live' && result.value).not.toBe(kept[0]);
        expect(order.items).toEqual([1, 2]);
    });

    it('gets errors of its own classes', async () =>
    {
        class Here extends Conflict { product = ''; }

        const runtime = runtimeOf([procedure('f', async () => { throw new OutOfStock('chai'); })], { classes: [{ ...classEntry('OutOfStock', Here, []), fields: ['product'] }] }, { classes });
        const error: unknown = await runtime.invoke(liveInvocation('f')).catch((thrown: unknown) => thrown);

        expect(error).toBeInstanceOf(Here);
        expect(error).toMatchObject({ product: 'chai', message: 'No chai left', status: 409 });
    });

    it('refuses arguments that are not named', async () =>
    {
        const runtime = runtimeOf([procedure('f', async () => 1)]);

        await expect(runtime.invoke(liveInvocation('f', [1]))).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    });
});

describe('a deadline', () =>
{
    const never = (): Promise<never> => new Promise(() => undefined);

    it.each([
        ['its procedure declares', { timeout: 300 }, {}, undefined, 300],
        ['the service declares', {}, { timeout: 400 }, undefined, 400],
        ['nobody declares', {}, {}, undefined, 15_000],
        ['the caller shortens', { timeout: 300 }, {}, 1_200, 200],
        ['the caller cannot lengthen', {}, { timeout: 400 }, 9_000, 400]
    ])('is what %s', async (_, entry, options, deadline, expected) =>
    {
        const clock = createTestClock();
        const runtime = runtimeOf([procedure('f', never, entry)], { clock, ...options });
        const ended = vi.fn();
        const call = runtime.invoke(invocation('f', {}, deadline === undefined ? {} : { deadline })).catch(ended);

        clock.advance(expected - 1);
        await settled();
        expect(ended).not.toHaveBeenCalled();

        clock.advance(1);
        await call;
        expect(ended).toHaveBeenCalledWith(expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }));
        expect(runtime.inFlight).toBe(0);
    });

    it('is none for a timeout of 0', async () =>
    {
        const clock = createTestClock();
        const runtime = runtimeOf([procedure('f', async () => clock.timers, { timeout: 0 })], { clock });

        expect(resultOf(await runtime.invoke(invocation('f')))).toBe(0);
    });

    it('that has passed starts nothing', async () =>
    {
        const run = vi.fn(async () => 1);
        const runtime = runtimeOf([procedure('f', run)], { clock: createTestClock() });

        await expect(runtime.invoke(invocation('f', {}, { deadline: 999 }))).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
        expect(run).not.toHaveBeenCalled();
    });

    it('ends a call whose caller gives up', async () =>
    {
        const controller = new AbortController();
        const call = runtimeOf([procedure('f', never)]).invoke(invocation('f', {}, { signal: controller.signal }));

        controller.abort();

        await expect(call).rejects.toMatchObject({ code: 'CALL_CANCELLED' });
    });
});
