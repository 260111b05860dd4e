import { readFileSync } from 'node:fs';

/** Megabytes that a process has in memory. */
export function memoryOf({ pid }: { readonly pid: number }): number
{
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) / 1024;
}

/** Seconds for which a process had a processor: what it can do in them depends less on what else the machine does. */
export function processorTimeOf({ pid }: { readonly pid: number }): number
{
    // The name of the process, in brackets, may hold spaces; times are in hundredths.
    const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];

    return (Number(user) + Number(system)) / 100;
}

/** @param share - From 0 to 1. @returns 0 of no values. */
export function percentile(values: readonly number[], share: number): number
{
    const sorted = [...values].sort((left, right) => left - right);

    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
