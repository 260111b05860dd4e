import { describe, expect, it } from 'vitest';

import { Box, Person, define } from '../test/classes.js';
import { same } from '../test/same.js';
import { copy, createCodec } from './index.js';

/** Gets its content through its constructor, and has it as a field. */
class Holder
{
    constructor(public content: unknown) { }
}

/** Has its content through an accessor only. */
class Shelf
{
    #content: unknown;

    constructor(content: unknown)
    {
        this.#content = content;
    }

    get content(): unknown
    {
        return this.#content;
    }

    set content(value: unknown)
    {
        this.#content = value;
    }
}

const codec = createCodec({
    classes: [
        define(Holder, { parameters: ['content'], fields: ['content'] }),
        define(Shelf, { parameters: ['content'], accessors: ['content'], getters: ['content'] }),
        define(Person, { parameters: ['name'], fields: ['name', 'friends', 'boss'] }),
        define(Box, { parameters: ['content'], getters: ['content'] })
    ]
});

const containers: readonly (readonly [name: string, around: (value: unknown) => unknown])[] = [
    ['the instance itself', value => value],
    ['an array', value => [1, value, 2]],
    ['an object', value => ({ a: 1, value, b: 2 })],
    ['an object without prototype', value => Object.assign(Object.create(null) as object, { value, b: 2 })],
    ['an array with empty places', value => Object.assign([], { length: 4, 2: value })],
    ['a key of a Map', value => new Map([[1, 2], [value, value], [3, 4]] as [unknown, unknown][])],
    ['a Set', value => new Set([1, value, 2])],
    ['a cause', value => new Error('a', { cause: value })],
    ['the errors of several', value => new AggregateError([1, value, 2], 'b')],
    ['a list of friends', value => Object.assign(new Person('a'), { friends: [value] })],
    ['a field of another instance', value => Object.assign(new Person('a'), { boss: value })],
    ['an argument of another instance', value => new Holder(value)]
];

const pairs = containers.flatMap(([outer, around]) => containers.map(([inner, within]) => [outer, inner, (value: unknown): unknown => around(within(value))] as const));

describe('an instance that is within its own argument', () =>
{
    it.each(pairs)('is made whole: %s, in it %s', (_outer, _inner, create) =>
    {
        for (const Type of [Holder, Shelf])
        {
            const value = new Type(undefined);

            value.content = create(value);

            const sent = { first: value, second: [value] };

            expect(same(sent, codec.decode(codec.encode(sent)))).toBe(true);
            expect(same(sent, copy(sent, codec, codec))).toBe(true);
        }
    });

    it.each(containers.filter(([name]) => !/friends|field|argument/.test(name)))('is refused where nobody can set it later: %s', (_, create) =>
    {
        const target: unknown[] = [];
        const box = new Box(target);

        target.push(create(box));

        const refused = expect.objectContaining({ code: 'VALUE_NOT_READABLE', message: 'The value at "value.a.content" cannot be read: a cycle runs through a constructor parameter that is no public field.' }) as Error;

        expect(() => codec.decode(codec.encode({ a: box }))).toThrow(refused);
        expect(() => copy({ a: box }, codec, codec)).toThrow(refused);
    });

    it('is not seen by its constructor before it exists', () =>
    {
        const seen: unknown[] = [];

        class Curious
        {
            constructor(public content: unknown)
            {
                seen.push(content);
            }
        }

        const curious = createCodec({ classes: [define(Curious, { parameters: ['content'], fields: ['content'] })] });
        const value = new Curious(undefined);

        value.content = value;

        const text = curious.encode(value);

        seen.length = 0;

        const received = curious.decode(text) as Curious;

        expect(seen).toEqual([undefined]);
        expect(received.content).toBe(received);
    });
});

describe('what waits for an instance', () =>
{
    it('comes in the order in which it was', () =>
    {
        const holder = new Holder(undefined);

        holder.content = [new Set(['a', holder, 'b']), new Map<unknown, unknown>([['a', 1], [holder, 2], ['b', holder]])];

        for (const received of [codec.decode(codec.encode(holder)), copy(holder, codec, codec)] as Holder[])
        {
            const [set, map] = received.content as [Set<unknown>, Map<unknown, unknown>];

            expect([...set]).toEqual(['a', received, 'b']);
            expect([...map.keys()]).toEqual(['a', received, 'b']);
        }
    });

    it('may be many, of many', () =>
    {
        const holders = Array.from({ length: 50 }, () => new Holder(undefined));

        for (const [index, holder] of holders.entries())
        {
            holder.content = [new Set(holders), holders[(index + 1) % holders.length], new Map(holders.map(other => [other, holder]))];
        }

        expect(same(holders, codec.decode(codec.encode(holders)))).toBe(true);
        expect(same(holders, copy(holders, codec, codec))).toBe(true);
    });
});
