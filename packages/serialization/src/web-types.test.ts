import { describe, expect, it } from 'vitest';

import { readBlobs, same } from '../test/same.js';
import { tagged } from '../test/tagged.js';
import { copy, createCodec } from './index.js';

const codec = createCodec();
const large = Uint8Array.from({ length: 3_000 }, (_, index) => index % 251);

function formOf(...entries: readonly (readonly [name: string, value: string | File])[]): FormData
{
    const form = new FormData();

    for (const [name, value] of entries)
    {
        if (typeof value === 'string')
        {
            form.append(name, value);
        }
        else
        {
            form.append(name, value);
        }
    }

    return form;
}

async function send(value: unknown): Promise<unknown>
{
    return codec.decodeParts(await codec.encodeAsync(value));
}

describe('what pages and requests have', () =>
{
    it.each<readonly [name: string, create: () => unknown]>([
        ['a Blob', () => new Blob(['a', Uint8Array.of(0, 255)], { type: 'text/plain;charset=utf-8' })],
        ['an empty Blob', () => new Blob()],
        ['a File', () => new File(['a'], 'é $0.txt', { type: 'image/png', lastModified: -1 })],
        ['a large Blob in two places', () => (blob => [blob, { blob }])(new Blob([large, large]))],
        ['Blobs of all sizes', () => [0, 1_023, 1_024, 3_000].map(size => new Blob([large.subarray(0, size)]))],
        ['a form', () => formOf(['a', '1'], ['a', '2'], ['', ''], ['file', new File(['x'], 'x', { lastModified: 1 })], ['a', '$0'])],
        ['a File in a form and beside it', () => (file => [formOf(['a', 'b'], ['file', file]), file])(new File(['x'], 'x', { lastModified: 1 }))],
        ['Blobs within everything', () => ({ map: new Map([[new Blob(['k']), new Blob(['v'])]]), set: new Set([new Blob(['s'])]), error: new Error('e', { cause: new Blob(['c']) }) })],
        ['headers', () => new Headers([['b', '2'], ['a', '1'], ['set-cookie', 'x'], ['set-cookie', 'y'], ['c', '']])],
        ['no headers', () => new Headers()]
    ])('comes back as it was: %s', async (_, create) =>
    {
        const value = create();
        const sent = await send(value);

        await readBlobs(value, sent);

        expect(same(value, sent)).toBe(true);
    });

    it('is copied without being read', async () =>
    {
        const value = { blob: new Blob([large], { type: 'a/b' }), file: new File(['x'], 'x', { type: 'c/d', lastModified: 5 }), form: formOf(['file', new File(['y'], 'y', { lastModified: 6 })]), headers: new Headers({ a: 'b' }) };
        const copied = copy(value, codec, codec);

        await readBlobs(value, copied);

        expect(same(value, copied)).toBe(true);
    });

    it('is refused where its content would have to be waited for', () =>
    {
        for (const [value, path] of [[[new Blob()], 'value[0]'], [{ a: new File([], 'a') }, 'value.a'], [{ a: formOf(['b', new File([], 'a')]) }, 'value.a']] as const)
        {
            expect(() => codec.encode(value)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE', message: expect.stringContaining(`"${path}`) as string }) as Error);
            expect(() => codec.encodeParts(value)).toThrow('can only be read asynchronously');
        }

        expect(codec.encode(formOf(['a', 'b']))).toBe(tagged('["$FormData","a","b"]'));
    });

    it('reads the content of a Blob once, however often it is referred to', async () =>
    {
        let times = 0;
        const blob = Object.assign(new Blob(), { arrayBuffer: () => { times++; return Promise.resolve(large.buffer); } });
        const { parts } = await codec.encodeAsync([blob, blob, { blob }]);

        expect([times, parts.length]).toEqual([1, 1]);
    });

    it('is written at once where there is nothing to wait for', async () =>
    {
        expect(await codec.encodeAsync({ a: [1, large.subarray(0, 2)] })).toEqual({ text: tagged('{"a":[1,"$Uint8Array:AAE="]}'), parts: [] });
    });

    it('is refused with its path when something else cannot be sent', async () =>
    {
        await expect(codec.encodeAsync({ a: [new Blob(), () => 1] })).rejects.toThrow('"value.a[1]" cannot be sent: it is a function');
    });

    it('is refused when its content cannot be read', async () =>
    {
        const cause = new Error('the file is gone');
        const blob = Object.assign(new Blob(['a']), { arrayBuffer: () => Promise.reject(cause) });

        await expect(codec.encodeAsync({ scan: [blob] })).rejects.toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE', cause }) as Error);
    });

    it('counts as bytes', async () =>
    {
        const small = createCodec({ limits: { bytes: 4 } });
        const encoded = await codec.encodeAsync([new Blob(['abc']), new Blob(['de'])]);

        await expect(small.encodeAsync([new Blob(['abc']), new Blob(['de'])])).rejects.toThrow('the limit of 4 for bytes');
        expect(() => small.decodeParts(encoded)).toThrow('the limit of 4 for bytes');
        await expect(small.encodeAsync([new Blob(['abc']), new Blob(['d'])])).resolves.toBeDefined();
    });

    it('keeps parts in the order of the text, also when Blobs are read in another', async () =>
    {
        const slow = Object.assign(new Blob(), { arrayBuffer: () => new Promise(resolve => setImmediate(() => resolve(new Uint8Array(1_500).fill(1).buffer))) });
        const received = await send([slow, new Blob([new Uint8Array(1_600)]), new Uint8Array(1_700)]) as [Blob, Blob, Uint8Array];

        expect([received[0].size, received[1].size, received[2].length]).toEqual([1_500, 1_600, 1_700]);
    });
});
