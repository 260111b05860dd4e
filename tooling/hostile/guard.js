import { afterAll, beforeAll, expect } from 'vitest';

import { allowedGrowth, usedHeap } from './measures.js';
import { takeSnapshot } from './snapshot.js';
import { layTripwires, takeTrips } from './tripwires.js';

/** Holds what must be the same before and after a payload, whatever it does, in all tests of a file. */
export function guardTests()
{
    let snapshot;
    let removeTripwires;
    // What is in use after one payload is what is in use before the next one.
    let used;

    beforeAll(() =>
    {
        removeTripwires = layTripwires();
        snapshot = takeSnapshot();
    });

    afterAll(() => removeTripwires());

    return async function guard(length, run)
    {
        const before = used ?? usedHeap();

        await run();
        used = usedHeap();

        expect(snapshot.findChanges()).toEqual([]);
        expect(takeTrips()).toEqual([]);
        expect(used - before).toBeLessThan(allowedGrowth(length));
    };
}
