import { describe, expect, it } from 'vitest';

import { same } from '../test/same.js';
import { tagged } from '../test/tagged.js';
import { copy, createCodec } from './index.js';

const codec = createCodec();

/** Objects that are built by hand, so that nothing is taken for granted. */
function filled<Value extends object>(value: Value, properties: Readonly<Record<string, unknown>>): Value
{
    return Object.assign(value, properties);
}

describe('what consists of other values', () =>
{
    it.each<readonly [name: string, value: unknown]>([
        ['a Map with every kind of key', new Map<unknown, unknown>([[NaN, 1], [0, 2], [undefined, 3], [null, 4], ['', 5], [1n, 6], [false, 7], [{}, 8], ['0', 9]])],
        ['a Set of equal objects', new Set([{}, {}, []])],
        ['an array with nothing but places', filled([], { length: 7 })],
        ['an empty place at either end', filled([], { length: 3, 1: 'a' })],
        ['as many properties as empty places', filled([], { length: 2, 0: 1, a: 2 })],
        ['a last item after a property', filled(filled([], { a: 1 }), { 0: 1, 1: 2 })],
        ['names that are nearly indexes', filled(['a'], { '01': 1, '-1': 2, '1.5': 3, '4294967295': 4 })],
        ['a long array with two items', filled([], { length: 1_000_000, 0: 1, 999_999: 2 })],
        ['an object without prototype that holds itself', (value => filled(value, { self: value }))(Object.create(null) as object)],
        ['names that look like tags, without prototype', filled(Object.create(null) as object, { $Date: 1, $0: 2, $$: 3, '': 4 })],
        ['every primitive value in an object', [true, false, 0, -0, NaN, '', '$', 'a', 0n].map(value => Object(value) as unknown)],
        ['one such object in two places', (value => [value, value])(Object('a') as unknown)]
    ])('comes back as it was: %s', (_, value) =>
    {
        expect(same(value, codec.decode(codec.encode(value)))).toBe(true);
        expect(same(value, copy(value, codec, codec))).toBe(true);
    });

    it('is taken from the value itself, whatever it was made to say', () =>
    {
        const never = (): never => { throw new Error('asked'); };
        const map = filled(new Map([['a', 1]]), { forEach: never, entries: never, [Symbol.iterator as never]: never });
        const set = filled(new Set([1]), { values: never, forEach: never, [Symbol.iterator as never]: never });
        const number = filled(Object(1) as object, { valueOf: never, toString: never, [Symbol.toPrimitive as never]: never });

        expect(codec.encode([map, set, number])).toBe(tagged('[["$Map","a",1],["$Set",1],["$Number",1]]'));
    });

    it('is refused of who only has the prototype', () =>
    {
        for (const { prototype } of [Map, Set, Boolean, Number, String])
        {
            expect(() => codec.encode([Object.create(prototype as object)])).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error);
            expect(() => copy([Object.create(prototype as object)], codec, codec)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error);
        }
    });

    it.each([Map, Set, Array, Boolean, Number, String])('is refused of a subclass that is not listed: %o', Base =>
    {
        const Sub = class extends (Base as unknown as new () => object) { };

        expect(() => codec.encode([new Sub()])).toThrow('"value[0]" cannot be sent');
        expect(() => copy([new Sub()], codec, codec)).toThrow('"value[0]" cannot be sent');
    });

    it('takes no memory for empty places', () =>
    {
        const before = process.memoryUsage().heapUsed;
        const received = codec.decode(tagged('["$Array",5000000,"4999999",1]')) as unknown[];
        const copied = copy(received, codec, codec) as unknown[];

        expect([received.length, copied.length, copied[4_999_999]]).toEqual([5_000_000, 5_000_000, 1]);
        expect(process.memoryUsage().heapUsed - before).toBeLessThan(4_000_000);
    });
});
