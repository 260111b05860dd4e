import { expect, it } from 'vitest';

import { createCodec } from '../src/index.js';

it('refuses a Blob that is too large before it reads its content', async () =>
{
    const codec = createCodec({ limits: { bytes: 1_000 } });
    const blob = new Blob([new Uint8Array(2_000)]);
    let reads = 0;

    Object.defineProperty(blob, 'arrayBuffer', { value: async () => { reads++; return new ArrayBuffer(2_000); } });

    await expect(codec.encodeAsync({ blob })).rejects.toMatchObject({ code: 'VALUE_NOT_SERIALIZABLE' });
    expect(reads).toBe(0);
});

it('leaves no Blob out of a cause where its content can be read later', async () =>
{
    const codec = createCodec();
    const value = [new Error('a', { cause: new Blob(['b']) })];

    expect(() => codec.encodeParts(value)).toThrow('can only be read asynchronously');
    expect((codec.decodeParts(await codec.encodeAsync(value)) as Error[])[0]?.cause).toBeInstanceOf(Blob);
});
