import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { onTestFinished } from 'vitest';

/** Makes a folder with these files, for the length of a test. */
export async function createFolder(files: Readonly<Record<string, unknown>>): Promise<string>
{
    const folder = await mkdtemp(join(tmpdir(), 'jitar-config-'));

    onTestFinished(() => rm(folder, { recursive: true, force: true }));

    for (const [name, content] of Object.entries(files))
    {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    }

    return folder;
}

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }>
{
    try
    {
        await promise;
    }
    catch (error)
    {
        return error as Error & { code?: string };
    }

    throw new Error('Nothing was thrown.');
}
