import { expect, it } from 'vitest';

import { roundTrip } from './round-trip.js';
import { graphs } from './values.js';

const runs = 30_000;

it('instances of classes, nested, shared and in cycles come back as they were', { timeout: 120_000 }, () =>
{
    const { seen, linked, refused } = roundTrip(graphs, runs);

    expect(seen).toBe(runs);
    expect(linked).toBeGreaterThan(runs / 4);
    expect(refused).toBeLessThan(runs / 20);
});
