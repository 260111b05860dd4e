import { expect, it } from 'vitest';

import { runMutations } from './mutation/run.js';

/** How many files are mutated: a slice of the 10,000 of `pnpm mutations`. */
const count = Number(process.env['JITAR_MUTATIONS'] ?? 1000);

it(`ends with diagnostics only for ${String(count)} mutated sources`, { timeout: 1_800_000 }, async () =>
{
    const { failures, ...report } = await runMutations({ count, seed: Number(process.env['JITAR_SEED'] ?? 1) });

    console.log(report);

    expect(failures).toEqual([]);
    expect(report.files).toBe(count);
    expect(report.built).toBeGreaterThan(count / 20);
});
