import { describe, expect, it } from 'vitest';

import { tagged } from '../test/tagged.js';
import { copy, createCodec } from './index.js';

const codec = createCodec();
const hide = <Value extends object>(value: Value): Value => Object.defineProperty(value, 'toJSON', { value: () => 'something else', configurable: true });

describe('a method toJSON', () =>
{
    it.each<readonly [name: string, value: unknown, data: unknown]>([
        ['an object', hide({ a: 1 }), { a: 1 }],
        ['an array', hide([1, 2]), [1, 2]],
        ['what stands in another value', { list: [hide({ a: [hide([1])] })], date: new Date(0) }, { list: [{ a: [[1]] }], date: new Date(0) }],
        ['what is large', hide({ list: Array.from({ length: 100 }, () => 1) }), { list: Array.from({ length: 100 }, () => 1) }],
        ['an array with empty places', hide(Object.assign([], { length: 2, 1: 1 })), Object.assign([], { length: 2, 1: 1 })]
    ])('that is hidden does not take the place of the data: of %s', (_name, value, data) =>
    {
        expect(codec.decode(codec.encode(value))).toEqual(data);
        expect(copy(value, codec, codec)).toEqual(data);
    });

    it('that shows is refused as every function', () =>
    {
        expect(() => codec.encode({ a: { toJSON: () => 1 } })).toThrow('"value.a.toJSON" cannot be sent: it is a function');
    });

    it('that is no method is data', () =>
    {
        expect(codec.encode({ toJSON: { a: 1 } })).toBe('{"toJSON":{"a":1}}');
        expect(codec.encode({ toJSON: new Date(0) })).toBe(tagged('{"toJSON":"$Date:1970-01-01T00:00:00.000Z"}'));
    });

    it.each([Object.prototype, Array.prototype])('that all values inherit is told', prototype =>
    {
        hide(prototype);

        try
        {
            expect(() => codec.encode([{ a: 1 }])).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE', message: expect.stringContaining('toJSON') as string }) as Error);
        }
        finally
        {
            Reflect.deleteProperty(prototype, 'toJSON');
        }

        expect(codec.encode([{ a: 1 }])).toBe('[{"a":1}]');
    });

    it('of BigInt does not count, for their digits are written', () =>
    {
        hide(BigInt.prototype);

        try
        {
            expect(codec.encode([1n])).toBe(tagged('["$BigInt:1"]'));
        }
        finally
        {
            Reflect.deleteProperty(BigInt.prototype, 'toJSON');
        }
    });
});
