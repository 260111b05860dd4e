/** How long one sample of one contestant takes, in milliseconds: long beside the clock, short beside whatever disturbs. */
const sampleTime = 4;

/**
 * Measures contestants side by side: round after round each of them runs once, in an order that changes with the
 * round, so that whatever disturbs the machine disturbs all of them. What counts is the median of the rounds.
 *
 * @param contestants - Functions by name; one that returns a promise is awaited.
 * @param rounds - How many samples of each are taken after the warm-up.
 * @returns Milliseconds for one run of each, by name.
 */
export async function interleave(contestants, rounds)
{
    const names = [...contestants.keys()];
    const runs = new Map();
    const samples = new Map(names.map(name => [name, []]));

    for (const name of names)
    {
        runs.set(name, await findRuns(contestants.get(name)));
    }

    for (let round = 0; round < rounds; round++)
    {
        for (let turn = 0; turn < names.length; turn++)
        {
            const name = names[(turn + round) % names.length];

            samples.get(name).push(await sample(contestants.get(name), runs.get(name)));
        }
    }

    return new Map(names.map(name => [name, median(samples.get(name))]));
}

/** The middle one of some numbers. */
export function median(numbers)
{
    const sorted = [...numbers].sort((left, right) => left - right);
    const middle = sorted.length >> 1;

    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Warms up until the compilers have had their time, and finds how many runs fill a sample. */
async function findRuns(run)
{
    const end = performance.now() + 150;
    let runs = 1;

    for (;;)
    {
        const time = await sample(run, runs);

        if (performance.now() >= end)
        {
            return Math.max(1, Math.round(sampleTime / Math.max(time, 1e-6)));
        }

        runs = Math.max(1, Math.min(runs * 2, Math.round(sampleTime / Math.max(time, 1e-6))));
    }
}

async function sample(run, runs)
{
    const start = performance.now();

    for (let count = 0; count < runs; count++)
    {
        const result = run();

        if (result instanceof Promise)
        {
            await result;
        }
    }

    return (performance.now() - start) / runs;
}
