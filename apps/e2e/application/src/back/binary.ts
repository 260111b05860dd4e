import { Damaged } from '../shared/Damaged.js';
import type { Scan } from '../shared/Scan.js';
import { weightOf } from '../shared/weight.js';

/** Looks at bytes as this side sees them. */
export async function measure(value: unknown): Promise<string>
{
    return weightOf(value);
}

/** Gives back what it got. */
export async function repeat(value: Scan | Blob | FormData | Uint8Array): Promise<unknown>
{
    return value;
}

/** Fails with bytes. */
export async function damage(): Promise<never>
{
    throw new Damaged(new Uint8Array(5_000).fill(3));
}
