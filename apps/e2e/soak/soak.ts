import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { RunningService } from '@tooling/services';

import { jitarCli } from '../test/cluster.js';
import { createFaultApplication } from '../test/fault-application.js';
import { pace } from '../test/load.js';
import { percentile } from '../test/process-measures.js';
import { makeCall } from './calls.js';
import { measureGrowth, median } from './growth.js';
import type { Growth } from './growth.js';
import { sample } from './sampling.js';
import type { ProcessSample } from './sampling.js';

/** How long and how hard a cluster is used. */
export interface SoakOptions
{
    readonly minutes: number;
    /** Calls a second; default half of what the cluster can. */
    readonly rate?: number | undefined;
    /** Seconds between two looks at the processes; default 30. */
    readonly interval?: number | undefined;
    /** Hears how it goes, at each look. */
    readonly onProgress?: (progress: SoakProgress) => void;
}

/** The calls since the last look. */
export interface SoakProgress
{
    readonly seconds: number;
    readonly calls: number;
    readonly failed: number;
    /** Milliseconds that calls took. */
    readonly median: number;
    readonly p99: number;
}

/** What became of one process. */
export interface SoakedProcess extends Readonly<Record<keyof ProcessSample, Growth>>
{
    readonly name: string;
    readonly samples: readonly ProcessSample[];
}

export interface SoakResult
{
    /** Calls a second that the cluster can, where it was tried, and that were to be made. */
    readonly peak: number | undefined;
    readonly rate: number;
    readonly calls: number;
    readonly failed: number;
    /** What was wrong with the first calls that failed. */
    readonly failures: readonly string[];
    readonly progress: readonly SoakProgress[];
    readonly processes: readonly SoakedProcess[];
    /** What still grows at the end. */
    readonly growing: readonly string[];
}

const probe = fileURLToPath(new URL('heap-probe.mjs', import.meta.url));
const program = [process.execPath, '--expose-gc', `--import=${probe}`, jitarCli];

/** What a measure may gain in half of the time and still be said to stay. */
const tolerances: Readonly<Record<keyof ProcessSample, number>> = { memory: 10_000_000, heap: 1_000_000, handles: 5, links: 0 };

/** Calls at a time, so that a cluster that stumbles is not drowned. */
const atATime = 64;

/** Milliseconds in which the peak is looked for; in the first half the processes warm up. */
const peakTime = 10_000;

/** Uses a cluster of a gateway, three nodes, and one that calls these, and looks whether it stays as it is. */
export async function soak({ minutes, rate: wanted, interval = 30, onProgress }: SoakOptions): Promise<SoakResult>
{
    await using application = await createFaultApplication(1);
    const { cluster, gateways: [url = ''] } = application;

    await cluster.start('gateway-1', { program });
    await Promise.all([...['work', 'work', 'work'].map(name => cluster.start(name, { program })), cluster.start('relay', { program })]);
    await expectReady(url);

    const peak = wanted === undefined ? await findPeak(url) : undefined;
    const rate = wanted ?? Math.round((peak ?? 0) / 2);

    const samples: ProcessSample[][] = [];
    const progress: SoakProgress[] = [];
    const failures: string[] = [];
    const begin = performance.now();
    const end = begin + minutes * 60_000;
    const elapsed = (): number => performance.now() - begin;
    let times: number[] = [];
    let calls = 0;
    let failed = 0;
    let running = 0;
    let paused = false;

    const load = pace({ rate, atATime, isOver: () => performance.now() >= end, isPaused: () => paused }, async number =>
    {
        running++;

        const { milliseconds, failure } = await makeCall(url, number);

        running--;
        calls++;
        times.push(milliseconds);

        if (failure !== undefined)
        {
            failed++;
            failures.push(...failures.length < 20 ? [`${(elapsed() / 1000).toFixed(1)} s: ${failure}`] : []);
        }
    });

    while (performance.now() < end)
    {
        await wait(Math.min(interval * 1000, Math.max(0, end - performance.now())));
        paused = true;

        // What calls hold that run is no growth.
        while (running > 0)
        {
            await wait(5);
        }

        samples.push(await sample(cluster.services));
        paused = false;

        const now: SoakProgress = { seconds: Math.round(elapsed() / 1000), calls, failed, median: median(times), p99: percentile(times, 0.99) };

        times = [];
        progress.push(now);
        onProgress?.(now);
    }

    await load;

    const processes = cluster.services.map((service, index) => summarize(service, samples.map(each => each[index] as ProcessSample)));
    const growing = processes.flatMap(({ name, samples: _samples, ...measures }) => Object.entries(measures).flatMap(([measure, growth]) => growth.growing ? [`${measure} of ${name}`] : []));

    return { peak, rate, calls, failed, failures, progress, processes, growing };
}

/** The nodes register one after another. */
async function expectReady(url: string): Promise<void>
{
    const ready = async (path: string): Promise<boolean> => (await fetch(`${url}/rpc/${path}?text=ready&milliseconds=0`)).ok;

    while (!await ready('relay/relayEcho') || !await ready('work/echo'))
    {
        await wait(50);
    }
}

/** As many calls a second as get answers when there are always so many under way. */
async function findPeak(url: string): Promise<number>
{
    const begin = performance.now();
    const warm = begin + peakTime / 2;
    let number = 0;
    let counted = 0;

    await Promise.all(Array.from({ length: atATime / 2 }, async () =>
    {
        while (performance.now() < begin + peakTime)
        {
            await makeCall(url, number++);
            counted += performance.now() > warm ? 1 : 0;
        }
    }));

    return Math.round(counted / (performance.now() - warm) * 1000);
}

function summarize({ name, pid }: RunningService, samples: readonly ProcessSample[]): SoakedProcess
{
    const grow = (measure: keyof ProcessSample): Growth => measureGrowth(samples.map(each => each[measure]), tolerances[measure]);

    return { name: `${name} (${String(pid)})`, samples, memory: grow('memory'), heap: grow('heap'), handles: grow('handles'), links: grow('links') };
}
