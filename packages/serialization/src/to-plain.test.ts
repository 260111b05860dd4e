import { describe, expect, it } from 'vitest';

import { Employee, Money, classes } from '../test/classes.js';
import { UnknownInstance, createCodec, toPlain } from './index.js';

describe('toPlain', () =>
{
    it.each<readonly [name: string, value: unknown, plain: unknown]>([
        ['Date', new Date(0), '1970-01-01T00:00:00.000Z'],
        ['an invalid Date', new Date(NaN), null],
        ['a Map with text keys', new Map([['a', new Date(0)]]), { a: '1970-01-01T00:00:00.000Z' }],
        ['any other Map', new Map([[1, 'a']]), [[1, 'a']]],
        ['Set', new Set([1]), [1]],
        ['BigInt', 12n, '12'],
        ['numbers that JSON does not have', [NaN, Infinity, 1], [null, null, 1]],
        ['undefined', { a: undefined, b: [undefined] }, { b: [null] }],
        ['a sparse array', [, 1], [null, 1]], // eslint-disable-line no-sparse-arrays
        ['bytes inside', { a: Uint8Array.of(1, 2) }, { a: 'AQI=' }],
        ['an error', new TypeError('x', { cause: 1 }), { name: 'TypeError', message: 'x' }],
        ['URL, query, headers and RegExp', [new URL('https://a.b'), new URLSearchParams('a=1'), new Headers({ a: 'b' }), /a/g], ['https://a.b/', 'a=1', { a: 'b' }, '/a/g']],
        ['an object without prototype', Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
        ['primitive values in objects', [Object(1n), Object('a'), Object(false), Object(NaN)], ['1', 'a', false, null]],
        ['bytes of all kinds', [Buffer.of(1), Uint8Array.of(1).buffer, new DataView(Uint8Array.of(9, 1).buffer, 1), Float32Array.of(1)], ['AQ==', 'AQ==', 'AQ==', 'AACAPw==']],
        ['a Map in a Map', new Map([['a', new Map([[new Date(0), 1n]])]]), { a: [['1970-01-01T00:00:00.000Z', '1']] }],
        ['a name that a prototype has', new Map([['toString', 1], ['constructor', 2]]), { toString: 1, constructor: 2 }],
        ['what looks like a tag', { $tagged: 1, value: '$NaN', list: ['$Set'] }, { $tagged: 1, value: '$NaN', list: ['$Set'] }],
        ['an error within an error', { failed: new AggregateError([new Error('secret')], 'many') }, { failed: { name: 'AggregateError', message: 'many' } }],
        ['−0', [-0], [-0]],
        ['an empty text', ['', new URLSearchParams()], ['', '']],
        ['what is shared', ((shared: object) => [shared, shared])({ a: 1 }), [{ a: 1 }, { a: 1 }]],
        ['an unknown instance', new UnknownInstance('a/B', { on: new Date(0), none: undefined }), { on: '1970-01-01T00:00:00.000Z' }]
    ])('gives outsiders %s', (_, value, plain) =>
    {
        expect(toPlain(value)).toStrictEqual(plain);
    });

    it('leaves bytes and undefined as they are where they are the whole value', () =>
    {
        const bytes = Uint8Array.of(1);

        expect(toPlain(bytes)).toBe(bytes);
        expect(toPlain(undefined)).toBe(undefined);
    });

    it('shows an instance as what crosses of it, the same with and without its class', () =>
    {
        const codec = createCodec({ classes });
        const employee = Object.assign(new Employee('Ada', 1), { salary: new Money(5n) });
        const plain = { name: 'Ada', number: 1, friends: [], salary: { amount: '5', currency: 'EUR' } };

        expect(toPlain(employee, { codec })).toEqual(plain);
        expect(JSON.stringify(toPlain(createCodec({ unknownClasses: 'keep' }).decode(codec.encode(employee))))).toBe(JSON.stringify(toPlain(employee, { codec })));
    });

    it('refuses cycles, what grows out of bounds, and what no codec sends', () =>
    {
        const cycle: unknown[] = [];
        let doubling: unknown = 1;

        cycle.push({ cycle });

        for (let level = 0; level < 64; level++)
        {
            doubling = [doubling, doubling];
        }

        expect(() => toPlain(cycle)).toThrow('"result[0].cycle" cannot be sent: it refers to a value around it');
        expect(() => toPlain(doubling, { codec: createCodec({ limits: { items: 100_000 } }) })).toThrow('the limit of 100000 for items');
        expect(() => toPlain([new Blob()])).toThrow('"result[0]" cannot be sent: it has no plain form');
        expect(() => toPlain(new FormData())).toThrow('it has no plain form');
        expect(() => toPlain({ a: { get b(): never { throw new Error('x'); } } }, { root: 'answer' })).toThrow('"answer.a.b" cannot be sent: reading it failed');
        expect(() => toPlain({ a: () => 1 })).toThrow('"result.a" cannot be sent: it is a function');
    });

    it('gives a key of a Map no way to a prototype', () =>
    {
        const plain = toPlain(new Map([['__proto__', { polluted: 1 }]])) as object;

        expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });
});

it('what cannot even be looked at gives one clean error', () =>
{
    const { proxy, revoke } = Proxy.revocable({}, {});

    revoke();

    expect(() => toPlain(proxy)).toThrow('The value at "result" cannot be sent: reading it failed.');
});
