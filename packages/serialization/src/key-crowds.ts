/** How many keys may share a place of a table. Of keys that nobody chose with care, hardly more than ten do. */
const most = 100;

const bits = new DataView(new ArrayBuffer(8));

/**
 * Refuses keys that would take quadratic time: V8 gives numbers and BigInts their place in a Map or Set without a
 * secret of the process, so whoever wants to can choose a megabyte of them that all have the same.
 *
 * @param parts - The keys, and what stands beside them.
 * @param step - How many parts there are for each key.
 * @param fail - Throws.
 */
export function refuseCrowd(parts: readonly unknown[], step: number, fail: (reason: string) => never): void
{
    const count = parts.length / step;

    if (count <= most)
    {
        return;
    }

    // A table has at least half as many places as keys, and always a power of two.
    const places = 1 << 31 - Math.clz32(count);
    const crowds = new Uint8Array(places);

    for (let index = 0; index < parts.length; index += step)
    {
        const key = parts[index];

        if (typeof key === 'number' || typeof key === 'bigint')
        {
            const place = hashOf(key) & places - 1;

            crowds[place] = (crowds[place] ?? 0) + 1;

            if (crowds[place] > most)
            {
                fail('too many of its numbers would share a place in its table');
            }
        }
    }
}

/** The steps of `ComputeUnseededHash` and `ComputeLongHash` of V8, by Thomas Wang: whole numbers of 32 bits take the first. */
function hashOf(key: number | bigint): number
{
    if (typeof key === 'number' && (key | 0) === key)
    {
        let hash = ~key + (key << 15);

        hash ^= hash >>> 12;
        hash += hash << 2;
        hash ^= hash >>> 4;
        hash = Math.imul(hash, 2_057);

        return hash ^ hash >>> 16;
    }

    if (typeof key === 'bigint')
    {
        bits.setBigUint64(0, key < 0n ? -key : key);
    }
    else
    {
        bits.setFloat64(0, key);
    }

    let hash = bits.getBigUint64(0);

    hash = BigInt.asUintN(64, (hash << 18n) - hash - 1n);
    hash = BigInt.asUintN(64, (hash ^ hash >> 31n) * 21n);
    hash = BigInt.asUintN(64, (hash ^ hash >> 11n) * 65n);

    return Number(BigInt.asIntN(32, hash ^ hash >> 22n));
}
