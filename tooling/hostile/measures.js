import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// As the flag of the command line, in a process that somebody else started.
setFlagsFromString('--expose-gc');

const collect = runInNewContext('gc');

/** Bytes of what is still in use. */
export function usedHeap()
{
    collect();

    return process.memoryUsage().heapUsed;
}

/** Bytes that reading a text may leave in use. */
export const allowedGrowth = length => 10 * length + 4_000_000;

/** Milliseconds that a megabyte may keep the event loop from everything else. */
export const allowedBlock = 100;

/** What a machine of two cores reads in 10 ms when nobody else keeps it busy. */
const reference = `[${Array(333_000).fill('[]').join()}]`;
const referenceTime = 10;

/**
 * How long something keeps the event loop at least, in milliseconds of a machine that has nothing else to do.
 *
 * It is the best of several runs, for other processes, the compiler and the garbage collector add to one run or the
 * other, and never take anything away. Each is put in proportion to what plain JSON takes right before and after it,
 * for a machine that is shared may be slow for longer than all runs take; it never counts as faster than it is.
 */
export async function measureBlock(run, { runs = 15, enough = allowedBlock / 2 } = {})
{
    let best = Infinity;
    let speed = timeOf(() => JSON.parse(reference));

    for (let count = 0; count < runs && best > enough; count++)
    {
        const before = speed;
        const time = await run();

        collect();
        speed = timeOf(() => JSON.parse(reference));
        best = Math.min(best, time / Math.max(1, Math.min(before, speed) / referenceTime));
    }

    return best;
}

/** How long a synchronous call takes, in milliseconds, also if it throws: without what other processes took of it. */
export function timeOf(call)
{
    const start = performance.now();
    const used = process.cpuUsage();

    try
    {
        call();
    }
    catch
    {
        // Refusing takes time as well.
    }

    const { user, system } = process.cpuUsage(used);

    return Math.min(performance.now() - start, (user + system) / 1_000);
}
