import type { Limits } from './limits.js';
import { forbiddenKey } from './properties.js';
import type { PropertyRecord } from './properties.js';
import type { CodecSettings } from './settings.js';
import { hasToJson } from './writer.js';

/** What small values measure at most; what has more takes the ordinary way, which keeps account of everything. */
const small = { depth: 5, objects: 12, items: 64, string: 4_096 } as const;

/** The name that a tagged text starts with; what has it may have to be written as one. */
const versionKey = '$tagged';

/** The objects of the value that is being looked at; nothing is made for a value that is small. */
const met = new Array<object | undefined>(small.objects).fill(undefined);

let objects = 0;
let items = 0;

/** Tells whether no small value goes beyond a limit. */
export function allowsSmall({ depth, items, keys, string }: Limits): boolean
{
    return depth >= small.depth && Math.min(items, keys) >= small.items && string >= small.string;
}

/**
 * Writes most of the small values of which JSON says everything, in less time than it takes to begin the ordinary way.
 *
 * @param mayStream - Whether objects that are iterated asynchronously are streams.
 * @returns `undefined` for what has to go the ordinary way.
 */
export function writeSmall(value: unknown, { allowsSmall, limits }: CodecSettings, mayStream: boolean): string | undefined
{
    // A getter that encodes something itself is within another look.
    if (!allowsSmall || objects > 0 || !isSmallAndPlain(value, mayStream))
    {
        return undefined;
    }

    const text = JSON.stringify(value);

    return text.length > limits.length ? undefined : text;
}

function isSmallAndPlain(value: unknown, mayStream: boolean): boolean
{
    try
    {
        return isPlain(value, mayStream, 0);
    }
    catch
    {
        // The ordinary way tells what cannot be read, and where.
        return false;
    }
    finally
    {
        for (let index = 0; index < objects; index++)
        {
            met[index] = undefined;
        }

        objects = items = 0;
    }
}

function isPlain(value: unknown, mayStream: boolean, depth: number): boolean
{
    switch (typeof value)
    {
        case 'string': return value.length <= small.string;
        case 'number': return value - value === 0 && (value !== 0 || 1 / value > 0);
        case 'boolean': return true;
        case 'object': return value === null || isPlainObject(value, mayStream, depth);
        default: return false;
    }
}

function isPlainObject(value: object, mayStream: boolean, depth: number): boolean
{
    if (depth === small.depth || objects === small.objects || hasToJson(value) || mayStream && Symbol.asyncIterator in value)
    {
        return false;
    }

    for (let index = 0; index < objects; index++)
    {
        if (met[index] === value)
        {
            return false;
        }
    }

    met[objects++] = value;

    const prototype: unknown = Object.getPrototypeOf(value);

    return prototype === Object.prototype ? areProperties(value as PropertyRecord, mayStream, depth + 1)
        : prototype === Array.prototype && Array.isArray(value) && areItems(value, mayStream, depth + 1);
}

function areProperties(value: PropertyRecord, mayStream: boolean, depth: number): boolean
{
    // What is inherited is not written, and does no harm here.
    for (const name in value)
    {
        if (++items > small.items || name === forbiddenKey || name === versionKey || !isPlain(value[name], mayStream, depth))
        {
            return false;
        }
    }

    return true;
}

function areItems(value: readonly unknown[], mayStream: boolean, depth: number): boolean
{
    // None of the items may be missing, so their number tells whether there is something beside them.
    if ((items += value.length) > small.items || Object.keys(value).length > value.length)
    {
        return false;
    }

    for (let index = 0; index < value.length; index++)
    {
        if (!isPlain(value[index], mayStream, depth))
        {
            return false;
        }
    }

    return true;
}
