import { describe, expect, it } from 'vitest';

import type { RunningService } from '@tooling/services';

import { createFaultApplication } from './fault-application.js';
import type { FaultApplication } from './fault-application.js';
import { isFailure, startLoad } from './load.js';
import type { Load, MadeCall } from './load.js';

/** Ends a service as an operator does, and starts it again. */
async function restart({ cluster }: FaultApplication, name: string, service: RunningService): Promise<RunningService>
{
    expect(await cluster.stop(service)).toEqual({ code: 0, signal: null });

    return cluster.start(name);
}

/** Restarts what takes calls, one after another, each when the one before runs calls again. */
async function restartWorkers(application: FaultApplication, workers: readonly RunningService[], load: Load): Promise<void>
{
    for (const worker of workers)
    {
        const { pid } = await restart(application, 'work', worker);

        while (!load.calls.some(({ text }) => text === String(pid)))
        {
            await load.succeeded(1);
        }
    }
}

const summarize = (calls: readonly MadeCall[]): string[] => calls.filter(isFailure).map(({ id, status, text }) => `${id} ${String(status)} ${text ?? ''}`);

describe('a restart of all, one after another, under load', () =>
{
    it('of nodes and the only gateway costs no call between nodes', async ({ annotate }) =>
    {
        await using application = await createFaultApplication(1);
        const { cluster } = application;
        const gateway = await cluster.start('gateway-1');
        const [first, second, relay] = await Promise.all([cluster.start('work'), cluster.start('work'), cluster.start('relay')]);

        // The relay is called itself, and calls the others.
        const between = startLoad({ url: `${relay.url}/rpc/relay/relay?id={id}&milliseconds=5`, rate: 100, atATime: 8 });

        await between.succeeded(50);
        await restartWorkers(application, [first, second], between);

        const again = await restart(application, 'gateway-1', gateway);

        await between.succeeded(200);

        // All nodes are back there: what it does not know yet it cannot run.
        let outside: Response;

        do
        {
            outside = await fetch(`${again.url}/rpc/relay/relay?id=outside&milliseconds=5`);
        }
        while (!outside.ok);

        await between.end();
        await annotate(`${String(between.calls.length)} calls between nodes, ${String(summarize(between.calls).length)} failed`);

        expect(summarize(between.calls)).toEqual([]);
    });

    it('of nodes and two gateways costs no call from outside', async ({ annotate }) =>
    {
        await using application = await createFaultApplication(2);
        const { cluster } = application;
        const [one, two] = await Promise.all([cluster.start('gateway-1'), cluster.start('gateway-2')]);
        const [first, second] = await Promise.all([cluster.start('work'), cluster.start('work')]);
        const proxy = await cluster.start('proxy');
        const outside = startLoad({ url: `${proxy.url}/rpc/work/recordOnce?id={id}&milliseconds=5`, rate: 100, atATime: 8 });

        await outside.succeeded(50);
        await restartWorkers(application, [first, second], outside);

        await restart(application, 'gateway-1', one);
        await outside.succeeded(200);
        await restart(application, 'gateway-2', two);
        await outside.succeeded(200);

        await outside.end();
        await annotate(`${String(outside.calls.length)} calls from outside, ${String(summarize(outside.calls).length)} failed`);

        expect(summarize(outside.calls)).toEqual([]);

        const ran = application.journal().map(({ id }) => id);

        expect(new Set(ran).size).toBe(ran.length);
    });
});
