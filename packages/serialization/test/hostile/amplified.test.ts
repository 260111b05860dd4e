import { allowedBlock, allowedGrowth, amplify, classes, layTripwires, measureBlock, takeSnapshot, takeTrips, timeOf, usedHeap } from '@tooling/hostile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createCodec } from '../../src/index.js';

const codec = createCodec({ classes });

let snapshot: ReturnType<typeof takeSnapshot>;
let removeTripwires: () => void;

beforeAll(() =>
{
    removeTripwires = layTripwires();
    snapshot = takeSnapshot();
});

afterAll(() => removeTripwires());

describe('a megabyte keeps the event loop for less than 100 ms, and leaves nothing behind', () =>
{
    it.each(amplify())('$name', async ({ make }) =>
    {
        const { text } = make();
        const before = usedHeap();
        const block = await measureBlock(() => timeOf(() => codec.decode(text)));

        expect(block).toBeLessThan(allowedBlock);
        expect(snapshot.findChanges()).toEqual([]);
        expect(takeTrips()).toEqual([]);
        expect(usedHeap() - before).toBeLessThan(allowedGrowth(text.length));
    });
});
