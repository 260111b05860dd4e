/**
 * Tells whether two values are the same to an application: −0 is not 0, an empty place is not undefined, what is
 * shared in the one is shared in the other, and nothing of the one is the other itself.
 *
 * What stands behind private fields is looked at through getters. The content of Blobs must have been read before, by
 * {@link readBlobs}.
 */
export function same(left: unknown, right: unknown, pairs: Map<unknown, unknown> = new Map()): boolean
{
    if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null)
    {
        return Object.is(left, right);
    }

    if (pairs.has(left) || pairs.has(right))
    {
        return pairs.get(left) === right && pairs.get(right) === left;
    }

    if (left === right || Object.getPrototypeOf(left) !== Object.getPrototypeOf(right))
    {
        return false;
    }

    pairs.set(left, right).set(right, left);

    return all(contentOf(left), contentOf(right), pairs) && all(propertiesOf(left), propertiesOf(right), pairs);
}

/** Reads the content of all Blobs in values, so that they can be compared. */
export async function readBlobs(...values: readonly unknown[]): Promise<void>
{
    const found = new Set<unknown>();
    const blobs: Blob[] = [];

    const visit = (value: unknown): void =>
    {
        if (typeof value !== 'object' || value === null || found.has(value))
        {
            return;
        }

        found.add(value);

        if (value instanceof Blob)
        {
            blobs.push(value);
        }

        [...contentOf(value), ...propertiesOf(value)].forEach(visit);
    };

    values.forEach(visit);

    await Promise.all(blobs.map(async blob => blobContents.set(blob, Buffer.from(await blob.arrayBuffer()).toString('latin1'))));
}

const blobContents = new WeakMap<Blob, string>();

function all(ones: readonly unknown[], others: readonly unknown[], pairs: Map<unknown, unknown>): boolean
{
    return ones.length === others.length && ones.every((item, index) => same(item, others[index], pairs));
}

/** What no property shows. */
function contentOf(value: object): readonly unknown[]
{
    switch (true)
    {
        case value instanceof Date: return [value.getTime()];
        case value instanceof RegExp: return [value.source, value.flags];
        case value instanceof URL: return [value.href];
        case value instanceof URLSearchParams: return [...value].flat();
        case value instanceof Map: return [...value].flatMap(([key, item]) => [key, item] as unknown[]);
        case value instanceof Set:
        case value instanceof Headers:
        case value instanceof FormData: return [...value as Iterable<unknown>].flat();
        case value instanceof Blob: return [value.type, value.size, blobContents.get(value), ...value instanceof File ? [value.name, value.lastModified] : []];
        case value instanceof Error: return ['name', 'message', 'cause', 'errors'].flatMap(name => [name in value, (value as unknown as Record<string, unknown>)[name]]);
        case value instanceof Boolean:
        case value instanceof Number:
        case value instanceof String:
        case value instanceof BigInt: return [value.valueOf()];
        case ArrayBuffer.isView(value): return [bytesOf(value.buffer, value.byteOffset, value.byteLength)];
        case value instanceof ArrayBuffer: return [bytesOf(value)];
        case Array.isArray(value): return [value.length];
        case Object.prototype.toString.call(value).startsWith('[object Temporal.'): return [(value as { toJSON(): string }).toJSON()];
        default: return [];
    }
}

function bytesOf(...range: [buffer: ArrayBufferLike, offset?: number, length?: number]): string
{
    return Buffer.from(...range).toString('latin1');
}

/** The names and values of the own properties that show up in loops, and of what the classes of an application have getters for. */
function propertiesOf(value: object): readonly unknown[]
{
    if (ArrayBuffer.isView(value))
    {
        return [];
    }

    return [...Object.keys(value), ...gettersOf(Object.getPrototypeOf(value) as object | null)].flatMap(name => [name, (value as Record<string, unknown>)[name]]);
}

const getters = new Map<object | null, readonly string[]>([[null, []], [Object.prototype, []], [Array.prototype, []]]);

/** The names that the classes of an application have getters for; those of the host's are looked at elsewhere. */
function gettersOf(prototype: object | null): readonly string[]
{
    let names = getters.get(prototype);

    if (names === undefined)
    {
        names = prototype === null || isBuiltIn(prototype) ? [] : [
            ...Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([, descriptor]) => descriptor.get !== undefined).map(([name]) => name),
            ...gettersOf(Object.getPrototypeOf(prototype) as object | null)
        ];

        getters.set(prototype, names);
    }

    return names;
}

function isBuiltIn(prototype: object): boolean
{
    return /\{\s*\[native code\]\s*\}$|^class (?:URL|URLSearchParams|Headers|FormData|Blob|File)\b/.test(String((prototype as { readonly constructor: unknown }).constructor));
}
