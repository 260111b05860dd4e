import { describe, expect, it } from 'vitest';

import { createBalancer } from './balancing.js';
import type { Candidate } from './balancing.js';

function candidates(...outstanding: number[]): [Candidate, ...Candidate[]]
{
    return outstanding.map((count, index) => ({ id: String(index), outstanding: count })) as [Candidate, ...Candidate[]];
}

function choices(name: 'least-outstanding' | 'round-robin', from: [Candidate, ...Candidate[]], turns: number): string
{
    const balance = createBalancer(name, () => 0);

    return Array.from({ length: turns }, (_, turn) => balance(from, turn).id).join('');
}

describe('least outstanding', () =>
{
    it('takes turns when all are idle, or equally busy', () =>
    {
        expect(choices('least-outstanding', candidates(0, 0, 0), 6)).toBe('012012');
        expect(choices('least-outstanding', candidates(4, 4, 4), 6)).toBe('012012');
    });

    it('prefers who has the fewest calls in hand', () =>
    {
        expect(choices('least-outstanding', candidates(3, 1, 2), 6)).toBe('111111');
        expect(choices('least-outstanding', candidates(3, 1, 1), 6)).toBe('112112');
    });

    it('counts calls of who is slow for more, and takes turns among the others', () =>
    {
        const balance = createBalancer('least-outstanding', () => 0);
        const choose = (from: [Candidate, ...Candidate[]]): string => Array.from({ length: 6 }, (_, turn) => balance(from, turn, ({ id }) => id === '1' ? 10 : 1).id).join('');

        expect(choose(candidates(0, 0, 0))).toBe('022022');
        expect(choose(candidates(9, 0, 9))).toBe('012012');
        expect(choose(candidates(10, 0, 10))).toBe('111111');
    });

    it('compares two of many, and never one with itself', () =>
    {
        const many = candidates(...Array.from({ length: 20 }, (_, index) => 20 - index));
        const others = [0, 0.5, 0.999].map(random => createBalancer('least-outstanding', () => random)(many, 5).id);

        expect(others).toEqual(['6', '15', '5']);
    });
});

describe('round robin', () =>
{
    it('takes turns, whoever is busy', () =>
    {
        expect(choices('round-robin', candidates(3, 0, 9), 6)).toBe('012012');
    });
});
