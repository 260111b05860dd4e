/**
 * Tells whether two values are the same to an application: −0 is not 0, an empty place is not undefined, what is
 * shared in the one is shared in the other, and nothing of the one is the other itself.
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

    return sameContent(left, right, pairs) && sameProperties(left, right, pairs);
}

function sameContent(left: object, right: object, pairs: Map<unknown, unknown>): boolean
{
    const all = (one: Iterable<unknown>, other: Iterable<unknown>): boolean =>
    {
        const [ones, others] = [[...one], [...other]];

        return ones.length === others.length && ones.every((item, index) => same(item, others[index], pairs));
    };

    if (left instanceof Date)
    {
        return Object.is(left.getTime(), (right as Date).getTime());
    }

    if (left instanceof RegExp || left instanceof URL || left instanceof URLSearchParams)
    {
        return left.toString() === (right as RegExp | URL | URLSearchParams).toString();
    }

    if (left instanceof Map)
    {
        return all(left.keys(), (right as Map<unknown, unknown>).keys()) && all(left.values(), (right as Map<unknown, unknown>).values());
    }

    if (left instanceof Set)
    {
        return all(left, right as Set<unknown>);
    }

    if (left instanceof Headers)
    {
        return JSON.stringify([...left]) === JSON.stringify([...right as Headers]);
    }

    if (left instanceof Error)
    {
        const names = ['name', 'message', 'cause', 'errors'];

        return names.every(name => name in left === name in right && same((left as never)[name], (right as never)[name], pairs));
    }

    if (ArrayBuffer.isView(left) || left instanceof ArrayBuffer)
    {
        return Buffer.compare(bytesOf(left), bytesOf(right as ArrayBuffer | ArrayBufferView)) === 0;
    }

    return !Array.isArray(left) || left.length === (right as unknown[]).length;
}

function sameProperties(left: object, right: object, pairs: Map<unknown, unknown>): boolean
{
    if (ArrayBuffer.isView(left))
    {
        return true;
    }

    const [ones, others] = [Object.keys(left), Object.keys(right)];

    return ones.length === others.length && ones.every((name, index) => name === others[index] && same((left as never)[name], (right as never)[name], pairs));
}

function bytesOf(value: ArrayBuffer | ArrayBufferView): Uint8Array
{
    return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
}
