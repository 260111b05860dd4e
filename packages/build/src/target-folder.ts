import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join, posix } from 'node:path';

import { createError } from '@jitar/errors';
import { isSafePath, manifestPath } from '@jitar/manifest';

import { pathWithin } from './source-files.js';

/** What came of writing a file. */
export interface WrittenFile
{
    /** Whether it had another content, or was not there. */
    readonly changed: boolean;
    /** See {@link TargetFolder.stampOf}. */
    readonly stamp: string;
}

/**
 * A folder that is written to, and never left. All is done at once: for files of the size of modules, asking for it takes longer
 * than doing it.
 */
export interface TargetFolder
{
    /**
     * Writes a file, unless it has this content already. Who reads meanwhile gets the old content or the new one.
     *
     * @throws `INVALID_CONFIGURATION` when the path leads outside.
     */
    write(path: string, content: string | Uint8Array): WrittenFile;
    /** Removes a file, and the folders that it leaves empty. What is gone already is no failure. */
    remove(path: string): void;
    /** A text that is another one after a file was written, and none where there is no file. */
    stampOf(path: string): string | undefined;
}

/** Opens a folder for writing; it is made when something is written. */
export function createTargetFolder(folder: string): TargetFolder
{
    const entered = new Set<string>();
    /** Those of them that were not there before. */
    const made = new Set<string>();

    function write(path: string, content: string | Uint8Array): WrittenFile
    {
        enter(path);

        const file = join(folder, path);
        const bytes = typeof content === 'string' ? Buffer.from(content) : content;
        // In a folder that is new nothing is replaced, and nobody reads before the manifest says what is there.
        const first = made.has(posix.dirname(path)) && path !== manifestPath ? create(file, bytes) : undefined;

        if (first !== undefined)
        {
            return { changed: true, stamp: first };
        }

        const present = statSync(file, { throwIfNoEntry: false });

        if (present?.isFile() === true && present.size === bytes.byteLength && readFileSync(file).equals(bytes))
        {
            return { changed: false, stamp: describe(present) };
        }

        return { changed: true, stamp: replace(file, bytes) };
    }

    function remove(path: string): void
    {
        enter(path);
        rmSync(join(folder, path), { force: true });

        for (let parent = posix.dirname(path); parent !== '.'; parent = posix.dirname(parent))
        {
            try
            {
                rmdirSync(join(folder, parent));
                entered.delete(parent);
                made.delete(parent);
            }
            catch
            {
                return;
            }
        }
    }

    function stampOf(path: string): string | undefined
    {
        const present = statSync(join(folder, path), { throwIfNoEntry: false });

        return present?.isFile() === true ? describe(present) : undefined;
    }

    /** Makes sure that the folder of a file is there, and is really inside: it could be a link to elsewhere. */
    function enter(path: string): void
    {
        const parent = posix.dirname(path);

        if (!isSafePath(path))
        {
            throw createError('INVALID_CONFIGURATION', { problems: [`${path} leads out of the target folder`] });
        }

        if (entered.has(parent))
        {
            return;
        }

        if (mkdirSync(join(folder, parent), { recursive: true }) !== undefined)
        {
            made.add(parent);
        }

        if (pathWithin(realpathSync(folder), realpathSync(join(folder, parent))) === undefined)
        {
            throw createError('INVALID_CONFIGURATION', { problems: [`${join(folder, parent)} is a link that leads out of the target folder; remove it`] });
        }

        entered.add(parent);
    }

    return { write, remove, stampOf };
}

/** Writes a file that is not there; gives its stamp, or `undefined` where it is. */
function create(file: string, bytes: Uint8Array): string | undefined
{
    let handle: number;

    try
    {
        handle = openSync(file, 'wx');
    }
    catch (error)
    {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
        {
            return undefined;
        }

        throw error;
    }

    try
    {
        return fill(handle, bytes);
    }
    catch (error)
    {
        rmSync(file, { force: true });

        throw error;
    }
}

function fill(handle: number, bytes: Uint8Array): string
{
    try
    {
        writeFileSync(handle, bytes);

        return describe(fstatSync(handle));
    }
    finally
    {
        closeSync(handle);
    }
}

function replace(file: string, bytes: Uint8Array): string
{
    const temporary = join(dirname(file), `.${randomUUID()}.tmp`);
    const stamp = create(temporary, bytes) ?? '';

    try
    {
        renameSync(temporary, file);
    }
    catch (error)
    {
        rmSync(temporary, { force: true });

        throw error;
    }

    return stamp;
}

function describe({ size, mtimeMs, ino }: Stats): string
{
    return `${String(size)}-${String(mtimeMs)}-${String(ino)}`;
}
