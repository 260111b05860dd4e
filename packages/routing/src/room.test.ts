import { describe, expect, it } from 'vitest';

import { createRoom } from './room.js';

describe('the room of a member', () =>
{
    it('has no end as long as nothing was refused', () =>
    {
        expect(createRoom().size(1_000_000)).toBe(Infinity);
    });

    it('is what the member had in hand when it refused more', () =>
    {
        const room = createRoom();

        [9, 8, 7].forEach(inHand => room.refused(inHand, 1_000));
        expect(room.size(1_000)).toBe(7);

        room.refused(0, 2_000);
        expect(room.size(2_000)).toBe(1);
    });

    it('grows until more is refused, and is forgotten when nothing is', () =>
    {
        const room = createRoom();

        room.refused(10, 0);
        expect([100, 1_000, 4_000].map(at => room.size(at))).toEqual([11, 20, 50]);

        room.refused(1_000, 10_000);
        expect([10_000, 14_000, 18_000].map(at => room.size(at))).toEqual([1_000, 2_000, 4_000]);

        room.size(31_000);
        expect(room.size(31_000)).toBe(Infinity);
    });
});
