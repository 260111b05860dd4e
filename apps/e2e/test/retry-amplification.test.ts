import { setTimeout as wait } from 'node:timers/promises';

import { createError } from '@jitar/errors';
import type { Invoker } from '@jitar/protocol';
import { unstarted } from '@jitar/routing';
import { describe, expect, it } from 'vitest';

import { createFaultApplication } from './fault-application.js';
import { isSuccess, startLoad } from './load.js';
import type { MadeCall } from './load.js';
import { startStandIn } from './stand-in-node.js';

/** Seconds that everything fails: that over which retries are counted. */
const seconds = 10;
const rate = 200;

async function load(url: string): Promise<readonly MadeCall[]>
{
    const made = startLoad({ url, rate, atATime: 64 });

    await wait(seconds * 1_000);
    await made.end();

    return made.calls;
}

const describeOutcomes = (calls: readonly MadeCall[]): string =>
{
    const counts = new Map<string, number>();

    calls.forEach(({ status, text = '' }) => counts.set(`${String(status)} ${text}`, (counts.get(`${String(status)} ${text}`) ?? 0) + 1));

    return [...counts].map(([outcome, count]) => `${String(count)} × ${outcome}`).join(', ');
};

/** The most that 20 % and ten a second allow for. */
const allowed = (calls: readonly MadeCall[]): number => 1.2 * calls.length + 10 * seconds;

describe('over two hops, where each call fails at all nodes', () =>
{
    it.for([
        ['cut', 'relayCut', true],
        ['cut, and a second run would be one too many', 'relayCutOnce', false]
    ] as const)('the connections are %s', async ([, procedure, idempotent], { annotate }) =>
    {
        await using application = await createFaultApplication(1);
        const { cluster, gateways } = application;

        await cluster.start('gateway-1');
        await Promise.all([cluster.start('work'), cluster.start('work'), cluster.start('work'), cluster.start('relay')]);

        const calls = await load(`${gateways[0] ?? ''}/rpc/relay/${procedure}?id={id}`);
        const attempts = application.journal().length;

        await annotate(`${String(calls.length)} calls, ${String(attempts)} attempts: ${describeOutcomes(calls)}`);

        expect(calls.filter(isSuccess)).toEqual([]);
        expect(attempts).toBeGreaterThan(0);
        expect(attempts).toBeLessThanOrEqual(idempotent ? allowed(calls) : calls.length);
    });

    it.for([
        ['are called directly', true],
        ['are called through the gateway', false]
    ] as const)('the nodes refuse, and %s', async ([, reachable], { annotate }) =>
    {
        await using application = await createFaultApplication(1);
        const { cluster, gateways: [gateway = ''] } = application;
        let attempts = 0;

        const invoker: Invoker = {
            invoke: () =>
            {
                attempts++;

                return Promise.reject(unstarted(createError('OVERLOADED', { limit: 0 })));
            }
        };

        await cluster.start('gateway-1');
        await cluster.start('relay');

        const procedures = [{ fqn: 'work/recordOnce', version: '0.0.0', access: 'public' as const }];

        await using _one = await startStandIn({ id: 'one', gateway, procedures, invoker, reachable });
        await using _two = await startStandIn({ id: 'two', gateway, procedures, invoker, reachable });
        await using _three = await startStandIn({ id: 'three', gateway, procedures, invoker, reachable });

        const calls = await load(`${gateway}/rpc/relay/relay?id={id}&milliseconds=0`);

        await annotate(`${String(calls.length)} calls, ${String(attempts)} attempts: ${describeOutcomes(calls)}`);

        expect(calls.filter(isSuccess)).toEqual([]);
        expect(attempts).toBeGreaterThanOrEqual(calls.length);
        expect(attempts).toBeLessThanOrEqual(allowed(calls));
    });
});
