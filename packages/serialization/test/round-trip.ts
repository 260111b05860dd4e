import fc from 'fast-check';

import { copy, createCodec } from '../src/index.js';
import { attempt } from './attempt.js';
import { classes } from './classes.js';
import { same } from './same.js';

/** How many values a run saw, and of what kinds. */
export interface Tally
{
    readonly seen: number;
    /** Those in which something is shared, or a cycle. */
    readonly linked: number;
    /** A cycle that only a private field closes cannot be rebuilt; it is refused, never got wrong. */
    readonly refused: number;
}

/**
 * Sends values through text and copies them, and fails for one that does not come back as it was, is copied otherwise
 * than text carries it, or is written in another way when it came back.
 */
export function roundTrip(values: fc.Arbitrary<unknown>, numRuns: number): Tally
{
    const codec = createCodec({ classes });
    const tally = { seen: 0, linked: 0, refused: 0 };

    fc.assert(fc.property(values, value =>
    {
        const text = codec.encode(value);
        const decoded = attempt(() => codec.decode(text));
        const copied = attempt(() => copy(value, codec, codec));

        tally.seen++;
        tally.linked += /"\$\d+"/.test(text) ? 1 : 0;

        if ('refused' in decoded)
        {
            tally.refused++;

            return decoded.refused.includes('no public field') && 'refused' in copied && copied.refused === decoded.refused;
        }

        return same(value, decoded.value) && codec.encode(decoded.value) === text && 'value' in copied && same(value, copied.value);
    }), { numRuns });

    return tally;
}
