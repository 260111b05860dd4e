import { percentile } from '../test/process-measures.js';

/** A measure of a process over the whole run. */
export interface Growth
{
    readonly first: number;
    readonly last: number;
    /** What was added in the first half, and in the last, by the slope of each. */
    readonly firstHalf: number;
    readonly lastHalf: number;
    /** Whether it still grows: in the last half by more than it may vary. */
    readonly growing: boolean;
}

/**
 * Tells growth from variation: what fills caches and pools grows at first, and then no more; what leaks goes on.
 *
 * @param values - At equal distances in time.
 * @param tolerance - What a measure may vary by.
 */
export function measureGrowth(values: readonly number[], tolerance: number): Growth
{
    const half = Math.ceil(values.length / 2);
    const firstHalf = gain(values.slice(0, half));
    const lastHalf = gain(values.slice(-half));

    return { first: values[0] ?? 0, last: values.at(-1) ?? 0, firstHalf, lastHalf, growing: lastHalf > tolerance };
}

/** The median of the slopes between any two values (P. K. Sen, 1968), which single outliers do not move; times the length. */
function gain(values: readonly number[]): number
{
    const slopes = values.flatMap((value, index) => values.slice(index + 1).map((later, distance) => (later - value) / (distance + 1)));

    return median(slopes) * (values.length - 1);
}

export function median(values: readonly number[]): number
{
    return percentile(values, 0.5);
}
