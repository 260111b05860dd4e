import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A file below a folder. */
export interface StoredFile
{
    /** Where it really is, links resolved. */
    readonly location: string;
    /** Its real path relative to the folder, with `/`. */
    readonly path: string;
    /** In bytes. */
    readonly size: number;
    /** Milliseconds since 1970. */
    readonly modified: number;
}

/**
 * Finds a file below a folder.
 *
 * @returns `undefined` where there is none, where it is no regular file, and where links lead out of the folder.
 */
export async function findFile(folder: string, path: string): Promise<StoredFile | undefined>
{
    try
    {
        const [root, location] = await Promise.all([realpath(folder), realpath(join(folder, path))]);

        if (!location.startsWith(root.endsWith(sep) ? root : root + sep))
        {
            return undefined;
        }

        const { size, mtimeMs, ...status } = await describe(location);

        return status.regular ? { location, path: relative(root, location).split(sep).join('/'), size, modified: mtimeMs } : undefined;
    }
    catch (error)
    {
        if (isMissing(error))
        {
            return undefined;
        }

        throw error;
    }
}

async function describe(location: string): Promise<{ size: number; mtimeMs: number; regular: boolean }>
{
    const status = await stat(location);

    return { size: status.size, mtimeMs: status.mtimeMs, regular: status.isFile() };
}

/** A path that is too long, or runs through a file, leads to nothing as well. */
function isMissing(error: unknown): boolean
{
    const code = (error as NodeJS.ErrnoException).code ?? '';

    return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL', 'EACCES'].includes(code);
}
