import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildApplication, createCluster, createTemporaryFolder, trustKey } from './cluster.js';
import type { Cluster } from './cluster.js';
import { findFreePort } from './traders-cluster.js';

/** An application that writes down what it does, and services of it that may be ended at any moment. */
export interface FaultApplication extends AsyncDisposable
{
    readonly cluster: Cluster;
    /** The addresses of the gateways `gateway-1`, `gateway-2` and so on, which stay the same. */
    readonly gateways: readonly string[];
    /** What the application wrote down: the calls that ran, in the order of their beginning, each as often as it ran. */
    journal(): Note[];
}

/** A line of what the application wrote down. */
export interface Note
{
    readonly id: string;
    readonly pid: number;
    /** Milliseconds since 1970, with fractions. */
    readonly at: number;
}

/** What the services of the application are like. */
export interface FaultApplicationOptions
{
    /** Milliseconds until a call must have ended. */
    readonly timeout?: number;
    /** Further keys of the node that works. */
    readonly work?: Readonly<Record<string, unknown>>;
    /** Further keys of the gateways. */
    readonly gateway?: Readonly<Record<string, unknown>>;
}

const e2eFolder = fileURLToPath(new URL('../', import.meta.url));

/** @param gatewayCount - How many gateways every node registers with; the one that is started must have their addresses. */
export async function createFaultApplication(gatewayCount: number, { timeout = 15_000, work, gateway }: FaultApplicationOptions = {}): Promise<FaultApplication>
{
    const folder = createTemporaryFolder();
    const gateways = await Promise.all(Array.from({ length: gatewayCount }, async () => `http://127.0.0.1:${String(await findFreePort())}`));
    const node = (segment: string, more = {}): unknown => ({ url: 'http://127.0.0.1:0', timeout, node: { segments: [segment], gateway: gateways, trustKey, ...more } });

    const services: Record<string, unknown> = {
        work: node('work', work),
        relay: node('relay'),
        proxy: { url: 'http://127.0.0.1:0', proxy: { gateway: gateways, repository: gateways[0], trustKey } },
        ...Object.fromEntries(gateways.map((url, index) => [`gateway-${String(index + 1)}`, { url, timeout, gateway: { trustKey, ...gateway } }]))
    };

    cpSync(join(e2eFolder, 'faults'), folder.path, { recursive: true });
    symlinkSync(join(e2eFolder, 'node_modules'), join(folder.path, 'node_modules'));
    mkdirSync(join(folder.path, 'services'));

    for (const [name, service] of Object.entries(services))
    {
        writeFileSync(join(folder.path, 'services', `${name}.json`), JSON.stringify(service));
    }

    const journal = join(folder.path, 'journal');

    writeFileSync(journal, '');

    const { code, output } = buildApplication(folder.path);

    if (code !== 0)
    {
        throw new Error(output);
    }

    const cluster = createCluster(folder.path, { JOURNAL: journal });

    return {
        cluster,
        gateways,
        journal: () => readFileSync(journal, 'utf8').split('\n').filter(line => line !== '').map(line =>
        {
            const [id = '', pid, at] = line.split(' ');

            return { id, pid: Number(pid), at: Number(at) };
        }),

        async [Symbol.asyncDispose]()
        {
            await cluster[Symbol.asyncDispose]();
            folder[Symbol.dispose]();
        }
    };
}
