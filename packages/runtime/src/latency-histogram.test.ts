import { describe, expect, it } from 'vitest';

import { createLatencyHistogram } from './latency-histogram.js';

describe('a latency histogram', () =>
{
    it('has no figures of nothing', () =>
    {
        expect(createLatencyHistogram().figures(0)).toBeUndefined();
    });

    it.each([0.02, 0.5, 3, 47, 990, 14_000, 60_000])('tells percentiles around %d ms within 5 per cent', middle =>
    {
        const histogram = createLatencyHistogram();

        for (let rank = 1; rank <= 1_000; rank++)
        {
            histogram.record(middle * rank / 500, 0);
        }

        const { p50, p90, p99, max } = histogram.figures(0) ?? { p50: 0, p90: 0, p99: 0, max: 0 };

        expect(Math.abs(p50 / middle - 1)).toBeLessThan(0.05);
        expect(Math.abs(p90 / (middle * 1.8) - 1)).toBeLessThan(0.05);
        expect(Math.abs(p99 / (middle * 1.98) - 1)).toBeLessThan(0.05);
        expect(max).toBe(middle * 2);
    });

    it('takes what is shorter or longer than anything it was made for', () =>
    {
        const histogram = createLatencyHistogram();

        histogram.record(0, 0);
        histogram.record(-1, 0);
        histogram.record(1e12, 0);

        expect(histogram.figures(0)).toEqual({ p50: 0.01, p90: 1e12, p99: 1e12, max: 1e12 });
    });

    it('forgets what is older than a minute, and nothing that is younger than half of one', () =>
    {
        const histogram = createLatencyHistogram();

        histogram.record(100, 0);
        histogram.record(1, 29_000);
        histogram.record(1, 31_000);

        expect(histogram.figures(58_999)?.max).toBe(100);
        expect(histogram.figures(60_000)?.max).toBe(1);
        expect(histogram.figures(89_999)?.max).toBe(1);
        expect(histogram.figures(90_000)).toBeUndefined();
        expect(histogram.figures(500_000)).toBeUndefined();
    });
});
