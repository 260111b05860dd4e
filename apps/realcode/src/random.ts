/** Draws numbers: the same ones for the same seed, so that a split that fails can be had again. */
export interface Random
{
    /** A whole number from 0 to below the limit. */
    below(limit: number): number;
    chance(probability: number): boolean;
    pick<Item>(items: readonly Item[]): Item;
}

/** Marsaglia's xorshift of 32 bits; the first numbers are thrown away, because those of small seeds are alike. */
export function createRandom(seed: number): Random
{
    let state = Math.imul(seed, 0x9E37_79B1) | 1;

    const next = (): number =>
    {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;

        return (state >>> 0) / 0x1_0000_0000;
    };

    for (let skipped = 0; skipped < 8; skipped++)
    {
        next();
    }

    const below = (limit: number): number => Math.floor(next() * limit);

    return {
        below,
        chance: probability => next() < probability,

        pick<Item>(items: readonly Item[]): Item
        {
            const item = items[below(items.length)];

            if (item === undefined)
            {
                throw new Error('There is nothing to pick from.');
            }

            return item;
        }
    };
}
