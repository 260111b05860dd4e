import { realpath } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import { createError } from '@jitar/errors';

/**
 * The URL of a built application, with a slash at its end: by its real path, because that is how its modules know
 * themselves.
 *
 * @param folder - The target folder of the build.
 * @throws `BUILD_NOT_FOUND` where there is no such folder.
 */
export async function findApplicationUrl(folder: string): Promise<string>
{
    try
    {
        return `${pathToFileURL(await realpath(folder)).href}/`;
    }
    catch (cause)
    {
        throw createError('BUILD_NOT_FOUND', { folder }, { cause });
    }
}
