import { describe, expect, it } from 'vitest';

import { startCluster } from './cluster.mjs';
import { measureGrowth } from './growth.mjs';

describe('the benchmark of growth', () =>
{
    it('calls every procedure of a cluster, and tells nobody who need not know', async () =>
    {
        const { figures } = await measureGrowth({ small: { nodes: 3, procedures: 10 }, large: { nodes: 30, procedures: 100 }, rounds: 2, registrations: 3, atATime: 8 });

        expect(Object.keys(figures)).toEqual(['growth', 'growth-call', 'growth-register-ms', 'growth-pushed-bytes', 'growth-told', 'growth-memory-mb']);
        expect(figures['growth-told']).toBeGreaterThan(0);
        expect(figures['growth-told']).toBeLessThan(30);
    });

    it('does not time a call that fails', async () =>
    {
        const cluster = await startCluster({ nodes: 3, procedures: 10 });

        expect(await cluster.call('group0/module0/none')).toMatchObject({ status: 404 });
        expect(await cluster.call(cluster.names[9])).toMatchObject({ status: 200, body: '{"sum":42}' });

        await cluster.stop();
    });
});
