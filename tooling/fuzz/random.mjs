/** Numbers from 0 to below 1 that a seed decides (Mulberry32, Tommy Ettinger 2017), and what is chosen by them. */
export function createRandom(seed)
{
    let state = seed >>> 0;

    function next()
    {
        state = state + 0x6D2B79F5 >>> 0;

        let mixed = Math.imul(state ^ state >>> 15, state | 1);

        mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);

        return ((mixed ^ mixed >>> 14) >>> 0) / 4_294_967_296;
    }

    const below = limit => Math.floor(next() * limit);

    return { next, below, pick: list => list[below(list.length)], chance: part => next() < part };
}
