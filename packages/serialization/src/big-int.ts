import { invalid } from './refusal.js';
import type { Walk } from './walk.js';

/** Writes a BigInt in decimal digits; its length is looked at in hexadecimal ones first, which takes linear time only. */
export function writeBigInt(value: bigint, walk: Walk): string
{
    const { digits } = walk.limits;
    const text = value.toString(16).length > digits + 1 ? '' : String(value);

    return text === '' || text.length > digits + (value < 0n ? 1 : 0) ? walk.exceed('digits') : text;
}

/** Reads a BigInt in its one canonical spelling. */
export function readBigInt(text: string, walk: Walk): bigint
{
    if (text.length > walk.limits.digits + 1)
    {
        walk.exceed('digits');
    }

    return /^(?:0|-?[1-9]\d*)$/.test(text) ? BigInt(text) : invalid();
}
