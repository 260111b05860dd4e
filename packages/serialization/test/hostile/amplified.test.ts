import { allowedBlock, amplify, classes, measureBlock, timeOf } from '@tooling/hostile';
import { guardTests } from '@tooling/hostile/guard';
import { describe, expect, it } from 'vitest';

import { createCodec } from '../../src/index.js';

const codec = createCodec({ classes });

const guard = guardTests();

describe('a megabyte keeps the event loop for less than 100 ms, and leaves nothing behind', () =>
{
    it.each(amplify())('$name', async ({ make }) =>
    {
        const { text } = make();

        await guard(text.length, async () =>
        {
            const block = await measureBlock(() => timeOf(() => codec.decode(text)));

            expect(block).toBeLessThan(allowedBlock);
        });
    });
});
