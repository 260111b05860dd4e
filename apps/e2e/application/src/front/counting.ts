import { countBack } from '../back/counting.js';
import { next } from '../shared/counter.js';

/** The state of a shared module belongs to the segment, wherever it runs. */
export async function counts(): Promise<number[]>
{
    const here = next();
    const there = [await countBack(), await countBack()];

    return [here, next(), ...there].map((value, index, all) => value - (all[index < 2 ? 0 : 2] ?? 0));
}
