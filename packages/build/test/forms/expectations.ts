import { expect } from 'vitest';

import type { Split } from './split.js';
import type { Outcome } from './stage.js';

/** Expects that a split is refused as it says, or else does what the unsplit application does, in one process and in two. */
export function expectSameBehaviour(split: Split, { build, unsplit, together, apart }: Outcome): void
{
    const errors = build.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);

    expect([...new Set(errors)].sort(), JSON.stringify(build.diagnostics, null, 2)).toEqual(split.refused?.split(',') ?? []);

    // What does not run unsplit proves nothing.
    expect(unsplit ?? '').not.toMatch(/^\w*Error:/);

    if (split.differs === undefined)
    {
        expect(together).toBe(unsplit);
    }
    else
    {
        expect([together, apart ?? together]).not.toEqual([unsplit, unsplit]);
    }

    if (apart !== undefined && split.apart === undefined)
    {
        expect(apart).toBe(together);
    }
}
