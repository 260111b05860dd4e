import { readdir, realpath } from 'node:fs/promises';
import { join, posix } from 'node:path';

import { pathWithin } from './source-files.js';

/**
 * Finds the paths that symbolic links give to files which have another one among the sources: Node and TypeScript
 * know a module by its real path, so both paths mean one module. What leads out of the sources is where the link is.
 *
 * @param source - The absolute path of the source folder.
 * @param paths - The files in it, those behind links included.
 * @returns The real path of each file that is linked.
 */
export async function findLinkedPaths(source: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>>
{
    const links = new Map((await Promise.all(listFolders(paths).map(folder => findLinks(source, folder)))).flat());
    const linked = new Map<string, string>();

    if (links.size === 0)
    {
        return linked;
    }

    const root = await realpath(source);
    const known = new Set(paths);

    for (const path of paths)
    {
        const link = nearestLink(path, links);
        const target = link === undefined ? undefined : pathWithin(root, `${links.get(link) ?? ''}${path.slice(link.length)}`);

        if (target !== undefined && target !== path && known.has(target))
        {
            linked.set(path, target);
        }
    }

    return linked;
}

/** All folders on the way to some files. */
function listFolders(paths: readonly string[]): readonly string[]
{
    const folders = new Set(['.']);

    for (const path of paths)
    {
        for (let folder = posix.dirname(path); !folders.has(folder); folder = posix.dirname(folder))
        {
            folders.add(folder);
        }
    }

    return [...folders];
}

async function findLinks(source: string, folder: string): Promise<(readonly [link: string, target: string])[]>
{
    const entries = await readdir(join(source, folder), { withFileTypes: true });
    const links = entries.filter(entry => entry.isSymbolicLink()).map(({ name }) => posix.join(folder, name));

    // One that leads nowhere is no file of the application.
    const targets = await Promise.all(links.map(link => realpath(join(source, link)).catch(() => undefined)));

    return links.flatMap((link, index) => targets[index] === undefined ? [] : [[link, targets[index]] as const]);
}

function nearestLink(path: string, links: ReadonlyMap<string, string>): string | undefined
{
    let candidate = path;

    while (candidate !== '.' && !links.has(candidate))
    {
        candidate = posix.dirname(candidate);
    }

    return candidate === '.' ? undefined : candidate;
}
