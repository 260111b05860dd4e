import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { applicationFolder, buildApplication, createCluster, createTemporaryFolder } from './cluster.js';

const source = createTemporaryFolder();

beforeAll(() =>
{
    cpSync(applicationFolder, source.path, { recursive: true, filter: path => !/[\\/](?:dist|\.jitar)$/u.test(path) });
    expect(buildApplication(source.path)).toMatchObject({ code: 0 });
});

afterAll(() => { source[Symbol.dispose](); });

/** Stands between a node and its repository, and notes what the node asks for; `spoil` changes what it gets. */
async function createObserver(target: string, spoil: (path: string, body: Buffer) => Buffer = (_path, body) => body): Promise<{ url: string; paths: string[] } & Disposable>
{
    const paths: string[] = [];
    const server = createServer((incoming, outgoing) =>
    {
        paths.push(incoming.url ?? '');
        incoming.pipe(request(`${target}${incoming.url ?? ''}`, { method: incoming.method, headers: incoming.headers }, answer =>
        {
            const chunks: Buffer[] = [];

            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.on('end', () =>
            {
                const { 'content-length': _length, 'transfer-encoding': _encoding, ...headers } = answer.headers;

                outgoing.writeHead(answer.statusCode ?? 500, headers);
                outgoing.end(spoil(incoming.url ?? '', Buffer.concat(chunks)));
            });
        }));
    });

    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));

    return {
        paths, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
        [Symbol.dispose]() { server.closeAllConnections(); server.close(); }
    };
}

const files = (paths: readonly string[]): string[] => paths.filter(path => path.includes('/files/')).map(path => path.slice(path.indexOf('/files/') + 7)).sort();

describe('a node that a repository feeds', () =>
{
    it('downloads its own segment only, and a second time only what changed', async () =>
    {
        using folder = createTemporaryFolder();
        await using cluster = createCluster(source.path);

        const [, repository] = [await cluster.start('gateway'), await cluster.start('repository')];
        using observer = await createObserver(repository.url);

        const start = async (): Promise<void> =>
        {
            const node = await cluster.start('back-from-repository', { cwd: folder.path, service: join(source.path, 'services/back-from-repository.json'), env: { REPOSITORY_URL: observer.url } });

            await cluster.stop(node);
        };

        await start();

        const first = files(observer.paths.splice(0));

        expect(first).toEqual(expect.arrayContaining(['back.segment.js', 'back/values.back.js', 'back/failures.back.js', 'shared/Order.js']));
        expect(first.filter(path => path.includes('front') || path.endsWith('.ts') || path.endsWith('.map'))).toEqual([]);
        expect(new Set(first).size).toBe(first.length);

        await start();

        expect(files(observer.paths.splice(0))).toEqual([]);

        const module = join(source.path, 'src/back/failures.ts');
        writeFileSync(module, readFileSync(module, 'utf8').replace('not a chai', 'no chai at all'));
        expect(buildApplication(source.path)).toMatchObject({ code: 0 });

        await start();

        expect(files(observer.paths.splice(0))).toEqual(['back/failures.back.js']);
    });

    it('mends a file of its cache that was changed', async () =>
    {
        using folder = createTemporaryFolder();
        await using cluster = createCluster(source.path);

        const gateway = await cluster.start('gateway');
        await cluster.start('repository');

        const start = async (name: string): ReturnType<typeof cluster.start> =>
            cluster.start(`${name}-from-repository`, { cwd: folder.path, service: join(source.path, `services/${name}-from-repository.json`) });

        await cluster.stop(await start('back'));

        for (const file of readdirSync(join(folder.path, '.jitar'), { recursive: true, encoding: 'utf8' }))
        {
            const path = join(folder.path, '.jitar', file);

            if (file.endsWith('failures.back.js'))
            {
                rmSync(path);
                writeFileSync(path, 'export async function fail() { return "tampered"; }');
            }
        }

        await start('back');
        await start('front');

        const response = await fetch(`${gateway.url}/rpc/front/caught?kind=own`);

        expect(await response.text()).toContain('chai is sold out');
    });

    it('refuses a file that is not the one of the manifest', async () =>
    {
        using folder = createTemporaryFolder();
        await using cluster = createCluster(source.path);

        await cluster.start('gateway');
        const repository = await cluster.start('repository');
        using observer = await createObserver(repository.url, (path, body) => path.endsWith('failures.back.js') ? Buffer.from(`${body.toString()}\nglobalThis.spoiled = true;`) : body);

        await expect(cluster.start('back-from-repository', { cwd: folder.path, service: join(source.path, 'services/back-from-repository.json'), env: { REPOSITORY_URL: observer.url } }))
            .rejects.toThrow(/back\/failures\.back\.js.*does not match the manifest/su);
    });
});
