import fc from 'fast-check';
import { expect, it } from 'vitest';

import { formatTime, parseTime } from './iso-time.js';

it('agrees with toISOString over the whole range of Date', () =>
{
    fc.assert(fc.property(fc.date({ noInvalidDate: true }), date => formatTime(date.getTime()) === date.toISOString() && parseTime(date.toISOString()) === date.getTime()), { numRuns: 5_000 });

    for (const time of [0, -1, 1, 8.64e15, -8.64e15, 951_782_400_000, -62_167_219_200_001])
    {
        expect(formatTime(time)).toBe(new Date(time).toISOString());
        expect(parseTime(formatTime(time))).toBe(time);
    }
});

it.each(['2020-02-30T00:00:00.000Z', '2020-01-01T24:00:00.000Z', '2020-13-01T00:00:00.000Z', '2020-01-01T00:00:00.000z', '2020-01-01 00:00:00.000Z', '202x-01-01T00:00:00.000Z', '9999-99-99T99:99:99.999Z', '+002020-01-01T00:00:00.000Z', '2020-01-01', ''])('refuses %j', text =>
{
    expect(parseTime(text)).toBeNaN();
});
