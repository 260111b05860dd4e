import type { LatencyFigures } from '@jitar/protocol';

/** Counts how long calls took: in fixed memory, within 5 per cent, of the last half minute to minute. */
export interface LatencyHistogram
{
    /** @param duration - Milliseconds. @param at - Milliseconds on some clock, which only goes forward. */
    record(duration: number, at: number): void;
    /** `undefined`: there was nothing lately. */
    figures(at: number): LatencyFigures | undefined;
}

/** Milliseconds of one generation; the current one and the one before it count. */
const generationTime = 30_000;

// Buckets grow by the eighth root of two, so that the middle of one is within 4.5 per cent of all that is in it.
const perOctave = 8;
const shortest = 0.01;
const bucketCount = 24 * perOctave;

interface Generation
{
    number: number;
    total: number;
    max: number;
    readonly buckets: Uint32Array;
}

export function createLatencyHistogram(): LatencyHistogram
{
    let current = createGeneration();
    let previous = createGeneration();

    return {
        record(duration, at)
        {
            advance(at);

            const bucket = bucketOf(duration);

            // The bucket is one of those that there are.
            current.buckets[bucket] = (current.buckets[bucket] as number) + 1;
            current.total++;
            current.max = Math.max(current.max, duration);
        },

        figures(at)
        {
            advance(at);

            const total = current.total + previous.total;

            if (total === 0)
            {
                return undefined;
            }

            const max = Math.max(current.max, previous.max);
            const percentile = (share: number): number => Math.min(max, durationAt(Math.ceil(share * total), max));

            return { p50: percentile(0.5), p90: percentile(0.9), p99: percentile(0.99), max };
        }
    };

    function advance(at: number): void
    {
        const number = Math.floor(at / generationTime);

        if (current.number === number)
        {
            return;
        }

        const recycled = previous;

        previous = current;
        current = recycled;
        clear(current, number);

        if (previous.number !== number - 1)
        {
            clear(previous, number - 1);
        }
    }

    /** The duration of the call of this rank, counted from the shortest. */
    function durationAt(rank: number, max: number): number
    {
        let seen = 0;

        for (let bucket = 0; bucket < bucketCount - 1; bucket++)
        {
            seen += (current.buckets[bucket] ?? 0) + (previous.buckets[bucket] ?? 0);

            if (seen >= rank)
            {
                return round(bucket === 0 ? shortest : shortest * 2 ** ((bucket - 0.5) / perOctave));
            }
        }

        return max;
    }
}

function createGeneration(): Generation
{
    return { number: -1, total: 0, max: 0, buckets: new Uint32Array(bucketCount) };
}

function clear(generation: Generation, number: number): void
{
    generation.number = number;
    generation.total = 0;
    generation.max = 0;
    generation.buckets.fill(0);
}

/** The first bucket has what is no longer than the shortest duration, the last one what is longer than all others have. */
function bucketOf(duration: number): number
{
    return duration <= shortest ? 0 : Math.min(bucketCount - 1, Math.ceil(Math.log2(duration / shortest) * perOctave));
}

/** Three digits say all that a bucket knows. */
function round(duration: number): number
{
    return Number(duration.toPrecision(3));
}
