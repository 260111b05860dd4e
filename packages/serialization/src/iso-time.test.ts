import fc from 'fast-check';
import { expect, it } from 'vitest';

import { formatTime } from './iso-time.js';

it('agrees with toISOString over the whole range of Date', () =>
{
    fc.assert(fc.property(fc.date({ noInvalidDate: true }), date => formatTime(date.getTime()) === date.toISOString()), { numRuns: 5_000 });

    for (const time of [0, -1, 1, 8.64e15, -8.64e15, 951_782_400_000, -62_167_219_200_001])
    {
        expect(formatTime(time)).toBe(new Date(time).toISOString());
    }
});
