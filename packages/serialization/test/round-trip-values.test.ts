import { expect, it } from 'vitest';

import { roundTrip } from './round-trip.js';
import { values } from './values.js';

const runs = 40_000;

it('values of all kinds, nested, shared and in cycles come back as they were', { timeout: 120_000 }, () =>
{
    const { seen, linked, refused } = roundTrip(values, runs);

    expect(seen).toBe(runs);
    expect(linked).toBeGreaterThan(runs / 4);
    expect(refused).toBeLessThan(runs / 20);
});
