import fc from 'fast-check';
import { expect, it } from 'vitest';

import { createCodec } from '../src/index.js';
import { attempt } from './attempt.js';
import { classes } from './classes.js';
import { readBlobs, same } from './same.js';
import { withFiles, withLargeBytes } from './values.js';

const codec = createCodec({ classes });

it('values come back from a text with parts as from one without', { timeout: 120_000 }, () =>
{
    let most = 0;

    fc.assert(fc.property(withLargeBytes, value =>
    {
        const encoded = codec.encodeParts(value);
        const received = attempt(() => codec.decodeParts(encoded));

        most = Math.max(most, encoded.parts.length);

        return 'refused' in received ? received.refused.includes('no public field') : same(value, received.value) && codec.encode(received.value) === codec.encode(value);
    }), { numRuns: 4_000 });

    expect(most).toBeGreaterThan(2);
});

it('values with Blobs, Files and forms come back as they were', { timeout: 120_000 }, async () =>
{
    let asynchronous = 0;

    await fc.assert(fc.asyncProperty(withFiles, async value =>
    {
        const encoded = await codec.encodeAsync(value);
        const received = attempt(() => codec.decodeParts(encoded));

        asynchronous += 'refused' in attempt(() => codec.encode(value)) ? 1 : 0;

        if ('refused' in received)
        {
            return received.refused.includes('no public field');
        }

        await readBlobs(value, received.value);

        return same(value, received.value);
    }), { numRuns: 2_000 });

    expect(asynchronous).toBeGreaterThan(200);
});
