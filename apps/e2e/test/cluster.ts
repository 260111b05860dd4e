import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startService } from '@tooling/services';
import type { RunningService, StartOptions } from '@tooling/services';

export const jitarCli: string = fileURLToPath(new URL('../../../packages/jitar/bin/jitar.js', import.meta.url));
export const applicationFolder: string = fileURLToPath(new URL('../application/', import.meta.url));
export const tradersFolder: string = fileURLToPath(new URL('../../traders/', import.meta.url));
export const trustKey = 'the key of the tests';

/** Builds an application with the command line, as a user does. */
export function buildApplication(folder: string): { code: number | null; output: string }
{
    const { status, stdout, stderr } = spawnSync(process.execPath, [jitarCli, 'build'], { cwd: folder, encoding: 'utf8' });

    return { code: status, output: `${stdout}${stderr}` };
}

/** Processes that belong together: started one by one, and all stopped at the end. */
export interface Cluster extends AsyncDisposable
{
    readonly services: readonly RunningService[];
    start(name: string, options?: Partial<StartOptions>): Promise<RunningService>;
    /** Forgets a service that the test stopped. */
    stop(service: RunningService, signal?: NodeJS.Signals): Promise<{ code: number | null; signal: string | null }>;
}

/** Starts services of an application from `services/<name>.json`. The addresses of those that run are known to the next ones. */
export function createCluster(folder: string, env: Readonly<Record<string, string>> = {}): Cluster
{
    const services: RunningService[] = [];
    const known: Record<string, string> = { TRUST_KEY: trustKey, ...env };

    return {
        services,

        async start(name, options = {})
        {
            const service = await startService({ name, service: `services/${name}.json`, cwd: folder, ...options, env: { ...known, ...options.env } });

            services.push(service);

            if (name === 'gateway' || name === 'repository')
            {
                known[`${name.toUpperCase()}_URL`] = service.url;
            }

            return service;
        },

        async stop(service, signal)
        {
            services.splice(services.indexOf(service), 1);

            return service.stop(signal);
        },

        async [Symbol.asyncDispose]()
        {
            await Promise.all(services.splice(0).reverse().map(service => service.stop()));
        }
    };
}

/** A folder that is removed when the test is over. */
export function createTemporaryFolder(): { readonly path: string } & Disposable
{
    const path = mkdtempSync(join(tmpdir(), 'jitar-'));

    return { path, [Symbol.dispose]() { rmSync(path, { recursive: true, force: true }); } };
}
