import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { checkCase, shapes } from './calls.mjs';
import { startContestants } from './contestants.mjs';

describe('what the benchmark of calls times', () =>
{
    let contestants;

    beforeAll(async () => { contestants = await startContestants(); }, 120_000);
    afterAll(() => contestants?.stop());

    it.each(shapes)('is a call that %s answers as it should: %s', { timeout: 60_000 }, async (contestant, shape) =>
    {
        const { length } = await checkCase(contestants, contestant, shape);

        expect(length).toBeGreaterThan(100);
    });

    it('is not timed when the answer is another', async () =>
    {
        const { addresses: { hono } } = contestants;

        await expect(checkCase({ addresses: { hono: { instances: hono.node } } }, 'hono', 'instances')).rejects.toThrow(hono.node);
    });
});
