import { describe, expect, it } from 'vitest';

import { same } from '../test/same.js';
import { tagged } from '../test/tagged.js';
import { copy, createCodec } from './index.js';

const codec = createCodec();

const views: readonly (readonly [name: string, view: ArrayBufferView, base64: string])[] = [
    ['Int8Array', Int8Array.of(-128, 127), 'gH8='],
    ['Uint8Array', Uint8Array.of(0, 255), 'AP8='],
    ['Uint8ClampedArray', Uint8ClampedArray.of(300, -1), '/wA='],
    ['Int16Array', Int16Array.of(-2, 258), '/v8CAQ=='],
    ['Uint16Array', Uint16Array.of(65_535, 1), '//8BAA=='],
    ['Int32Array', Int32Array.of(-1), '/////w=='],
    ['Uint32Array', Uint32Array.of(16_909_060), 'BAMCAQ=='],
    ['Float32Array', Float32Array.of(-0), 'AAAAgA=='],
    ['Float64Array', Float64Array.of(NaN), 'AAAAAAAA+H8='],
    ['BigInt64Array', BigInt64Array.of(-(2n ** 63n)), 'AAAAAAAAAIA='],
    ['BigUint64Array', BigUint64Array.of(2n ** 64n - 1n), '//////////8='],
    ['DataView', new DataView(Uint8Array.of(1).buffer), 'AQ=='],
    ['Buffer', Buffer.from('é'), 'w6k=']
];

describe('bytes', () =>
{
    it.each(views)('of a %s cross in little-endian order, and cross again empty', (name, view, base64) =>
    {
        const text = tagged(`"$${name}:${base64}"`);
        const empty = codec.decode(tagged(`"$${name}:"`)) as ArrayBufferView;

        expect(codec.encode(view)).toBe(text);
        expect(same(view, codec.decode(text))).toBe(true);
        expect(same(view, copy(view, codec, codec))).toBe(true);
        expect([empty.constructor.name, empty.byteLength]).toEqual([name, 0]);
        expect(codec.encode(empty)).toBe(tagged(`"$${name}:"`));
    });

    it.each(views)('around a %s stay where they are', (name, view) =>
    {
        const pool = new Uint8Array(64).fill(7);
        const part = name === 'Buffer' ? Buffer.from(pool.buffer, 8, 16) : new (view.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView)(pool.buffer, 8, 2);

        for (const received of [codec.decode(codec.encode(part)), copy(part, codec, codec), codec.decodeParts(codec.encodeParts(part))] as ArrayBufferView[])
        {
            expect(received.buffer.byteLength).toBe(part.byteLength);
            expect(received.buffer).not.toBe(pool.buffer);
        }
    });

    it('of memory that may grow are those that it has now', () =>
    {
        const Growing = ArrayBuffer as unknown as new (length: number, options: { maxByteLength: number }) => ArrayBuffer;
        const buffer = new Growing(2, { maxByteLength: 8 });
        const received = codec.decode(codec.encode([buffer, new Uint8Array(buffer)])) as [ArrayBuffer, Uint8Array];

        expect(received.map(({ byteLength }) => byteLength)).toEqual([2, 2]);
    });

    it('of shared memory are copied, where a view shows them', () =>
    {
        const shared = new Uint8Array(new SharedArrayBuffer(2)).fill(3);

        for (const received of [codec.decode(codec.encode(shared)), copy(shared, codec, codec)] as Uint8Array[])
        {
            expect([received.buffer instanceof ArrayBuffer, ...received]).toEqual([true, 3, 3]);
        }
    });

    it('of memory that was given away are refused', () =>
    {
        const buffer = new ArrayBuffer(2);

        structuredClone(buffer, { transfer: [buffer] });

        expect(() => codec.encode({ a: [buffer] })).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE', message: expect.stringContaining('"value.a[0]"') as string }) as Error);
    });

    it('of a subclass are refused, for a class of the application is not among the kinds', () =>
    {
        class Pixels extends Uint8Array { }

        expect(() => codec.encode([new Pixels(1)])).toThrow('"value[0]" cannot be sent');
    });
});
