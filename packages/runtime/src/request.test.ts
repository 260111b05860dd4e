import { UnknownInstance, createCodec } from '@jitar/serialization';
import { describe, expect, it } from 'vitest';

import { invocation, liveInvocation } from '../test/builders.js';

import { keepingCodec } from './codecs.js';
import { Request, isRequest, requestOf, resolveArguments, toInvocation } from './request.js';

class Person
{
    constructor(readonly name: string) { }
}

const codec = createCodec({ classes: [{ key: 'Person', parameters: ['name'], fields: ['name'], accessors: [], getters: [], implementation: Person }] });

describe('Request', () =>
{
    it('is made of named arguments and headers, and changes', () =>
    {
        const request = new Request({ fqn: 'f', version: '1', args: { a: 1 }, headers: { 'X-Tenant': 'north' } });

        request.setArgument('b', undefined);
        request.removeArgument('a');
        request.setHeader('X-User', 'jane');

        expect([...request.args]).toEqual([['b', undefined]]);
        expect([request.hasArgument('b'), request.getArgument('b'), request.hasArgument('a')]).toEqual([true, undefined, false]);
        expect(Object.fromEntries(request.headers)).toEqual({ 'x-tenant': 'north', 'x-user': 'jane' });
        expect([request.getHeader('X-TENANT'), request.hasHeader('x-User')]).toEqual(['north', true]);

        request.removeHeader('X-USER');
        expect(request.hasHeader('x-user')).toBe(false);
    });

    it('keeps the map it is made of to itself', () =>
    {
        const args = new Map([['a', 1]]);
        const request = new Request({ fqn: 'f', args });

        request.setArgument('b', 2);

        expect(args.size).toBe(1);
    });

    it('is recognised across copies of this package', async () =>
    {
        const specifier = './request.js?copy';
        const other = await import(specifier) as { Request: typeof Request };
        const foreign = new other.Request({ fqn: 'f' });

        expect(foreign).not.toBeInstanceOf(Request);
        expect(isRequest(foreign)).toBe(true);
        expect(isRequest({ fqn: 'f' })).toBe(false);
    });
});

describe('the request of an invocation', () =>
{
    it('passes untouched arguments on as they came', async () =>
    {
        const source = invocation('f', {}, { args: { form: 'tagged', text: 'not even JSON' } });
        const request = requestOf(source, keepingCodec());

        request.setHeader('X-User', 'jane');

        expect(await toInvocation(request, source)).toEqual({ ...source, headers: { 'x-user': 'jane' } });
    });

    it('passes plain arguments that were only read on as they came', async () =>
    {
        const source = invocation('f', { a: 1, b: 'x' });
        const request = requestOf(source, keepingCodec());

        expect(request.getArgument('a')).toBe(1);
        expect((await toInvocation(request, source)).args).toBe(source.args);
    });

    it('encodes what was set, and what was changed where it is', async () =>
    {
        const source = invocation('f', { a: { b: [1] }, $tagged: 1 });
        const set = requestOf(source, keepingCodec());
        const changed = requestOf(source, keepingCodec());

        set.setArgument('*user', 'jane');
        set.removeArgument('a');
        (changed.getArgument('a') as { b: number[] }).b.push(2);

        const first = (await toInvocation(set, source)).args as { text: string };
        const second = (await toInvocation(changed, source)).args as { text: string };

        expect(codec.decode(first.text)).toEqual({ '$tagged': 1, '*user': 'jane' });
        expect(codec.decode(second.text)).toEqual({ a: { b: [1, 2] }, $tagged: 1 });
    });

    it('keeps instances of classes that it does not know', async () =>
    {
        const source = invocation('f', {}, { args: { form: 'tagged', text: codec.encode({ person: new Person('Jane'), year: 1997 }) } });
        const request = requestOf(source, keepingCodec());

        expect(request.getArgument('person')).toBeInstanceOf(UnknownInstance);
        request.setArgument('year', 1998);

        const { text } = (await toInvocation(request, source)).args as { text: string };

        expect(codec.decode(text)).toEqual({ person: new Person('Jane'), year: 1998 });
        expect((codec.decode(text) as { person: unknown }).person).toBeInstanceOf(Person);
    });

    it('leaves live arguments live, and those of the caller unchanged', async () =>
    {
        const args = { a: 1 };
        const source = liveInvocation('f', args);
        const request = requestOf(source, keepingCodec());

        request.setArgument('b', 2);

        expect((await toInvocation(request, source)).args).toEqual({ form: 'live', value: { a: 1, b: 2 } });
        expect(args).toEqual({ a: 1 });
    });

    it('shows the procedure the arguments that it got', () =>
    {
        const request = requestOf(invocation('f', { a: 1 }), keepingCodec());
        const person = new Person('Jane');

        resolveArguments(request, { person });

        expect(request.getArgument('person')).toBe(person);
    });

    it.each(['[1]', '"text"', 'null', '1'])('refuses arguments that are %s', text =>
    {
        const request = requestOf(invocation('f', {}, { args: { form: 'json', text } }), keepingCodec());

        expect(() => request.args).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST', status: 400 }) as Error);
    });
});
