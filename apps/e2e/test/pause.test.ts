import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { createFaultApplication } from './fault-application.js';
import { isFailure, startLoad } from './load.js';

/** Milliseconds: more than the three seconds without a sign of life after which a node gets no new calls. */
const deadline = 5_000;

/** Milliseconds that the node stands still. */
const pause = 7_000;

it('a node that stands still costs the calls that it has in hand, then no more than one a second, and is back when it goes on', async ({ annotate }) =>
{
    await using application = await createFaultApplication(1, { timeout: deadline });
    const { cluster, gateways } = application;

    await cluster.start('gateway-1');

    const [still] = await Promise.all([cluster.start('work'), cluster.start('work')]);
    const load = startLoad({ url: `${gateways[0] ?? ''}/rpc/work/recordOnce?id={id}&milliseconds=10`, rate: 100, atATime: 16 });
    const ranOnIt = (): number => load.calls.filter(({ text }) => text === String(still.pid)).length;

    await load.succeeded(100);
    expect(ranOnIt()).toBeGreaterThan(10);

    still.child.kill('SIGSTOP');

    const stopped = performance.now();

    while (performance.now() < stopped + pause)
    {
        await wait(50);
    }

    const before = ranOnIt();
    const continued = performance.now();

    still.child.kill('SIGCONT');

    while (ranOnIt() === before)
    {
        await wait(10);
    }

    const back = performance.now() - continued;

    await load.succeeded(50);
    await load.end();

    const failures = load.calls.filter(isFailure);
    const late = failures.filter(({ started }) => started > stopped + deadline);

    await annotate(`${String(load.calls.length)} calls, ${String(failures.length)} failed, ${String(late.length)} of them begun after one deadline; back after ${back.toFixed(0)} ms`);

    expect(failures.filter(({ status, text }) => status !== 504 || text !== 'DEADLINE_EXCEEDED')).toEqual([]);
    // Those that were given to it before their deadlines said that it stands still.
    expect(failures.length - late.length).toBeLessThanOrEqual(16);
    expect(late.length).toBeLessThanOrEqual((pause - deadline) / 1_000);
    expect(back).toBeLessThan(2_000);
});
