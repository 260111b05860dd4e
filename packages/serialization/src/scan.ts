import type { Limits } from './limits.js';
import { forbiddenKey } from './properties.js';
import { tagStart } from './type-table.js';

const sign = tagStart.charCodeAt(0);

/** Up to this many objects are looked for one by one, which takes less time than a set. */
const few = 12;

/** How far a scan has come. */
interface Scan
{
    readonly first: object[];
    all: Set<object> | undefined;
    /** How many more values there may be. */
    items: number;
}

/** Tells whether a name has the sign of a tag at a place; default at its start. */
export function startsTag(name: string, place = 0): boolean
{
    return name.charCodeAt(place) === sign;
}

/**
 * Tells whether JSON writes a value as the codec does, so that the native `JSON.stringify` can do it: plain objects
 * and arrays, each of them once, of text, booleans, null and the numbers of JSON; all within the limits.
 */
export function isPlain(value: unknown, limits: Limits): boolean
{
    return isPlainPart(value, limits.depth, { first: [], all: undefined, items: limits.items });
}

function isPlainPart(value: unknown, depth: number, scan: Scan): boolean
{
    switch (typeof value)
    {
        case 'string':
        case 'boolean':
            return true;
        case 'number':
            return isJsonNumber(value);
        case 'object':
            return value === null || isFirst(value, scan) && isPlainObject(value, depth, scan);
        default:
            return false;
    }
}

/** Tells whether JSON has a number: it has neither NaN nor the infinities, and writes −0 as 0. */
export function isJsonNumber(value: number): boolean
{
    return value - value === 0 && (value !== 0 || 1 / value > 0);
}

function isFirst(value: object, scan: Scan): boolean
{
    const { first, all } = scan;

    if (all !== undefined)
    {
        const { size } = all;

        return all.add(value).size !== size;
    }

    if (first.includes(value))
    {
        return false;
    }

    if (first.push(value) > few)
    {
        scan.all = new Set(first);
    }

    return true;
}

function isPlainObject(value: object, depth: number, scan: Scan): boolean
{
    const prototype: unknown = Object.getPrototypeOf(value);

    return prototype === Object.prototype ? areValuesPlain(value as Record<string, unknown>, depth, scan)
        : prototype === Array.prototype && Array.isArray(value) && areItemsPlain(value, depth, scan);
}

function areValuesPlain(value: Readonly<Record<string, unknown>>, depth: number, scan: Scan): boolean
{
    let count = 0;
    let mayBeTag = false;

    // The fastest loop there is. Where prototypes have been given enumerable properties, it only finds too many.
    for (const name in value)
    {
        if (depth === 0 || name === forbiddenKey || !isPlainPart(value[name], depth - 1, scan))
        {
            return false;
        }

        if (++count === 1)
        {
            mayBeTag = startsTag(name);
        }
    }

    scan.items -= count;

    return scan.items >= 0 && (!mayBeTag || count > 1 && Object.keys(value).length > 1);
}

function areItemsPlain(value: readonly unknown[], depth: number, scan: Scan): boolean
{
    scan.items -= value.length;

    if (value.length > 0 && depth === 0 || scan.items < 0)
    {
        return false;
    }

    // An empty place reads as undefined, which is not plain.
    for (let index = 0; index < value.length; index++)
    {
        if (!isPlainPart(value[index], depth - 1, scan))
        {
            return false;
        }
    }

    return Object.keys(value).length === value.length;
}

/** Tells whether a text may hold a tag. The search for one character is the fastest there is, and mostly the last. */
export function mayHoldTags(text: string): boolean
{
    return text.includes(tagStart) && text.includes(`"${tagStart}`) || text.includes('\\') && text.includes('\\u0024');
}

/** Tells whether a text may hold the key that is refused; each of its characters can be spelled as an escape. */
export function mayHoldForbiddenKey(text: string): boolean
{
    return text.includes(forbiddenKey) || text.includes('\\') && /\\u00[567]/.test(text);
}
