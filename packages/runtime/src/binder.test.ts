import type { Binding, Parameter } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { parameters } from '../test/builders.js';

import { bindArguments } from './binder.js';

const name = (text: string, optional = false): Binding => ({ kind: 'name', name: text, optional });
const plain = (binding: Binding): Parameter => ({ binding, rest: false });

function bind(declared: readonly Parameter[], args: Record<string, unknown>, options = { outside: true, hidden: false }): unknown[]
{
    return bindArguments({ fqn: 'f', parameters: declared }, args, options);
}

const stub = { outside: false, hidden: true };

describe('bindArguments', () =>
{
    it('puts named arguments in the order of the parameters', () =>
    {
        expect(bind(parameters('a', 'b'), { b: 2, a: 1 })).toEqual([1, 2]);
    });

    it('leaves an absent optional argument to the default of the procedure', () =>
    {
        expect(bind(parameters('a?', 'b'), { b: 2 })).toEqual([undefined, 2]);
    });

    it('takes null and undefined as present', () =>
    {
        expect(bind(parameters('a', 'b'), { a: null, b: undefined })).toEqual([null, undefined]);
    });

    it('refuses a missing and an unknown argument', () =>
    {
        expect(() => bind(parameters('a', 'b'), { a: 1 })).toThrow(expect.objectContaining({ code: 'MISSING_ARGUMENT', status: 400, message: 'Procedure "f" misses the argument "b".' }) as Error);
        expect(() => bind(parameters('a'), { a: 1, c: 2 })).toThrow(expect.objectContaining({ code: 'UNKNOWN_ARGUMENT', status: 400 }) as Error);
    });

    it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('takes nothing named %s from the prototype of the arguments', inherited =>
    {
        expect(() => bind(parameters(inherited), {})).toThrow(expect.objectContaining({ code: 'MISSING_ARGUMENT' }) as Error);
    });

    describe('of a rest parameter', () =>
    {
        it('spreads the array of its name', () =>
        {
            expect(bind(parameters('a', '...rest'), { 'a': 1, '...rest': [2, 3] })).toEqual([1, 2, 3]);
        });

        it('takes no more from outside than a call can pass, however few characters announce them', () =>
        {
            const many = new Array<number>(9_000_000);

            expect(() => bind(parameters('...rest'), { '...rest': many })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', message: 'The argument "...rest" of procedure "f" has more than 65535 items.' }) as Error);
            expect(bind(parameters('...rest'), { '...rest': new Array(65_535).fill(1) })).toHaveLength(65_535);
            expect(bind(parameters('...rest'), { '...rest': new Array(70_000).fill(1) }, stub)).toHaveLength(70_000);
        });

        it('is empty when it is absent', () =>
        {
            expect(bind(parameters('a?', '...rest'), {})).toEqual([undefined]);
        });

        it.each([['text'], [null], [{ length: 2 }], [3]])('refuses %j', value =>
        {
            expect(() => bind(parameters('...rest'), { '...rest': value })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error);
        });

        it('takes a pattern by its position', () =>
        {
            const rest: Parameter = { binding: { kind: 'array', elements: [name('a'), name('b')], optional: false }, rest: true };

            expect(bind([rest], { '...0': [1, 2] })).toEqual([1, 2]);
            expect(bind([rest], { '0': [1, 2] })).toEqual([1, 2]);
            expect(bind([rest], { a: 1, b: 2 })).toEqual([1, 2]);
        });
    });

    describe('of a destructured object', () =>
    {
        const nested: Binding = {
            kind: 'object',
            optional: false,
            properties: [
                { key: 'first', value: name('a') },
                { key: 'inner', value: { kind: 'object', optional: true, properties: [{ key: 'second', value: name('b', true) }] } }
            ],
            rest: 'others'
        };

        it('is built from the names of its variables', () =>
        {
            expect(bind([plain(nested)], { a: 1, b: 2, others: { c: 3 } })).toEqual([{ first: 1, inner: { second: 2 }, c: 3 }]);
            expect(bind([plain(nested)], { 'a': 1, '...others': { c: 3 } })).toEqual([{ first: 1, c: 3 }]);
        });

        it('is taken whole by its position', () =>
        {
            const whole = { first: 1, inner: { second: 2 } };

            expect(bind([plain(nested)], { '0': whole })[0]).toBe(whole);
        });

        it('misses a required variable', () =>
        {
            expect(() => bind([plain(nested)], {})).toThrow(expect.objectContaining({ code: 'MISSING_ARGUMENT', message: 'Procedure "f" misses the argument "a".' }) as Error);
        });

        it.each([
            [{ '0': null }],
            [{ '0': { first: 1, inner: null } }],
            [{ a: 1, others: null }],
            [{ a: 1, others: [1] }]
        ])('refuses %j from outside', args =>
        {
            expect(() => bind([plain(nested)], args)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error);
        });

        it('leaves what a stub passes to the procedure, which throws what JavaScript throws', () =>
        {
            expect(bind([plain(nested)], { '0': null }, stub)).toEqual([null]);
            expect(bind([plain(nested)], { '0': undefined }, stub)).toEqual([undefined]);
        });

        it('is left to its default as a whole when all of it is absent', () =>
        {
            const optional: Binding = { kind: 'object', optional: true, properties: [{ key: 'a', value: name('a') }] };

            expect(bind([plain(optional)], {})).toEqual([undefined]);
            expect(bind([plain(optional)], { '0': undefined })).toEqual([undefined]);
        });

        it('builds no prototype from a name', () =>
        {
            const pattern: Binding = { kind: 'object', optional: false, properties: [{ key: 'a', value: name('a', true) }], rest: 'others' };
            const [value] = bind([plain(pattern)], { others: JSON.parse('{"__proto__":{"polluted":true}}') as object });

            expect((value as { polluted?: boolean }).polluted).toBeUndefined();
        });
    });

    describe('of a destructured array', () =>
    {
        const pair: Binding = { kind: 'array', elements: [name('a'), null, name('b', true)], rest: name('others'), optional: false };

        it('is built from the names of its variables', () =>
        {
            expect(bind([plain(pair)], { 'a': 1, 'b': 2, '...others': [3, 4] })).toEqual([[1, undefined, 2, 3, 4]]);
            expect(bind([plain(pair)], { a: 1 })).toEqual([[1, undefined, undefined]]);
        });

        it('refuses what cannot be iterated', () =>
        {
            expect(() => bind([plain(pair)], { '0': { a: 1 } })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT', message: 'The argument "0" of procedure "f" must be an array.' }) as Error);
            expect(() => bind([plain(pair)], { 'a': 1, '...others': 'x' })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }) as Error);
        });
    });

    describe('of names that middleware sets', () =>
    {
        it('reach the parameter of that name, before what the caller wrote, or are dropped', () =>
        {
            expect(bind(parameters('user', 'a'), { 'user': 'forged', '*user': 'jane', '*other': 1, 'a': 1 }, { outside: true, hidden: true })).toEqual(['jane', 1]);
        });

        it('are unknown where only the caller can have written them', () =>
        {
            expect(() => bind(parameters('user?'), { '*user': 'jane' })).toThrow(expect.objectContaining({ code: 'UNKNOWN_ARGUMENT' }) as Error);
        });
    });
});
