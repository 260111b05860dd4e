import type { Limits } from './limits.js';
import { forbiddenKey, isNumber, mayInherit } from './properties.js';
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
    if (!allowsSmall || !look(() => isPlain(value, mayStream, 0), false))
    {
        return undefined;
    }

    const text = JSON.stringify(value);

    return text.length > limits.length ? undefined : text;
}

/**
 * Copies most of the small values that consist of nothing but plain objects, arrays and primitive values.
 *
 * @param mayStream - Whether objects that are iterated asynchronously are streams.
 * @returns `undefined` for what has to go the ordinary way.
 */
export function copySmall(value: object, { allowsSmall }: CodecSettings, mayStream: boolean): object | undefined
{
    const copied = allowsSmall && !mayInherit() ? look(() => copyObject(value, mayStream, 0), other) : other;

    return copied === other ? undefined : copied as object;
}

/** Stands for the copy of what is not small and plain. */
const other: unique symbol = Symbol('other');

/**
 * Looks at a value, and forgets its objects.
 *
 * @param failed - The result where it cannot be read: the ordinary way tells where.
 */
function look<Result>(at: () => Result, failed: Result): Result
{
    // A getter that encodes something itself is within another look.
    if (objects > 0)
    {
        return failed;
    }

    try
    {
        return at();
    }
    catch
    {
        return failed;
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

/** Whether an object is the first of its kind in its place, and there is room for it. */
function fits(value: object, mayStream: boolean, depth: number): boolean
{
    if (depth === small.depth || objects === small.objects || mayStream && Symbol.asyncIterator in value)
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

    return true;
}

/** Whether there is room for the items of an array, and nothing beside them. */
function fitsItems(value: readonly unknown[]): boolean
{
    // Neither way takes an item that is missing, so their number tells whether there is something else.
    return (items += value.length) <= small.items && Object.keys(value).length <= value.length;
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
    if (hasToJson(value) || !fits(value, mayStream, depth))
    {
        return false;
    }

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
    if (!fitsItems(value))
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

function copyPart(value: unknown, mayStream: boolean, depth: number): unknown
{
    switch (typeof value)
    {
        case 'string': return value.length <= small.string ? value : other;
        case 'number':
        case 'boolean':
        case 'undefined': return value;
        case 'object': return value === null ? value : copyObject(value, mayStream, depth);
        default: return other;
    }
}

function copyObject(value: object, mayStream: boolean, depth: number): unknown
{
    if (!fits(value, mayStream, depth))
    {
        return other;
    }

    const prototype: unknown = Object.getPrototypeOf(value);

    return prototype === Object.prototype ? copyProperties(value as PropertyRecord, mayStream, depth + 1)
        : prototype === Array.prototype && Array.isArray(value) ? copyItems(value, mayStream, depth + 1) : other;
}

function copyProperties(value: PropertyRecord, mayStream: boolean, depth: number): unknown
{
    const copied: PropertyRecord = {};

    for (const name in value)
    {
        // Numbers take memory as they come.
        const part = ++items > small.items || name in copied || isNumber(name) ? other : copyPart(value[name], mayStream, depth);

        if (part === other)
        {
            return other;
        }

        copied[name] = part;
    }

    return copied;
}

function copyItems(value: readonly unknown[], mayStream: boolean, depth: number): unknown
{
    const copied: unknown[] = [];

    if (!fitsItems(value))
    {
        return other;
    }

    for (let index = 0; index < value.length; index++)
    {
        const part = index in value ? copyPart(value[index], mayStream, depth) : other;

        if (part === other)
        {
            return other;
        }

        copied.push(part);
    }

    return copied;
}
