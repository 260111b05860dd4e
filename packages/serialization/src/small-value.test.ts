import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { describe, expect, it } from 'vitest';

import { same } from '../test/same.js';
import { createCodec } from './index.js';
import type { Limits } from './index.js';
import { defaultLimits } from './limits.js';
import { allowsSmall, copySmall, writeSmall } from './small-value.js';

setFlagsFromString('--expose-gc');

const collect = runInNewContext('gc') as () => void;
const { settings } = createCodec();
const write = (value: unknown, mayStream = false): string | undefined => writeSmall(value, settings, mayStream);
const nest = (levels: number): unknown => levels === 0 ? 1 : [nest(levels - 1)];

describe('small values', () =>
{
    it.each<readonly [name: string, value: unknown]>([
        ['a text', 'a'], ['a text that looks like a tag', '$Date:'], ['a number', 1.5], ['null', null], ['an object', { a: [1, { b: null }], c: '$0', d: true }], ['names of tags', { $Date: '$1', $: ['$Set'] }],
        ['as many items as fit', Array.from({ length: 64 }, (_, index) => index)], ['as deep as they come', nest(5)], ['a property toJSON', { toJSON: 'a' }]
    ])('are what JSON writes: %s', (_name, value) =>
    {
        expect(write(value)).toBe(JSON.stringify(value));
    });

    it.each<readonly [name: string, value: unknown]>([
        ['undefined', undefined], ['−0', -0], ['NaN', NaN], ['a BigInt', 1n], ['a symbol', Symbol('a')], ['a function', () => 1], ['a property that is undefined', { a: undefined }], ['an empty place', new Array(1)], ['a property of an array', Object.assign([1], { a: 1 })],
        ['a Date', new Date(0)], ['a Map', new Map()], ['an object without prototype', Object.create(null)], ['an instance', new (class { a = 1; })()], ['a subclass of Array', new (class extends Array { })()], ['who only has the prototype', Object.create(Array.prototype)],
        ['what is shared', (shared => [shared, shared])({})], ['a cycle', (cycle => Object.assign(cycle, { cycle }))({})], ['the refused name', JSON.parse('{"__proto__":1}')],
        ['a hidden method toJSON', Object.defineProperty({ a: 1 }, 'toJSON', { value: () => 'b' })], ['what looks like a tagged text', { $tagged: 1 }],
        ['too many items', Array.from({ length: 65 }, () => 1)], ['too many objects', Array.from({ length: 12 }, () => ({}))], ['a long text', 'a'.repeat(5_000)], ['too many levels', nest(6)], ['a getter that throws', { get a() { throw new Error('a'); } }]
    ])('are left to the ordinary way if JSON does not say everything, or if they are not small: %s', (_name, value) =>
    {
        expect(write(value)).toBeUndefined();
        // Nothing of it is left for the next one.
        expect(write({ a: [{}] })).toBe('{"a":[{}]}');
    });

    it('are streams where these can be sent', () =>
    {
        const stream = { a: 1, async *[Symbol.asyncIterator]() { yield await Promise.resolve(1); } };

        expect([write(stream, true), write([stream], true), write(stream)]).toEqual([undefined, undefined, '{"a":1}']);
    });

    it('may be written while another one is being looked at', () =>
    {
        const shared = {};
        const outer = { shared, get inner() { return createCodec().encode({ a: [shared, shared] }); }, again: shared };

        expect(createCodec().decode(createCodec().encode(outer))).toEqual({ shared: {}, inner: '{"$tagged":1,"value":{"a":[{},"$2"]}}', again: {} });
        expect(createCodec().encode(outer)).toContain('"again":"$1"');
    });

    it.each(['depth', 'items', 'keys', 'string', 'length'] as const)('keep to a limit for %s that is lower than what is small', limit =>
    {
        const values = [[[[[['aaaa']]]]], { a: 1, b: 2, c: 3, d: 4 }];
        const codec = createCodec({ limits: { [limit]: 3 } });

        expect(() => values.map(value => codec.encode(value))).toThrow(`the limit of 3 for ${limit}`);
    });

    it('are allowed where every limit is beyond them', () =>
    {
        expect(allowsSmall(defaultLimits)).toBe(true);
        expect((['depth', 'items', 'keys', 'string'] satisfies (keyof Limits)[]).map(limit => allowsSmall({ ...defaultLimits, [limit]: 4 }))).toEqual([false, false, false, false]);
    });

    it.each<readonly [name: string, value: object]>([
        ['an object', { a: [1, { b: null }], c: '$0', d: undefined, e: -0, f: NaN }], ['an array', [[], {}, [undefined]]], ['a property toJSON', { toJSON: 'a' }], ['what looks like a tagged text', { $tagged: 1 }]
    ])('are copied: %s', (_name, value) =>
    {
        const copied = copySmall(value, settings, true);

        expect(same(value, copied)).toBe(true);
        expect(copied).not.toBe(value);
    });

    it('are copied without what stands under symbols, or is hidden', () =>
    {
        const inner = { b: 1 };
        const copied = copySmall(Object.defineProperty({ a: inner, [Symbol('c')]: inner }, 'd', { value: inner }), settings, true) as { a: object };

        expect(Reflect.ownKeys(copied)).toEqual(['a']);
        expect(copied.a).not.toBe(inner);
    });

    it.each<readonly [name: string, value: object]>([
        ['a BigInt', [1n]], ['a function', { a: () => 1 }], ['an empty place', new Array(1)], ['a property of an array', Object.assign([1], { a: 1 })], ['an empty place and a property', Object.assign(new Array(1), { a: 1 })], ['a Date', [new Date(0)]], ['an instance', new (class { a = 1; })()],
        ['what is shared', (shared => [shared, shared])({})], ['a cycle', (cycle => Object.assign(cycle, { cycle }))({})], ['the refused name', JSON.parse('{"__proto__":1}') as object], ['the name of a method of all', { toString: 1 }], ['a name that is a number', { 999: 1 }],
        ['a stream', { async *[Symbol.asyncIterator]() { yield await Promise.resolve(1); } }], ['too many items', Array.from({ length: 65 }, () => 1)], ['too many levels', nest(6) as object], ['a getter that throws', { get a() { throw new Error('a'); } }]
    ])('are left to the ordinary copy if they are more than that: %s', (_name, value) =>
    {
        expect(copySmall(value, settings, true)).toBeUndefined();
        expect(copySmall([{}], settings, true)).toEqual([{}]);
    });

    it.each<readonly [name: string, make: () => object]>([['written', () => ({ a: {} })], ['left to the ordinary way', () => ({ a: {}, b: undefined })]])('are not kept when they are %s', async (_name, make) =>
    {
        const reference = (() =>
        {
            const value = make();

            write(value);

            return new WeakRef(value);
        })();

        // What a weak reference was made for lives until the turn is over.
        await new Promise(resolve => setImmediate(resolve));
        collect();

        expect(reference.deref()).toBeUndefined();
    });
});
