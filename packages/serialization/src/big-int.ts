import { invalid } from './refusal.js';
import type { Walk } from './walk.js';

/** Writes a BigInt in decimal digits; its length is looked at in hexadecimal ones first, which takes linear time only. */
export function writeBigInt(value: bigint, walk: Walk): string
{
    bounded(value.toString(16), walk);

    return bounded(String(value), walk);
}

/** Reads a BigInt in its one canonical spelling. */
export function readBigInt(text: string, walk: Walk): bigint
{
    return /^(?:0|-?[1-9]\d*)$/.test(bounded(text, walk)) ? BigInt(text) : invalid();
}

function bounded(text: string, walk: Walk): string
{
    return text.length - (text.startsWith('-') ? 1 : 0) > walk.limits.digits ? walk.exceed('digits') : text;
}
