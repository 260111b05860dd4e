import { Line } from './line.mjs';

/**
 * Tells whether a value came back whole: equal, of the same kinds, and shared where the original is shared. Each
 * pair of objects is compared once, so that a graph takes no longer than its size.
 */
export function isSame(left, right, pairs = new Map())
{
    if (typeof left !== 'object' || left === null || typeof right !== 'object' || right === null)
    {
        return Object.is(left, right);
    }

    if (pairs.has(left))
    {
        return pairs.get(left) === right;
    }

    pairs.set(left, right);

    const [ones, others] = [partsOf(left), partsOf(right)];

    return left !== right
        && Object.getPrototypeOf(left) === Object.getPrototypeOf(right)
        && ones.length === others.length
        && ones.every((part, index) => isSame(part, others[index], pairs));
}

function partsOf(value)
{
    switch (true)
    {
        case value instanceof Date: return [value.getTime()];
        case value instanceof Map: return [...value].flat();
        case value instanceof Set: return [...value];
        case ArrayBuffer.isView(value): return [Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')];
        case value instanceof Line: return [value.product, value.price, value.quantity];
        default: return Object.entries(value).flat();
    }
}
