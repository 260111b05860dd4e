import fc from 'fast-check';
import { expect, it } from 'vitest';

import { copy, createCodec } from '../src/index.js';
import { same } from './same.js';
import { cloneable } from './values.js';

const codec = createCodec();
const runs = 30_000;

it('what structured clone carries comes back as structured clone gives it', { timeout: 120_000 }, () =>
{
    let linked = 0;

    fc.assert(fc.property(cloneable, value =>
    {
        const clone = structuredClone(value);
        const text = codec.encode(value);

        linked += /"\$\d+"/.test(text) ? 1 : 0;

        return same(value, clone) && same(clone, codec.decode(text)) && same(clone, copy(value, codec, codec));
    }), { numRuns: runs });

    expect(linked).toBeGreaterThan(runs / 4);
});
