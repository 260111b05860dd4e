import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { classes } from '../test/classes.js';
import { same } from '../test/same.js';
import { tagged } from '../test/tagged.js';
import { values } from '../test/values.js';
import { createCodec } from './index.js';

const codec = createCodec({ classes });
const large = Uint8Array.from({ length: 2_000 }, (_, index) => index);

describe('parts', () =>
{
    it('are the large bytes of a value, in the order of the text', () =>
    {
        const { text, parts } = codec.encodeParts({ a: large.subarray(0, 1_024), b: large.subarray(0, 2), c: [new DataView(large.buffer, 8, 1_600)] });

        expect(text).toBe(tagged('{"a":"$Uint8Array:#0","b":"$Uint8Array:AAE=","c":["$DataView:#1"]}'));
        expect(parts.map(part => part.length)).toEqual([1_024, 1_600]);
    });

    it.each([large, large.buffer, new Float64Array(large.buffer), new DataView(large.buffer, 3), Buffer.from(large), large.subarray(7)])('bring the bytes back', value =>
    {
        const shared = [value, { value }];

        expect(same(shared, codec.decodeParts(codec.encodeParts(shared)))).toBe(true);
    });

    it('are neither the memory of the value nor that of what is read', () =>
    {
        const value = Uint8Array.from(large);
        const encoded = codec.encodeParts(value);

        value[0] = 99;

        const received = codec.decodeParts(encoded) as Uint8Array;

        encoded.parts[0]![1] = 99;

        expect([received[0], received[1], received.buffer.byteLength]).toEqual([0, 1, 2_000]);
    });

    it('bring nothing of the memory around them along', () =>
    {
        const pool = Buffer.from('.'.repeat(2_000) + 'the secret of somebody else');
        const { parts } = codec.encodeParts(pool.subarray(0, 2_000));
        const received = codec.decodeParts({ text: tagged('"$Buffer:#0"'), parts: [pool.subarray(0, 3)] }) as Buffer;

        expect(parts[0]!.buffer.byteLength).toBe(2_000);
        expect(Buffer.from(received.buffer).toString()).toBe('...');
    });

    it('are not kept of a cause that cannot be sent', () =>
    {
        const { text, parts } = codec.encodeParts([new Error('a', { cause: [large, () => 1] }), large]);

        expect(parts).toHaveLength(1);
        expect(same([new Error('a'), large], codec.decodeParts({ text, parts }))).toBe(true);
    });

    it('change nothing for any other value', () =>
    {
        fc.assert(fc.property(values, value =>
        {
            const { text, parts } = codec.encodeParts(value);

            return parts.length === 0 && text === codec.encode(value);
        }), { numRuns: 500 });
    });

    it('are refused beside a plain text', () =>
    {
        expect(() => codec.decodeParts({ text: '[1]', parts: [large] })).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);
    });

    it.each<readonly [name: string, text: string, count: number]>([
        ['that nothing refers to', '"$Uint8Array:#0"', 2],
        ['beside a text with other tags', '"$Date:"', 1],
        ['that are not there', '"$Uint8Array:#0"', 0],
        ['twice', '["$Uint8Array:#0","$Uint8Array:#0"]', 1],
        ['20,000 times', `[${Array(20_000).fill('"$Uint8Array:#0"').join()}]`, 1],
        ['in another order', '["$Uint8Array:#1","$Uint8Array:#0"]', 2],
        ['by another spelling of the number', '"$Uint8Array:#00"', 1],
        ['by no number', '"$Uint8Array:#"', 1],
        ['by a number that is none', '"$Uint8Array:#-1"', 1],
        ['by a fraction', '"$Uint8Array:#0.5"', 1],
        ['by a name', '"$Uint8Array:#length"', 1],
        ['that do not fill the elements', '"$Uint32Array:#0"', 1]
    ])('are refused %s', (_, text, count) =>
    {
        const parts = Array.from({ length: count }, () => new Uint8Array(1_025));

        expect(() => codec.decodeParts({ text: tagged(text), parts })).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);
    });
});
