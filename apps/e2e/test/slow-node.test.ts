import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { createConnections } from './connections.js';
import { createFaultApplication } from './fault-application.js';
import { isSuccess, startLoad } from './load.js';
import type { MadeCall } from './load.js';
import { percentile } from './process-measures.js';

/** Milliseconds that a call takes at a healthy node. */
const work = 20;

const p99Of = (calls: readonly MadeCall[]): number => percentile(calls.map(({ started, ended = Infinity }) => ended - started), 0.99);

it.for([
    ['some', 200, 15],
    ['many', 400, 8]
] as const)('a node that takes ten times as long, one of three, gets less than a tenth of %s calls, and the others are as fast as before', async ([, rate, seconds], { annotate }) =>
{
    await using application = await createFaultApplication(1);
    const { cluster, gateways: [gateway = ''] } = application;

    await cluster.start('gateway-1');

    const nodes = await Promise.all(['work', 'work', 'work'].map(name => cluster.start(name)));

    using connections = createConnections(gateway);

    const run = async (duration: number): Promise<readonly MadeCall[]> =>
    {
        const load = startLoad({ url: `/rpc/work/rest?milliseconds=${String(work)}`, rate, atATime: 256, ask: connections.get });

        await wait(duration * 1_000);
        await load.end();

        return load.calls;
    };

    // Code is compiled.
    await run(1);

    const healthy = await run(seconds);
    const [victim] = nodes;

    await cluster.stop(victim as typeof nodes[number]);

    const slow = await cluster.start('work', { env: { SLOWNESS: '10' } });
    const calls = await run(seconds);
    const share = calls.filter(({ text }) => text === String(slow.pid)).length / calls.length;

    await annotate(`${String(rate)}/s: share of the slow node ${(share * 100).toFixed(1)} %, p99 ${p99Of(calls).toFixed(0)} ms, of healthy nodes ${p99Of(healthy).toFixed(0)} ms`);

    expect([...healthy, ...calls].filter(call => !isSuccess(call))).toEqual([]);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThanOrEqual(0.1);
    expect(p99Of(calls)).toBeLessThanOrEqual(2 * p99Of(healthy));
});
