import fc from 'fast-check';
import { expect, it } from 'vitest';

import { fromBase64, toBase64 } from './base64.js';

it('agrees with Node in both directions', () =>
{
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), bytes =>
    {
        const text = Buffer.from(bytes).toString('base64');

        return toBase64(bytes) === text && Buffer.compare(fromBase64(text), bytes) === 0;
    }));
});

it('writes more bytes than one call can take', () =>
{
    const bytes = Uint8Array.from({ length: 300_001 }, (_, index) => index * 7);

    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(Buffer.compare(fromBase64(toBase64(bytes)), bytes)).toBe(0);
});
