import { next } from '../shared/counter.js';

/** Counts in the segment `back`. */
export async function countBack(): Promise<number>
{
    return next();
}
