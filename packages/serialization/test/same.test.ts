import { describe, expect, it } from 'vitest';

import { Box, Employee, Money, Person } from './classes.js';
import { readBlobs, same } from './same.js';

const sparse = (items: unknown[]): unknown[] => Object.assign([], { length: 2 }, items);

function pairOf<Value>(create: (value: Value) => unknown, left: Value, right: Value): readonly [unknown, unknown]
{
    return [create(left), create(right)];
}

describe('the comparison that the tests of the codec go by', () =>
{
    it.each<readonly [name: string, left: unknown, right: unknown]>([
        ['−0 and 0', -0, 0],
        ['−0 and 0 in an array', [-0], [0]],
        ['−0 and 0 in a typed array', Float64Array.of(-0), Float64Array.of(0)],
        ['an empty place and undefined', sparse([]), [undefined, undefined]],
        ['lengths', sparse([]), []],
        ['undefined and absent', { a: undefined }, {}],
        ['the order of properties', { a: 1, b: 2 }, { b: 2, a: 1 }],
        ['properties of an array', Object.assign([1], { a: 1 }), [1]],
        ['what is shared and what is equal', ...((a: object, b: object) => [[a, a], [a, b]] as const)({}, {})],
        ['what is equal and what is shared', ...((a: object) => [[{}, {}], [a, a]] as const)({})],
        ['a cycle and a longer one', ...((a: unknown[], b: unknown[]) => [a, b] as const)(cycle(1), cycle(2))],
        ['prototypes', {}, Object.create(null)],
        ['classes', new Person('a'), new Employee('a', 1)],
        ['a value and the same in an object', 1, Object(1)],
        ['values in objects', Object('a'), Object('b')],
        ['kinds of bytes', Uint8Array.of(1), Buffer.of(1)],
        ['bytes', Uint8Array.of(1).buffer, Uint8Array.of(2).buffer],
        ['dates', new Date(0), new Date(NaN)],
        ['patterns', /a/, /a/g],
        ['addresses', new URL('a:b'), new URL('a:c')],
        ['keys of a Map', new Map([[1, 1]]), new Map([[2, 1]])],
        ['values of a Map', new Map([[1, 0]]), new Map([[1, -0]]).set(2, 2)],
        ['the order of a Set', new Set([1, 2]), new Set([2, 1])],
        ['headers', new Headers({ a: '1' }), new Headers({ a: '2' })],
        ['messages', new Error('a'), new Error('b')],
        ['kinds of errors', new TypeError('a'), new RangeError('a')],
        ['a cause that is undefined and none', new Error('a', { cause: undefined }), new Error('a')],
        ['causes', ...pairOf(cause => new Error('a', { cause }), -0, 0)],
        ['the errors of several', new AggregateError([1]), new AggregateError([2])],
        ['fields of an error', Object.assign(new Error('a'), { code: 1 }), new Error('a')],
        ['what is behind a private field', new Money(1n), new Money(2n)],
        ['what is deep behind private fields', new Box([new Money(1n)]), new Box([new Money(2n)])],
        ['what is behind an accessor', new Employee('a', 1), Object.assign(new Employee('a', 1), { salary: new Money(1n) })],
        ['entries of a form', form('a'), form('b')]
    ])('tells %s apart', (_, left, right) =>
    {
        expect(same(left, right)).toBe(false);
        expect(same(right, left)).toBe(false);
        expect(same({ in: left }, { in: right })).toBe(false);
    });

    it.each<readonly [name: string, create: () => unknown]>([
        ['NaN', () => NaN],
        ['a cycle', () => cycle(3)],
        ['an instance', () => Object.assign(new Employee('a', 1), { salary: new Money(1n), friends: [new Person('b')] })],
        ['an error', () => new AggregateError([new Error('a', { cause: {} })], 'b')],
        ['bytes', () => [Buffer.of(1), new DataView(new ArrayBuffer(2)), BigInt64Array.of(-1n)]],
        ['a form', () => form('a')],
        ['an empty place', () => sparse([1])]
    ])('recognises %s', (_, create) =>
    {
        expect(same(create(), create())).toBe(true);
    });

    it('takes nothing for its own copy', () =>
    {
        const value = { a: {} };

        expect(same(value, value)).toBe(false);
        expect(same(value, { ...value })).toBe(false);
    });

    it('tells the contents of files apart', async () =>
    {
        const [one, other, again] = [new File(['a'], 'a', { lastModified: 1 }), new File(['b'], 'a', { lastModified: 1 }), new File(['a'], 'a', { lastModified: 1 })];

        await readBlobs([one], { other, again });

        expect([same(one, again), same(one, other), same(one, new File(['a'], 'b', { lastModified: 1 }))]).toEqual([true, false, false]);
    });
});

function cycle(length: number): unknown[]
{
    const first: unknown[] = [];
    let last = first;

    for (let count = 1; count < length; count++)
    {
        const next: unknown[] = [];

        last.push(next);
        last = next;
    }

    last.push(first);

    return first;
}

function form(name: string): FormData
{
    const data = new FormData();

    data.append(name, '1');

    return data;
}
