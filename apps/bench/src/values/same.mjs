/**
 * Tells whether a value came back whole: equal, of the same kinds, and shared where the original is shared. −0 is not
 * 0, an empty place is not undefined, and nothing of the one is the other itself. Each pair of objects is compared
 * once, so that a graph takes no longer than its size.
 *
 * What stands behind private fields is looked at through getters; the content of Blobs must have been read before, by
 * {@link readBlobs}.
 */
export function isSame(left, right, pairs = new Map())
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

    const [ones, others] = [partsOf(left), partsOf(right)];

    return ones.length === others.length && ones.every((part, index) => isSame(part, others[index], pairs));
}

const contents = new WeakMap();

/** Reads the content of all Blobs in values, so that they can be compared. */
export async function readBlobs(...values)
{
    const found = new Set();
    const left = [...values];

    while (left.length > 0)
    {
        const value = left.pop();

        if (typeof value === 'object' && value !== null && !found.has(value))
        {
            found.add(value);
            left.push(...partsOf(value));
        }
    }

    await Promise.all([...found].filter(value => value instanceof Blob).map(async blob => contents.set(blob, Buffer.from(await blob.arrayBuffer()).toString('latin1'))));
}

function partsOf(value)
{
    return ArrayBuffer.isView(value) ? contentOf(value) : [...contentOf(value), ...propertiesOf(value)];
}

/** What errors have without showing it in loops; whether one does is nobody's concern. */
const errorFields = ['name', 'message', 'cause', 'errors'];

/** What no property shows. */
function contentOf(value)
{
    switch (true)
    {
        case value instanceof Date: return [value.getTime()];
        case value instanceof RegExp: return [value.source, value.flags];
        case value instanceof URL: return [value.href];
        case value instanceof Map: return [...value].flatMap(entry => entry);
        case value instanceof Set: return [...value];
        case value instanceof URLSearchParams:
        case value instanceof Headers:
        case value instanceof FormData: return [...value].flat();
        case value instanceof Blob: return [value.type, value.size, contents.get(value), value.name, value.lastModified];
        case value instanceof Error: return errorFields.map(name => value[name]);
        case [Boolean, Number, String, BigInt].some(Type => value instanceof Type): return [value.valueOf()];
        case ArrayBuffer.isView(value): return [Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')];
        case value instanceof ArrayBuffer: return [Buffer.from(value).toString('latin1')];
        case Array.isArray(value): return [value.length];
        case Object.prototype.toString.call(value).startsWith('[object Temporal.'): return [value.toJSON()];
        default: return [];
    }
}

/** The names and values of the own properties that show up in loops, and of what the classes of an application have getters for. */
function propertiesOf(value)
{
    const names = Object.keys(value).filter(name => !(value instanceof Error && (name === 'stack' || errorFields.includes(name))));

    return [...names, ...gettersOf(Object.getPrototypeOf(value))].flatMap(name => [name, value[name]]);
}

const getters = new Map([[null, []], [Object.prototype, []], [Array.prototype, []]]);

function gettersOf(prototype)
{
    let names = getters.get(prototype);

    if (names === undefined)
    {
        const own = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([, descriptor]) => descriptor.get !== undefined);

        names = isBuiltIn(prototype) ? [] : [...own.map(([name]) => name), ...gettersOf(Object.getPrototypeOf(prototype))];
        getters.set(prototype, names);
    }

    return names;
}

function isBuiltIn({ constructor })
{
    return /\{\s*\[native code\]\s*\}$|^class (?:URL|URLSearchParams|Headers|FormData|Blob|File)\b/.test(String(constructor));
}
