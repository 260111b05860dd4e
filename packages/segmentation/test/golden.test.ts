import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { emitSources, readFixture } from './application.js';

const names = await readdir(new URL('fixtures/', import.meta.url));

async function listFiles(folder: string): Promise<readonly string[]>
{
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });

    return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

// UPDATE_GOLDEN=1 vitest run test/golden.test.ts writes them anew.
describe.each(names)('the application "%s"', async name =>
{
    const folder = new URL(`golden/${name}`, import.meta.url).pathname;
    const emitted = emitSources(await readFixture(name));

    if (process.env['UPDATE_GOLDEN'] !== undefined)
    {
        await rm(folder, { recursive: true, force: true });

        for (const { path, code } of emitted.values())
        {
            await mkdir(dirname(join(folder, path)), { recursive: true });
            await writeFile(join(folder, path), code);
        }
    }

    it('is emitted to these files', async () =>
    {
        expect([...emitted.keys()].sort()).toEqual(await listFiles(folder));
    });

    it.each([...emitted.keys()])('has %s as it stands in the golden file', async path =>
    {
        expect(emitted.get(path)?.code).toBe(await readFile(join(folder, path), 'utf8'));
    });
});
