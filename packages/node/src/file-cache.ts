import { createError } from '@jitar/errors';
import { hashContent } from '@jitar/manifest';
import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file as a manifest lists it. */
export interface ListedFile
{
    readonly path: string;
    readonly sha256: string;
}

/**
 * Files that were fetched: each content once, by its hash, in `objects`, and below `builds` a tree of each build, in
 * which modules find each other. Several processes may use one folder at a time.
 */
export interface FileCache
{
    /** Makes the tree of a build. Resolves to its folder. */
    openBuild(build: string): Promise<string>;
    /**
     * Makes sure that a tree has a file with the right content; fetches it only when the cache does not have it.
     *
     * @returns Whether it was fetched.
     * @throws `FILE_CORRUPT` when what was fetched has another hash; nothing is kept then.
     */
    provide(tree: string, file: ListedFile, fetch: () => Promise<Uint8Array>): Promise<boolean>;
}

export function createFileCache(folder: string): FileCache
{
    return { openBuild, provide };

    async function openBuild(build: string): Promise<string>
    {
        // Whatever a build calls itself, its folder has a harmless name.
        const tree = join(folder, 'builds', /^[\w-]{1,100}$/.test(build) ? build : hashContent(build));

        await mkdir(tree, { recursive: true });
        await keepPackageFile();

        // Modules know themselves by their real path.
        return realpath(tree);
    }

    /** The files of a build are modules, whatever the package says that the folder lies in. */
    async function keepPackageFile(): Promise<void>
    {
        const file = join(folder, 'package.json');
        const content = '{ "type": "module", "private": true }\n';

        if (await readIfPresent(file) === undefined)
        {
            await replace(file, temporary => writeFile(temporary, content));
        }
    }

    async function provide(tree: string, { path, sha256 }: ListedFile, fetch: () => Promise<Uint8Array>): Promise<boolean>
    {
        const target = join(tree, path);
        const object = join(folder, 'objects', sha256.slice(0, 2), sha256);

        if (await hasContent(target, sha256))
        {
            return false;
        }

        const kept = await hasContent(object, sha256);

        if (!kept)
        {
            const content = await fetch();

            if (hashContent(content) !== sha256)
            {
                throw createError('FILE_CORRUPT', { file: path });
            }

            await replace(object, temporary => writeFile(temporary, content));
        }

        await replace(target, temporary => link(object, temporary).catch(() => copyFile(object, temporary)));

        return !kept;
    }
}

async function hasContent(file: string, sha256: string): Promise<boolean>
{
    const content = await readIfPresent(file);

    return content !== undefined && hashContent(content) === sha256;
}

async function readIfPresent(file: string): Promise<Uint8Array | undefined>
{
    return readFile(file).catch(() => undefined);
}

/** Puts a file in place at once, so that nobody ever sees a part of it. */
async function replace(file: string, write: (temporary: string) => Promise<unknown>): Promise<void>
{
    const temporary = `${file}.${randomUUID()}`;

    await mkdir(dirname(file), { recursive: true });

    try
    {
        await write(temporary);
        await rename(temporary, file);
    }
    finally
    {
        // Renaming does nothing when both are names of one file already.
        await rm(temporary, { force: true });
    }
}
