import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { createCluster, tradersFolder, trustKey } from './cluster.js';
import type { Cluster } from './cluster.js';

/** The services of the reference application, and where outsiders reach them. */
export interface TradersCluster extends AsyncDisposable
{
    readonly address: string;
    readonly cluster: Cluster;
}

const services = ['STANDALONE', 'PROXY', 'GATEWAY', 'REPOSITORY', 'REPORTING', 'SALES_1', 'SALES_2'];

/** Free addresses for the services, as the variables that their files read. */
export async function createTradersEnvironment(data: string): Promise<Record<string, string>>
{
    const addresses = await Promise.all(services.map(async () => `http://127.0.0.1:${String(await findFreePort())}`));

    return { ...Object.fromEntries(services.map((name, index) => [`TRADERS_${name}`, addresses[index] ?? ''])), TRADERS_TRUST_KEY: trustKey, TRADERS_DATA: data };
}

/** Starts the reference application split over six processes. */
export async function createTradersCluster(data: string): Promise<TradersCluster>
{
    const cluster = createCluster(tradersFolder, await createTradersEnvironment(data));

    try
    {
        await Promise.all([cluster.start('gateway'), cluster.start('repository')]);
        await Promise.all([cluster.start('reporting'), cluster.start('sales-1'), cluster.start('sales-2')]);

        const { url } = await cluster.start('proxy');

        return { address: url, cluster, [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose]() };
    }
    catch (error)
    {
        await cluster[Symbol.asyncDispose]();

        throw error;
    }
}

/** A port that was free a moment ago. */
export async function findFreePort(): Promise<number>
{
    const server = createServer();

    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));

    const { port } = server.address() as AddressInfo;

    await new Promise(resolve => server.close(resolve));

    return port;
}
