import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createEjection } from './ejection.js';
import type { Ejection } from './ejection.js';

function fail(ejection: Ejection, id: string, at: number, times = 1): void
{
    for (let time = 0; time < times; time++)
    {
        ejection.ended(id, { failing: 'failed', probe: ejection.begin(id), at });
    }
}

describe('a member', () =>
{
    it('is left out after five failures in a row, for a second', () =>
    {
        const ejections: [string, number][] = [];
        const ejection = createEjection({ atMost: () => 1, onEject: (id, milliseconds) => ejections.push([id, milliseconds]) });

        fail(ejection, 'a', 0, 4);
        expect(ejection.admits('a', 0)).toBe(true);

        fail(ejection, 'a', 100);
        expect([ejection.admits('a', 1099), ejection.admits('b', 1099), ejection.isEjected('a'), ejection.quiet]).toEqual([false, true, true, false]);
        expect(ejection.admits('a', 1100)).toBe(true);
        expect(ejections).toEqual([['a', 1000]]);
    });

    it('starts anew when it answers', () =>
    {
        const ejection = createEjection({ atMost: () => 1 });

        fail(ejection, 'a', 0, 4);
        ejection.answered('a');
        fail(ejection, 'a', 0, 4);

        expect(ejection.quiet).toBe(true);
    });

    it('is left out at once where there is no connection to be had', () =>
    {
        const ejection = createEjection({ atMost: () => 1 });

        ejection.ended('a', { failing: 'refused', probe: false, at: 0 });

        expect(ejection.admits('a', 0)).toBe(false);
    });

    it('is not blamed for callers that give up', () =>
    {
        const ejection = createEjection({ atMost: () => 1 });

        for (let time = 0; time < 100; time++)
        {
            ejection.ended('a', { failing: 'neither', probe: false, at: 0 });
        }

        expect(ejection.quiet).toBe(true);
    });

    it('gets one probe at a time, and twice the time with each that fails, a minute at most', () =>
    {
        const times: number[] = [];
        const ejection = createEjection({ atMost: () => 1, onEject: (_, milliseconds) => times.push(milliseconds) });
        let at = 0;

        fail(ejection, 'a', at, 5);

        for (let probe = 0; probe < 8; probe++)
        {
            at += times.at(-1) ?? 0;
            expect(ejection.admits('a', at)).toBe(true);
            expect(ejection.begin('a')).toBe(true);
            expect(ejection.admits('a', at)).toBe(false);
            ejection.ended('a', { failing: 'failed', probe: true, at });
        }

        expect(times).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    });

    it('is back as soon as a probe is answered, or there is better news', () =>
    {
        const ejection = createEjection({ atMost: () => 1 });

        fail(ejection, 'a', 0, 5);
        ejection.begin('a');
        ejection.answered('a');
        expect([ejection.admits('a', 1000), ejection.quiet]).toEqual([true, true]);

        fail(ejection, 'a', 1000, 5);
        ejection.forget('a');
        expect([ejection.admits('a', 1000), ejection.quiet]).toEqual([true, true]);
    });

    it('is probed again when a probe says nothing', () =>
    {
        const ejection = createEjection({ atMost: () => 1 });

        fail(ejection, 'a', 0, 5);
        ejection.begin('a');
        ejection.ended('a', { failing: 'neither', probe: true, at: 1000 });

        expect(ejection.admits('a', 1000)).toBe(true);
    });

    it('is not left out longer for what was under way when it was', () =>
    {
        const ejection = createEjection({ atMost: () => 1 });

        fail(ejection, 'a', 0, 5);
        Array.from({ length: 50 }, () => ejection.ended('a', { failing: 'failed', probe: false, at: 500 }));

        expect(ejection.admits('a', 1000)).toBe(true);
    });
});

describe('members', () =>
{
    it('are never left out in greater number than may be, whatever happens', () =>
    {
        const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
        const action = fc.oneof(
            fc.record({ kind: fc.constant('call' as const), id, failing: fc.constantFrom('failed' as const, 'refused' as const, 'neither' as const, undefined) }),
            fc.record({ kind: fc.constant('forget' as const), id }),
            fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.nat(5000) }));

        fc.assert(fc.property(fc.array(action, { maxLength: 200 }), actions =>
        {
            const ejection = createEjection({ atMost: () => 2 });
            let at = 0;

            for (const step of actions)
            {
                if (step.kind === 'wait')
                {
                    at += step.milliseconds;
                }
                else if (step.kind === 'forget')
                {
                    ejection.forget(step.id);
                }
                else if (ejection.admits(step.id, at))
                {
                    const probe = ejection.begin(step.id);

                    if (step.failing === undefined)
                    {
                        ejection.answered(step.id);
                        expect(ejection.isEjected(step.id)).toBe(false);
                    }
                    else
                    {
                        ejection.ended(step.id, { failing: step.failing, probe, at });
                    }
                }

                const out = ['a', 'b', 'c', 'd', 'e'].filter(candidate => ejection.isEjected(candidate)).length;

                expect(out).toBeLessThanOrEqual(2);
                expect(ejection.quiet).toBe(out === 0);
                // Whoever is left out gets a probe some time.
                expect(['a', 'b', 'c', 'd', 'e'].every(candidate => ejection.admits(candidate, at + 60_000))).toBe(true);
            }
        }));
    });
});
