import { randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';

import { createError } from '@jitar/errors';
import { isSafePath } from '@jitar/manifest';

import { pathWithin } from './source-files.js';

/** A folder that is written to, and never left. */
export interface TargetFolder
{
    /**
     * Writes a file, unless it has this content already. Who reads meanwhile gets the old content or the new one.
     *
     * @returns Whether it was written.
     * @throws `INVALID_CONFIGURATION` when the path leads outside.
     */
    write(path: string, content: string | Uint8Array): Promise<boolean>;
    /** Removes a file, and the folders that it leaves empty. What is gone already is no failure. */
    remove(path: string): Promise<void>;
}

/** Opens a folder for writing; it is made when something is written. */
export function createTargetFolder(folder: string): TargetFolder
{
    const checked = new Map<string, Promise<void>>();

    async function write(path: string, content: string | Uint8Array): Promise<boolean>
    {
        await enter(path);

        const file = join(folder, path);
        const bytes = typeof content === 'string' ? Buffer.from(content) : content;

        if (await hasContent(file, bytes))
        {
            return false;
        }

        const temporary = join(dirname(file), `.${randomUUID()}.tmp`);

        try
        {
            await writeFile(temporary, bytes);
            await rename(temporary, file);
        }
        catch (error)
        {
            await rm(temporary, { force: true });

            throw error;
        }

        return true;
    }

    async function remove(path: string): Promise<void>
    {
        await enter(path);
        await rm(join(folder, path), { force: true });

        for (let parent = posix.dirname(path); parent !== '.'; parent = posix.dirname(parent))
        {
            try
            {
                await rmdir(join(folder, parent));
            }
            catch
            {
                return;
            }
        }
    }

    /** Makes sure that the folder of a file is there, and is really inside: it could be a link to elsewhere. */
    function enter(path: string): Promise<void>
    {
        const parent = posix.dirname(path);
        const check = checked.get(parent) ?? enterFolder(path, parent);

        checked.set(parent, check);

        return check;
    }

    async function enterFolder(path: string, parent: string): Promise<void>
    {
        if (!isSafePath(path))
        {
            throw createError('INVALID_CONFIGURATION', { problems: [`${path} leads out of the target folder`] });
        }

        await mkdir(join(folder, parent), { recursive: true });

        const [root, actual] = await Promise.all([realpath(folder), realpath(join(folder, parent))]);

        if (pathWithin(root, actual) === undefined)
        {
            throw createError('INVALID_CONFIGURATION', { problems: [`${join(folder, parent)} is a link that leads out of the target folder; remove it`] });
        }
    }

    return { write, remove };
}

async function hasContent(file: string, content: Uint8Array): Promise<boolean>
{
    try
    {
        return (await readFile(file)).equals(content);
    }
    catch
    {
        return false;
    }
}
