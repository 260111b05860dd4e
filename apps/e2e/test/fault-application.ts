import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { buildApplication, createCluster, createTemporaryFolder, trustKey } from './cluster.js';
import type { Cluster } from './cluster.js';
import { findFreePort } from './traders-cluster.js';

/** An application that writes down what it does, and services of it that may be ended at any moment. */
export interface FaultApplication extends AsyncDisposable
{
    readonly cluster: Cluster;
    /** The addresses of the gateways `gateway-1`, `gateway-2` and so on, which stay the same. */
    readonly gateways: readonly string[];
    /** The calls that ran, in the order of their beginning, each as often as it ran. */
    journal(): { readonly id: string; readonly pid: number }[];
}

const modules: Readonly<Record<string, string>> = {
    'src/work/record.js': `
        import { appendFileSync } from 'node:fs';

        /** Writes down that it ran, takes a moment, and tells in which process. */
        async function record(id, milliseconds)
        {
            appendFileSync(process.env.JOURNAL, id + ' ' + process.pid + '\\n');
            await new Promise(resolve => setTimeout(resolve, Number(milliseconds)));

            return process.pid;
        }

        export async function recordOften(id, milliseconds) { return record(id, milliseconds); }
        export async function recordOnce(id, milliseconds) { return record(id, milliseconds); }`,
    'src/relay/relay.js': `
        import { recordOnce } from '../work/record.js';

        /** Calls another node. */
        export async function relay(id, milliseconds) { return recordOnce(id, milliseconds); }`,
    'segments/work.json': JSON.stringify({
        './work/record': { recordOften: { access: 'public', idempotent: true }, recordOnce: { access: 'public' } }
    }),
    'segments/relay.json': JSON.stringify({ './relay/relay': { relay: { access: 'public' } } }),
    'package.json': JSON.stringify({ type: 'module' }),
    'jitar.json': '{}'
};

/** @param gatewayCount - How many gateways every node registers with; the one that is started must have their addresses. */
export async function createFaultApplication(gatewayCount: number, { timeout = 15_000 }: { readonly timeout?: number } = {}): Promise<FaultApplication>
{
    const folder = createTemporaryFolder();
    const gateways = await Promise.all(Array.from({ length: gatewayCount }, async () => `http://127.0.0.1:${String(await findFreePort())}`));
    const node = (segment: string): unknown => ({ url: 'http://127.0.0.1:0', timeout, node: { segments: [segment], gateway: gateways, trustKey } });

    const services: Record<string, unknown> = {
        work: node('work'),
        relay: node('relay'),
        proxy: { url: 'http://127.0.0.1:0', proxy: { gateway: gateways, repository: gateways[0], trustKey } },
        ...Object.fromEntries(gateways.map((url, index) => [`gateway-${String(index + 1)}`, { url, timeout, gateway: { trustKey } }]))
    };

    const files = { ...modules, ...Object.fromEntries(Object.entries(services).map(([name, service]) => [`services/${name}.json`, JSON.stringify(service)])) };

    for (const [file, content] of Object.entries(files))
    {
        mkdirSync(dirname(join(folder.path, file)), { recursive: true });
        writeFileSync(join(folder.path, file), content);
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
            const [id = '', pid] = line.split(' ');

            return { id, pid: Number(pid) };
        }),

        async [Symbol.asyncDispose]()
        {
            await cluster[Symbol.asyncDispose]();
            folder[Symbol.dispose]();
        }
    };
}
