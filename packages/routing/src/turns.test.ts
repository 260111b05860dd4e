import { describe, expect, it } from 'vitest';

import { createTurns } from './turns.js';

/** A loop that has so many calls to start, of so many milliseconds each. @returns How many it started in each turn. */
function run(turns: number, cost: (turn: number) => number): number[]
{
    const counts: number[] = [];
    let now = 0;
    let end: (() => void) | undefined;
    const spread = createTurns({ now: () => now, soon: action => { end = action; }, next: () => undefined });

    for (let turn = 0; turn < turns; turn++)
    {
        let count = 0;

        for (; spread.open && count < 1_000; count++)
        {
            spread.start();
        }

        now += count * cost(turn);
        counts.push(count);
        end?.();
    }

    return counts;
}

describe('calls in the turns of the event loop', () =>
{
    it('start more and more at a time when they take no time', () =>
    {
        expect(run(6, () => 0)).toEqual([64, 128, 256, 512, 1_000, 1_000]);
    });

    it('start one at a time when each takes longer than a turn should', () =>
    {
        expect(run(4, () => 20)).toEqual([64, 1, 1, 1]);
    });

    it('start as many as a turn has room for', () =>
    {
        expect(run(5, () => 3)).toEqual([64, 3, 3, 3, 3]);
    });

    it('start more again after some that took long', () =>
    {
        expect(run(8, turn => turn === 0 ? 20 : 0.01)).toEqual([64, 1, 2, 4, 8, 16, 32, 64]);
    });

    it('make no others wait when they are few', () =>
    {
        let now = 0;
        const ends: (() => void)[] = [];
        const turns = createTurns({ now: () => now, soon: action => ends.push(action), next: () => undefined });

        for (let turn = 0; turn < 100; turn++)
        {
            expect(turns.open).toBe(true);
            turns.start();
            now += 50;
            ends.shift()?.();
        }

        expect(ends).toEqual([]);
    });
});
