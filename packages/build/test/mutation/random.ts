/** A source of chance that gives the same for the same seed. */
export interface Random
{
    /** A whole number from 0, below the limit. */
    below(limit: number): number;
    pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** Makes a source of chance: mulberry32, by Tommy Ettinger. */
export function createRandom(seed: number): Random
{
    let state = seed >>> 0;

    const below = (limit: number): number =>
    {
        state = (state + 0x6d2b79f5) >>> 0;

        let mixed = Math.imul(state ^ (state >>> 15), state | 1);

        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);

        return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 * limit);
    };

    return { below, pick: items => items[below(items.length)] ?? items[0] };
}
