import { describe, expect, it } from 'vitest';

import { copy, createCodec } from '../src/index.js';
import { define } from './classes.js';
import { tagged } from './tagged.js';

const codec = createCodec();

describe('limits are the same figures for who writes, reads and copies', () =>
{
    it.each([new Set([1, 2, 3, 4]), new Map([[1, 2], [3, 4]])])('items of %o', value =>
    {
        const small = createCodec({ limits: { items: 4 } });

        expect(small.decode(small.encode(value))).toEqual(value);
        expect(copy(value, small, small)).toEqual(value);
    });

    it('digits of a positive BigInt', () =>
    {
        const small = createCodec({ limits: { digits: 3 } });

        expect(() => small.encode(1_000n)).toThrow('the limit of 3 for digits');
        expect(() => small.decode(codec.encode(1_000n))).toThrow('the limit of 3 for digits');
    });

    it('references', () =>
    {
        const small = createCodec({ limits: { references: 2 } });
        const value = Array.from({ length: 4 }, (shared => () => shared)({}));

        expect(() => small.encode(value)).toThrow('the limit of 2 for references');
        expect(() => copy(value, small, small)).toThrow('the limit of 2 for references');
    });
});

describe('an error of the codec', () =>
{
    it.each(['["$nullPrototype",["$0"],["$BigInt"]]', '["$nullPrototype",["$0"],"$x"]', '["$Array",1,["$0"],"$x"]'])('is one whatever stands where a name should: %s', value =>
    {
        expect(() => codec.decode(tagged(value))).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);
    });

    it('names a property without prototype as it is', () =>
    {
        expect(() => codec.decode(tagged('["$nullPrototype","$$a","$x"]'))).toThrow('"value.$a" cannot be read');
    });

    it('names the instance whose constructor throws, not a property of it', () =>
    {
        class Age
        {
            constructor(readonly years: number)
            {
                throw new RangeError('negative');
            }
        }

        const ages = createCodec({ classes: [define(Age, { parameters: ['years'], fields: ['years'] })] });

        expect(() => ages.decode(tagged('{"age":["$class",0,-1]}', '[["test/Age","years"]]'))).toThrow('"value.age" cannot be read');
    });

    it.each(['"length"', '"push"', '"__proto__"', '"constructor"'])('tells that there is no layout %s, without looking it up', name =>
    {
        expect(() => codec.decode(tagged(`["$class",${name}]`, '[["test/Age"]]'))).toThrow('its class and fields are not told');
    });
});

describe('time grows with the value only', () =>
{
    it('for an array with many empty places', () =>
    {
        const time = (count: number): number =>
        {
            const text = tagged(`["$Array",${String(count * 2)}${Array.from({ length: count }, (_, index) => `,"${String(index * 2)}",1`).join('')}]`);
            const start = performance.now();

            codec.encode(codec.decode(text));

            return performance.now() - start;
        };

        time(1_000);

        // It took 2.4 s where each part copied the list of all parts.
        expect(time(5_000)).toBeLessThan(250);
    });
});
