import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

import type { RunningService } from '@tooling/services';

import { memoryOf } from '../test/process-measures.js';

/** What a process holds at a moment. */
export interface ProcessSample
{
    /** Bytes in memory, of any kind. */
    readonly memory: number;
    /** Bytes on the heap when everything else is collected. */
    readonly heap: number;
    /** Files, sockets and pipes. */
    readonly handles: number;
    /** Sockets whose other end is in another of the services. */
    readonly links: number;
}

/** Milliseconds for a process to collect its garbage. */
const collectionTime = 20_000;

/** Looks at all services at a time. The heap is that of processes that run with the probe. */
export async function sample(services: readonly RunningService[]): Promise<ProcessSample[]>
{
    const heaps = await Promise.all(services.map(askHeap));
    const open = services.map(({ pid }) => listHandles(pid));
    const links = countLinks(open);

    return services.map((service, index) => ({ memory: memoryOf(service) * 1_048_576, heap: heaps[index] ?? 0, handles: open[index]?.length ?? 0, links: links[index] ?? 0 }));
}

async function askHeap({ child, name, records }: RunningService): Promise<number>
{
    const before = records.length;
    const limit = Date.now() + collectionTime;

    child.kill('SIGUSR2');

    for (;;)
    {
        const answer = records.slice(before).find(({ heapUsed }) => heapUsed !== undefined);

        if (answer !== undefined)
        {
            return Number(answer['heapUsed']);
        }

        if (Date.now() > limit)
        {
            throw new Error(`${name} does not tell of its heap.`);
        }

        await new Promise(resolve => setTimeout(resolve, 5));
    }
}

/** What the open handles of a process are, as Linux describes them: of a socket its number. */
function listHandles(pid: number): string[]
{
    const folder = `/proc/${String(pid)}/fd`;

    return readdirSync(folder).flatMap(handle =>
    {
        try
        {
            return readlinkSync(`${folder}/${handle}`);
        }
        catch
        {
            // It was closed meanwhile.
            return [];
        }
    });
}

function countLinks(open: readonly (readonly string[])[]): number[]
{
    const owners = new Map(open.flatMap((handles, owner) => handles.map(handle => [handle, owner] as const)));
    const connections = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1).map(line => line.trim().split(/\s+/)).filter(fields => fields[3] === '01');
    const ownerOf = new Map(connections.map(fields => [`${fields[1] ?? ''} ${fields[2] ?? ''}`, owners.get(`socket:[${fields[9] ?? ''}]`)] as const));
    const counts = open.map(() => 0);

    for (const [ends, owner] of ownerOf)
    {
        const [here, there] = ends.split(' ');
        const other = ownerOf.get(`${there ?? ''} ${here ?? ''}`);

        if (owner !== undefined && other !== undefined && other !== owner)
        {
            counts[owner] = (counts[owner] ?? 0) + 1;
        }
    }

    return counts;
}
