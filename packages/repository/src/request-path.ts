import { createError } from '@jitar/errors';
import { isSafePath } from '@jitar/manifest';

/** What a request asks for, relative to a root; `folder`: its address ends in a slash, or is the root itself. */
export interface RequestPath
{
    readonly path: string;
    readonly folder: boolean;
}

/**
 * Reads the path of a URL.
 *
 * @throws `INVALID_REQUEST` when it is not encoded correctly, or could lead out of the root: `..`, a backslash, a
 * control character, an empty part.
 */
export function readRequestPath(url: string): RequestPath
{
    const text = decode(new URL(url).pathname).slice(1);
    const folder = text === '' || text.endsWith('/');
    const path = folder ? text.slice(0, -1) : text;

    if (path !== '' && !isSafePath(path))
    {
        throw createError('INVALID_REQUEST', { reason: 'its path leads nowhere' });
    }

    return { path, folder };
}

function decode(pathname: string): string
{
    try
    {
        return decodeURIComponent(pathname);
    }
    catch (cause)
    {
        throw createError('INVALID_REQUEST', { reason: 'its path is not encoded correctly' }, { cause });
    }
}
