import { hashContent } from '@jitar/manifest';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { createFolder } from '../test/built-application.js';
import { createFileCache } from './file-cache.js';

const encoder = new TextEncoder();
const file = { path: 'sales/orders.sales.js', sha256: hashContent('export {};') };

function serving(content: string): { fetch: () => Promise<Uint8Array>; readonly count: number }
{
    const source = { count: 0, fetch: async () => { source.count++; return encoder.encode(content); } };

    return source;
}

async function listAll(folder: string): Promise<string[]>
{
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });

    return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

describe('a file cache', () =>
{
    it('fetches a content once, for all builds and all starts', async () =>
    {
        const folder = await createFolder();
        const source = serving('export {};');
        const cache = createFileCache(folder);
        const first = await cache.openBuild('build-1');

        expect(await cache.provide(first, file, source.fetch)).toBe(true);
        expect(await cache.provide(first, file, source.fetch)).toBe(false);
        expect(await createFileCache(folder).provide(await cache.openBuild('build-2'), { ...file, path: 'other.js' }, source.fetch)).toBe(false);

        expect(source.count).toBe(1);
        expect(await readFile(join(first, file.path), 'utf8')).toBe('export {};');
        expect(await listAll(folder)).toEqual(['builds/build-1/sales/orders.sales.js', 'builds/build-2/other.js', `objects/${file.sha256.slice(0, 2)}/${file.sha256}`, 'package.json']);
    });

    it('refuses what has another hash, and keeps nothing of it', async () =>
    {
        const folder = await createFolder();
        const cache = createFileCache(folder);
        const tree = await cache.openBuild('build-1');

        await expect(cache.provide(tree, file, serving('evil();').fetch)).rejects.toMatchObject({ code: 'FILE_CORRUPT' });
        expect(await listAll(folder)).toEqual(['package.json']);
    });

    it('fetches anew what was changed since', async () =>
    {
        const folder = await createFolder();
        const cache = createFileCache(folder);
        const tree = await cache.openBuild('build-1');
        const source = serving('export {};');

        await cache.provide(tree, file, source.fetch);
        await writeFile(join(tree, file.path), 'changed();');

        expect(await cache.provide(tree, file, source.fetch)).toBe(true);
        expect(await readFile(join(tree, file.path), 'utf8')).toBe('export {};');
    });

    it('serves several processes at a time, and leaves no scraps', async () =>
    {
        const folder = await createFolder();
        const caches = Array.from({ length: 8 }, () => createFileCache(folder));

        await Promise.all(caches.map(async cache => cache.provide(await cache.openBuild('build-1'), file, serving('export {};').fetch)));

        expect(await listAll(folder)).toEqual(['builds/build-1/sales/orders.sales.js', `objects/${file.sha256.slice(0, 2)}/${file.sha256}`, 'package.json']);
    });

    it('gives a build with a wicked id a harmless folder', async () =>
    {
        const folder = await createFolder();
        const tree = await createFileCache(join(folder, 'cache')).openBuild('../../escape');

        expect(tree.startsWith(join(folder, 'cache', 'builds'))).toBe(true);
    });
});
