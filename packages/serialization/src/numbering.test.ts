import fc from 'fast-check';
import { expect, it } from 'vitest';

import { Numbering } from './numbering.js';

it('numbers objects in the order in which they are met, however many there are', () =>
{
    const objects = Array.from({ length: 40 }, () => ({}));
    const numbering = new Numbering();

    for (const [index, object] of objects.entries())
    {
        expect(numbering.meet(object)).toBe(-1);
        expect(numbering.size).toBe(index + 1);
        expect(objects.slice(0, index + 1).map(known => numbering.meet(known))).toEqual(Array.from({ length: index + 1 }, (_, number) => number));
    }
});

it('gives numbers that were taken back again', () =>
{
    const objects = Array.from({ length: 30 }, () => ({}));

    fc.assert(fc.property(fc.array(fc.oneof(fc.nat(29), fc.record({ shrink: fc.nat(30) })), { maxLength: 80 }), steps =>
    {
        const numbering = new Numbering();
        let known: object[] = [];

        for (const step of steps)
        {
            if (typeof step === 'number')
            {
                const object = objects[step] as object;
                const expected = known.indexOf(object);

                if (numbering.meet(object) !== expected)
                {
                    return false;
                }

                known = expected < 0 ? [...known, object] : known;
            }
            else if (step.shrink <= known.length)
            {
                numbering.shrink(step.shrink);
                known = known.slice(0, step.shrink);
            }

            if (numbering.size !== known.length)
            {
                return false;
            }
        }

        return true;
    }), { numRuns: 2_000 });
});
