import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startService } from '@tooling/services';
import type { RunningService, StartOptions } from '@tooling/services';

import type { Application } from './application.js';

/** What a run of a built split tells. */
export interface SplitRun
{
    /** What the driver did, as text. */
    readonly record: string;
    /** The calls between segments, in the order of their ends. */
    readonly calls: readonly string[];
}

type Start = (name: string, env?: Readonly<Record<string, string>>) => Promise<RunningService>;

const trustKey = 'the key of the tests';
const url = 'http://127.0.0.1:0';
const timeout = 60_000;

/** Runs a built split with all its segments in one process. */
export async function runInOneProcess(application: Application, segments: readonly string[]): Promise<SplitRun>
{
    return play(application, { standalone: { url, timeout, standalone: { segments, trustKey } } }, async start => start('standalone'));
}

/** Runs a built split with each segment in a process of its own, behind a gateway. */
export async function runInSeveralProcesses(application: Application, segments: readonly string[]): Promise<SplitRun>
{
    const nodes = segments.map(segment => [segment, { url, timeout, node: { segments: [segment], gateway: '${GATEWAY_URL}', trustKey } }]);

    return play(application, { gateway: { url, timeout, gateway: { trustKey } }, ...Object.fromEntries(nodes) as object }, async start =>
    {
        const gateway = await start('gateway');

        await Promise.all(segments.map(async segment => start(segment, { GATEWAY_URL: gateway.url })));

        return gateway;
    });
}

/** Starts services, lets the driver drive at the one that is answered, and stops them. */
async function play({ folder }: Application, files: Readonly<Record<string, unknown>>, place: (start: Start) => Promise<RunningService>): Promise<SplitRun>
{
    const services: RunningService[] = [];
    const calls: string[] = [];

    await mkdir(join(folder, 'services'), { recursive: true });

    const onRecord: StartOptions['onRecord'] = ({ msg, kind, segment, fqn }) =>
    {
        if (msg === 'Call' && (kind === 'local' || kind === 'forward') && segment !== undefined)
        {
            calls.push(String(fqn));
        }
    };

    const start: Start = async (name, env = {}) =>
    {
        await writeFile(join(folder, 'services', `${name}.json`), JSON.stringify(files[name]));

        const service = await startService({ name, service: `services/${name}.json`, cwd: folder, env, args: ['--log-level=debug'], onRecord });

        services.push(service);

        return service;
    };

    try
    {
        const entry = await place(start);
        const response = await fetch(`${entry.url}/rpc/drive`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
        const record = await response.text();

        if (response.status !== 200)
        {
            throw new Error([`The driver answered ${response.status}: ${record}`, ...services.flatMap(({ name, text }) => [`${name}:`, ...text])].join('\n'));
        }

        // Their last words are read before what they said is counted.
        await stop(services);

        return { record, calls };
    }
    finally
    {
        await stop(services);
    }
}

async function stop(services: RunningService[]): Promise<void>
{
    await Promise.all(services.splice(0).reverse().map(async service => service.stop()));
}
