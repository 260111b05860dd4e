import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Manifest } from './index.js';
import { hashContent, manifestPath, parseManifest, readManifest, writeManifest } from './index.js';

const hash = hashContent('content');

const manifest: Manifest = {
    format: 1,
    build: hash,
    segments: {
        sales: {
            files: { 'sales.segment.js': hash, 'sales/getMonthData.sales.js': hash },
            procedures: [{ fqn: 'sales/getMonthData', version: '0.0.0', access: 'protected' }],
            classes: ['domain/Order'],
            calls: [{ fqn: 'stock/reserve', version: '1.0.0' }],
            packages: { '@scope/driver': '^1.0.0' }
        }
    },
    outer: {
        files: { 'page.js': { sha256: hash, imports: ['sales/getMonthData.remote.js'], packages: ['hono'] } },
        classes: [],
        packages: { hono: '^4.0.0' }
    },
    assets: { 'index.html': hash },
    written: ['sales.segment.js', 'page.js', 'index.html']
};

function change(edit: (draft: Record<string, never>) => void): string
{
    const draft = structuredClone(manifest) as unknown as Record<string, never>;

    edit(draft);

    return JSON.stringify(draft);
}

function refusalOf(text: string): string
{
    try
    {
        parseManifest(text, 'of the test');
    }
    catch (error)
    {
        return (error as Error).message;
    }

    return 'none';
}

describe('parseManifest', () =>
{
    it('reads what it is made for', () =>
    {
        expect(parseManifest(JSON.stringify(manifest), 'of the test')).toEqual(manifest);
    });

    it.each([
        ['no JSON', '{', 'it is no JSON'],
        ['no object', '[]', 'it must be an object'],
        ['another format', change(draft => Object.assign(draft, { format: 2 })), 'format 2 is not known'],
        ['a missing part', change(draft => Object.assign(draft, { written: undefined })), 'written must be a list'],
        ['a path that leads outside', change(draft => Object.assign(draft, { assets: { '../a': hash } })), 'assets holds the path "../a", which leads outside'],
        ['a written path that leads outside', change(draft => Object.assign(draft, { written: ['/etc/passwd'] })), 'written[0] holds the path "/etc/passwd", which leads outside'],
        ['a hash that is none', change(draft => Object.assign(draft, { assets: { a: 'x' } })), 'assets.a must be a SHA-256'],
        ['an access that is none', change(draft => Object.assign((draft as unknown as { segments: { sales: { procedures: object[] } } }).segments.sales.procedures[0]!, { access: 'all' })), 'segments.sales.procedures[0].access must be private, protected or public']
    ])('refuses %s', (_, text, reason) =>
    {
        expect(refusalOf(text)).toBe(`The manifest of the test is not valid: ${reason}.`);
    });

    it('keeps odd names as what they are', () =>
    {
        const parsed = parseManifest(JSON.stringify(manifest).replace('"index.html"', '"__proto__"'), 'of the test');

        expect(Object.keys(parsed.assets)).toEqual(['__proto__']);
    });
});

describe('a manifest file', () =>
{
    let folder = '';

    beforeEach(async () =>
    {
        folder = await mkdtemp(join(tmpdir(), 'jitar-manifest-'));
    });

    afterEach(() => rm(folder, { recursive: true }));

    it('is read as it was written, in a folder that need not exist before', async () =>
    {
        await writeManifest(join(folder, 'dist'), manifest);

        expect(await readManifest(join(folder, 'dist'))).toEqual(manifest);
    });

    it('takes the place of the one before, and leaves nothing else behind', async () =>
    {
        await writeManifest(folder, manifest);
        await writeManifest(folder, { ...manifest, build: hashContent('other') });

        expect(await readdir(folder)).toEqual([manifestPath]);
        expect(JSON.parse(await readFile(join(folder, manifestPath), 'utf8'))).toMatchObject({ build: hashContent('other') });
    });

    it('is missing where nothing was built', async () =>
    {
        await expect(readManifest(folder)).rejects.toMatchObject({ code: 'BUILD_NOT_FOUND' });
    });

    it('is refused with its path where it is broken', async () =>
    {
        await writeFile(join(folder, manifestPath), '{}');

        await expect(readManifest(folder)).rejects.toMatchObject({ code: 'INVALID_MANIFEST', message: expect.stringContaining(join(folder, manifestPath)) as string });
    });
});
