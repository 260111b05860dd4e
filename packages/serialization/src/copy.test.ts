import { expect, it } from 'vitest';

import { UnknownInstance, copy, createCodec, createStreamList } from './index.js';

const codec = createCodec({ unknownClasses: 'keep' });
const copyOf = <Value>(value: Value): Value => copy(value, codec, codec) as Value;

it.each<readonly [name: string, make: (held: object) => object]>([
    ['an object', held => ({ [Symbol('held')]: held, a: 1 })],
    ['an object within another', held => ({ a: { [Symbol('held')]: held, b: { c: 1 } } })],
    ['an object with numbers as names', held => ({ [Symbol('held')]: held, 7: 1 })],
    ['an iterable that nobody streams', () => ({ a: 1, async *[Symbol.asyncIterator]() { yield await Promise.resolve(1); } })]
])('what %s has under a symbol is not in a copy, as it is not in the text', (_name, make) =>
{
    const held = { run: () => 1 };
    const value = make(held);
    const copied = copyOf(value);

    expect(copied).toStrictEqual(codec.decode(codec.encode(value)));
    expect(JSON.stringify(copied)).toBe(JSON.stringify(value));
    expect([copied, ...Object.values(copied) as unknown[]].flatMap(part => Object.getOwnPropertySymbols(Object(part)))).toEqual([]);
});

it('an iterable is streamed, whatever else it has under symbols', () =>
{
    const { take } = createStreamList();
    const other = {};

    expect(copy({ [Symbol('held')]: 1, async *[Symbol.asyncIterator]() { yield await Promise.resolve(1); } }, codec, codec, 'value', { take, give: () => other })).toBe(other);
});

it('what all objects inherit in loops is not in a copy, and keeps none from being made', () =>
{
    const prototype = Object.prototype as { surplus?: unknown };

    try
    {
        prototype.surplus = () => 1;
        expect(Object.keys(copyOf({ a: { b: 1 } }).a)).toEqual(['b']);

        prototype.surplus = { c: 1 };
        expect(Object.keys(copyOf({ a: { b: 1 } }).a)).toEqual(['b']);
    }
    finally
    {
        delete prototype.surplus;
    }
});

it('an instance that is kept as data has no field of the one name that is refused', () =>
{
    const instance = new UnknownInstance('test/Gone', JSON.parse('{"a":1,"__proto__":{"isAdmin":true}}') as Record<string, unknown>);

    expect(() => codec.encode({ instance })).toThrow('The value at "value.instance.__proto__" cannot be sent: this name is refused.');
    expect(() => copy({ instance }, codec, codec)).toThrow('The value at "value.instance.__proto__" cannot be sent: this name is refused.');
});

it('keeps what numbers name in their order, and each under its own', () =>
{
    const value = { first: 1, 1_000: 'a', 2: { 900: [1] }, [String(2 ** 32)]: 2 };

    expect(copyOf(value)).toStrictEqual(value);
    expect(JSON.stringify(copyOf(value))).toBe(JSON.stringify(value));
});

it('a cause with a getter that throws is left out, also after what was copied already', () =>
{
    const error = new Error('outer', { cause: { a: { b: 1 }, get c() { throw new Error('inner'); } } });

    expect(copyOf(error)).toStrictEqual(codec.decode(codec.encode(error)));
    expect(copyOf(error)).not.toHaveProperty('cause');
});
