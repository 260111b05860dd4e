import { createError, hasCode } from '@jitar/errors';
import type { Clock } from '@jitar/link';
import { parseManifest, readManifest } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { createBackoff, pause } from './backoff.js';
import { createFileCache } from './file-cache.js';
import type { FileCache } from './file-cache.js';
import type { NodeEvent } from './node-options.js';
import { checkPackages } from './packages.js';
import { createRepositoryClient } from './repository-client.js';
import type { RepositoryClient } from './repository-client.js';
import { findRequirements } from './required-files.js';

/** A built application on this machine, complete for one node. */
export interface Application
{
    /** The URL of its folder, with a slash at the end. */
    readonly root: string;
    readonly manifest: Manifest;
}

/** What a node needs of an application, and where that is. */
export interface ApplicationOptions
{
    readonly segments: readonly string[];
    /** The service modules, as the service file names them. */
    readonly modules: readonly string[];
    readonly folder: string;
    /** Absent: the application is in the folder. */
    readonly repository: string | undefined;
    readonly cacheFolder: string;
    readonly trustKey: string | undefined;
    readonly fetch: typeof fetch;
    readonly clock: Clock;
    readonly random: () => number;
    readonly tell: (event: NodeEvent) => void;
    /** Ends the waiting for a repository. */
    readonly signal: AbortSignal;
}

/** Files that are fetched at a time. */
const parallel = 8;

/** How often files may not fit the manifest before that is no build that is being written: some ten seconds. */
const mostMisfits = 6;

/**
 * Opens a built application: that of a folder, or of a repository, for which it waits until it can be reached.
 *
 * @throws `BUILD_NOT_FOUND`, `INVALID_MANIFEST`, `SEGMENT_NOT_FOUND`, `INVALID_MODULE`, `MISSING_PACKAGE`,
 * `REPOSITORY_REFUSED`, `FILE_CORRUPT`; the reason of the signal when it aborts.
 */
export async function openApplication(options: ApplicationOptions): Promise<Application>
{
    const { folder, manifest } = options.repository === undefined ? await openFolder(options.folder) : await fetchPatiently(options, options.repository);

    await checkPackages(findRequirements(manifest, options.segments, options.modules).packages, folder);

    return { root: `${pathToFileURL(folder).href}/`, manifest };
}

interface OpenedFolder
{
    readonly folder: string;
    readonly manifest: Manifest;
}

async function openFolder(folder: string): Promise<OpenedFolder>
{
    const manifest = await readManifest(folder);

    // Modules know themselves by their real path.
    return { manifest, folder: await realpath(folder) };
}

async function fetchPatiently(options: ApplicationOptions, url: string): Promise<OpenedFolder>
{
    const { trustKey, fetch, clock, random, tell, signal } = options;
    const client = createRepositoryClient({ url, trustKey, fetch, signal });
    const cache = createFileCache(resolve(options.cacheFolder));
    const backoff = createBackoff({ first: 250, longest: 5000, random });
    const told = new Set<string>();
    let misfits = 0;

    for (;;)
    {
        try
        {
            return await fetchApplication({ client, cache, url }, options);
        }
        catch (error)
        {
            signal.throwIfAborted();

            const trouble = hasCode(error, 'SERVICE_UNREACHABLE')
                ? { kind: 'repository-unreachable' as const, message: `The repository at ${url} cannot be reached; trying again` }
                // A build writes its manifest last: until then its files are newer than what it lists.
                : hasCode(error, 'FILE_CORRUPT') && misfits++ < mostMisfits
                    ? { kind: 'repository-changing' as const, message: `The files of the repository at ${url} do not fit its manifest; trying again, in case it is being built` }
                    : undefined;

            if (trouble === undefined)
            {
                throw error;
            }

            if (!told.has(trouble.kind))
            {
                told.add(trouble.kind);
                tell({ ...trouble, level: 'warn', error });
            }
        }

        await pause(backoff.next(), clock, signal);
        signal.throwIfAborted();
    }
}

interface Source
{
    readonly client: RepositoryClient;
    readonly cache: FileCache;
    readonly url: string;
}

async function fetchApplication(source: Source, options: ApplicationOptions): Promise<OpenedFolder>
{
    const { client, cache, url } = source;
    const manifest = parseManifest(await client.manifest(), url);
    const folder = await cache.openBuild(manifest.build);

    await fetchFiles({ manifest, folder }, source, options);

    return { folder, manifest };
}

async function fetchFiles({ manifest, folder }: OpenedFolder, { client, cache }: Source, { segments, modules, tell }: ApplicationOptions): Promise<void>
{
    const waiting = [...findRequirements(manifest, segments, modules).files].map(([path, sha256]) => ({ path, sha256 }));
    const count = waiting.length;
    let fetched = 0;

    const work = async (): Promise<void> =>
    {
        for (let file = waiting.pop(); file !== undefined; file = waiting.pop())
        {
            const { path } = file;
            const isNew = await cache.provide(folder, file, async () =>
            {
                const content = await client.file(path);

                if (content === undefined)
                {
                    throw createError('FILE_CORRUPT', { file: path });
                }

                return content;
            });

            fetched += isNew ? 1 : 0;
        }
    };

    const outcomes = await Promise.allSettled(Array.from({ length: parallel }, () => work().catch((error: unknown) =>
    {
        // The others finish what they have begun, and begin nothing more.
        waiting.length = 0;

        throw error;
    })));

    const failed = outcomes.find(outcome => outcome.status === 'rejected');

    if (failed !== undefined)
    {
        throw failed.reason;
    }

    tell({ kind: 'files-fetched', level: 'info', message: `Fetched ${String(fetched)} of ${String(count)} files of the application` });
}
