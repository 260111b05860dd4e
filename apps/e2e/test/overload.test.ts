import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';

import type { RunningService } from '@tooling/services';

import { createConnections } from './connections.js';
import { createFaultApplication } from './fault-application.js';
import { findThroughput, isSuccess, startLoad } from './load.js';
import type { MadeCall } from './load.js';
import { memoryOf, percentile, processorTimeOf } from './process-measures.js';

/** How long there is too much to do. */
const seconds = Number(process.env['OVERLOAD_SECONDS'] ?? '5');

/** Calls at a time at most: several times what the node takes. */
const most = 128;

interface Overload
{
    /** Calls a second that succeeded, before and while there was too much to do; and those a second of the node's processor. */
    readonly peak: number;
    readonly goodput: number;
    readonly peakOfProcessor: number;
    readonly goodputOfProcessor: number;
    readonly calls: readonly MadeCall[];
    readonly refused: readonly MadeCall[];
    /** Milliseconds that refusals took, and what the gateway answers by itself at the same time: what the machine takes for anything. */
    readonly refusals: readonly number[];
    readonly others: readonly number[];
    /** Megabytes by which the gateway and the node grew. */
    readonly growth: readonly number[];
}

/** Finds what a node can, and then makes five times as many calls. */
async function overload(path: string, options: { readonly overload?: object; readonly atATime: number }): Promise<Overload>
{
    await using application = await createFaultApplication(1, { work: options.overload === undefined ? {} : { overload: options.overload } });
    const { cluster, gateways: [gateway = ''] } = application;
    const front = await cluster.start('gateway-1');
    const node = await cluster.start('work');

    using connections = createConnections(gateway);

    const load = { url: `/rpc/work/${path}`, atATime: options.atATime, ask: connections.get };

    // Code is compiled, and the connections are open: what is measured is what calls take.
    await findThroughput({ ...load, atATime: most }, 500);
    await findThroughput(load, 1_500);

    const [peak, peakOfProcessor] = await measure(node, async () => findThroughput(load, 3_000));
    const services = [front, node];
    const before = services.map(memoryOf);
    const flood = startLoad({ ...load, rate: peak * 5, atATime: most });

    const others: number[] = [];

    const [goodput, goodputOfProcessor] = await measure(node, async () =>
    {
        const begin = performance.now();

        while (performance.now() < begin + seconds * 1_000)
        {
            const asked = performance.now();

            await connections.get('/rpc/nowhere');
            others.push(performance.now() - asked);
            await wait(20);
        }

        return flood.calls.filter(isSuccess).length / (performance.now() - begin) * 1_000;
    });

    const growth = services.map((service, index) => memoryOf(service) - (before[index] ?? 0));

    await flood.end();

    const refused = flood.calls.filter(({ status }) => status === 503);

    return { peak, goodput, peakOfProcessor, goodputOfProcessor, calls: flood.calls, refused, refusals: refused.map(({ started, ended = Infinity }) => ended - started), others, growth };
}

/** @param run - Answers calls a second. @returns Those, and calls a second of the processor. */
async function measure(node: RunningService, run: () => Promise<number>): Promise<[number, number]>
{
    const [begin, processor] = [performance.now(), processorTimeOf(node)];
    const perSecond = await run();

    return [perSecond, perSecond * (performance.now() - begin) / 1_000 / (processorTimeOf(node) - processor)];
}

function describeOverload({ peak, goodput, peakOfProcessor, goodputOfProcessor, calls, refusals, others, growth }: Overload): string
{
    const describeTimes = (times: readonly number[]): string => [0.5, 0.95, 0.99].map(share => percentile(times, share).toFixed(0)).join(', ');

    return [
        `peak ${peak.toFixed(0)}/s, with ${(calls.length / peak / seconds).toFixed(1)} times as many for ${String(seconds)} s ${goodput.toFixed(0)}/s (${(goodput / peak * 100).toFixed(0)} %)`,
        `of a second of processor ${peakOfProcessor.toFixed(0)} and ${goodputOfProcessor.toFixed(0)} (${(goodputOfProcessor / peakOfProcessor * 100).toFixed(0)} %)`,
        `${String(refusals.length)} refused in ${describeTimes(refusals)} ms (median, p95, p99), while anything takes ${describeTimes(others)} ms`,
        `gateway and node grew by ${growth.map(Math.round).join(' and ')} MB`
    ].join('; ');
}

function expectOrderly({ calls, refused, refusals, others, growth }: Overload): void
{
    // What is not answered is refused, and told when to come again.
    const outcomes = calls.filter(call => !isSuccess(call)).map(({ status, text, retryAfter }) => `${String(status)} ${text ?? ''} ${retryAfter ?? ''}`);

    expect([...new Set(outcomes)].join(', ')).toBe('503 OVERLOADED 1');
    expect(refused.length).toBeGreaterThan(calls.length / 2);
    expect(percentile(refusals, 0.5)).toBeLessThan(50);
    // Beyond what the machine takes for anything.
    expect(percentile(refusals, 0.95)).toBeLessThan(50 + percentile(others, 0.99));
    expect(Math.max(...growth)).toBeLessThan(100);
}

it('five times as many calls as a node can have in hand cost none of those that it can, and are refused at once', async ({ annotate }) =>
{
    const result = await overload('rest?milliseconds=200', { overload: { inFlight: 16, queue: 16 }, atATime: 24 });

    await annotate(describeOverload(result));
    expectOrderly(result);
    expect(result.goodput).toBeGreaterThanOrEqual(0.9 * result.peak);
});

it('five times as many calls as a node can compute cost none of those that it can, and are refused at once', async ({ annotate }) =>
{
    const result = await overload('compute?thousands=400', { overload: { inFlight: 8, queue: 32 }, atATime: 8 });

    await annotate(describeOverload(result));
    expectOrderly(result);
    // By processor time: the node has as much to do as it can, but not a processor of its own.
    expect(result.goodputOfProcessor).toBeGreaterThanOrEqual(0.9 * result.peakOfProcessor);
});
