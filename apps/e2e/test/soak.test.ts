import { describe, expect, it } from 'vitest';

import { callKinds, kindOf } from '../soak/calls.js';
import { measureGrowth } from '../soak/growth.js';
import { soak } from '../soak/soak.js';

describe('the mixture of calls', () =>
{
    it('has each kind as often in any thousand calls as its share says', () =>
    {
        const thousand = Array.from({ length: 1_000 }, (_, index) => kindOf(12_345 + index));

        expect(callKinds.map(kind => thousand.filter(each => each === kind).length)).toEqual(callKinds.map(({ share }) => share));
    });
});

describe('growth', () =>
{
    const noise = (index: number): number => (index * 7919 % 11) / 10;

    it.each<[shape: string, value: (index: number) => number, growing: boolean]>([
        ['stays', () => 50, false],
        ['fills up at first', index => 50 + Math.min(index, 10) * 5, false],
        ['goes up and down', index => 50 + index % 2 * 20, false],
        ['has one outlier at the end', index => index === 39 ? 500 : 50, false],
        ['shrinks', index => 50 - index, false],
        ['grows from the beginning', index => 50 + index, true],
        ['grows only in the last half', index => 50 + Math.max(0, index - 20), true]
    ])('is told of what %s', (_, value, growing) =>
    {
        expect(measureGrowth(Array.from({ length: 40 }, (__, index) => value(index) + noise(index)), 5).growing).toBe(growing);
    });
});

describe('a short soak', () =>
{
    it('has no failed call, and looks at each process', async ({ annotate }) =>
    {
        const { calls, failed, failures, processes } = await soak({ minutes: 1 / 6, rate: 60, interval: 1 });

        await annotate(`${String(calls)} calls, ${String(failed)} failed`);

        expect(failures).toEqual([]);
        expect(calls).toBeGreaterThan(300);
        expect(processes.map(({ name, links }) => `${name.split(' ')[0] ?? ''} ${String(links.last)}`).sort()).toEqual(['gateway-1 4', 'relay 4', 'work 2', 'work 2', 'work 2']);

        for (const { heap, memory, handles } of processes)
        {
            expect(heap.last).toBeGreaterThan(1_000_000);
            expect(memory.last).toBeGreaterThan(heap.last);
            expect(handles.last).toBeGreaterThan(5);
        }
    });
});
