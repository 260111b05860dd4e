import type { Limits } from './limits.js';
import { forbiddenKey } from './properties.js';

/** What a key must start with for an object of one key to be a tag. */
export const tagStart = '$';

/** How far a scan has come. */
interface Scan
{
    readonly seen: Set<object>;
    /** How many more values there may be. */
    items: number;
}

/**
 * Tells whether JSON writes a value as the codec does, so that the native `JSON.stringify` can do it: plain objects
 * and arrays, each of them once, of text, booleans, null and the numbers of JSON; all within the limits.
 */
export function isPlain(value: unknown, limits: Limits): boolean
{
    return isPlainPart(value, limits.depth, { seen: new Set(), items: limits.items + 1 });
}

function isPlainPart(value: unknown, depth: number, scan: Scan): boolean
{
    if (depth < 0 || --scan.items < 0)
    {
        return false;
    }

    switch (typeof value)
    {
        case 'string':
        case 'boolean':
            return true;
        case 'number':
            return Number.isFinite(value) && !Object.is(value, -0);
        case 'object':
            return value === null || !scan.seen.has(value) && isPlainObject(value, depth, scan);
        default:
            return false;
    }
}

function isPlainObject(value: object, depth: number, scan: Scan): boolean
{
    const prototype: unknown = Object.getPrototypeOf(value);
    const keys = Object.keys(value);

    scan.seen.add(value);

    if (prototype === Array.prototype && Array.isArray(value))
    {
        return keys.length === value.length && isPlainArray(value, depth, scan);
    }

    if (prototype !== Object.prototype || keys.length === 1 && keys[0]?.startsWith(tagStart) === true)
    {
        return false;
    }

    for (const key of keys)
    {
        if (key === forbiddenKey || !isPlainPart((value as Record<string, unknown>)[key], depth - 1, scan))
        {
            return false;
        }
    }

    return true;
}

function isPlainArray(value: readonly unknown[], depth: number, scan: Scan): boolean
{
    // An empty place reads as undefined, which is not plain.
    for (let index = 0; index < value.length; index++)
    {
        if (!isPlainPart(value[index], depth - 1, scan))
        {
            return false;
        }
    }

    return true;
}

/** Tells whether a text may hold a tag. JSON has two spellings of the sign that a tag starts with. */
export function mayHoldTags(text: string): boolean
{
    return text.includes('"$') || text.includes('\\u0024');
}

/** Tells whether a text may hold the key that is refused; each of its characters can be spelled as an escape. */
export function mayHoldForbiddenKey(text: string): boolean
{
    return text.includes(forbiddenKey) || /\\u00[567]/.test(text);
}
