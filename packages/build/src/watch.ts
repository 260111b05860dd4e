import { basename, dirname, resolve } from 'node:path';

import type { FSWatcher } from 'chokidar';

import type { BuildResult } from './build-result.js';
import { createBuilder } from './builder.js';
import type { BuildOptions } from './builder.js';
import { isProjectFileName } from './project.js';
import { pathWithin, resolveFolders } from './source-files.js';
import type { BuildFolders } from './source-files.js';

/** What is watched, and who is told. */
export interface WatchOptions
{
    /** The project's folder. */
    readonly folder: string;
    /**
     * Reads the configuration: at the start, and whenever one of its files changes.
     *
     * @throws What is wrong with it. Later than at the start that is told, and the next change tries again.
     */
    readonly configure: () => Promise<BuildOptions>;
    /** Files that the configuration is read from, beside the segment and resource files; relative to the project's folder. */
    readonly configurationFiles?: readonly string[] | undefined;
    /** Called after each build that did something. */
    readonly onBuild: (outcome: WatchOutcome) => void;
    /** Called once, when the first build is over and changes are noticed. */
    readonly onReady?: (() => void) | undefined;
    /** Ends the watching. */
    readonly signal: AbortSignal;
}

/** What came of a build. */
export type WatchOutcome =
    /** `duration` is the time in milliseconds since the first change that it is for was noticed. */
    | { readonly kind: 'built'; readonly result: BuildResult; readonly duration: number }
    /** There was no build: the configuration cannot be used, say. */
    | { readonly kind: 'stopped'; readonly error: unknown };

/**
 * So many milliseconds are waited for further changes: editors write a file in several steps, and tools many files at once. It is
 * more than the 50 in which chokidar tells of one change of a file only: what it keeps to itself is read with the one that it told.
 */
const settling = 55;

/**
 * Builds an application, and builds again what a change touches, until the signal ends it. Mistakes in the application are
 * told, and the next change tries again.
 *
 * @throws What keeps the first build from being made.
 */
export async function watchApplication(options: WatchOptions): Promise<void>
{
    const { signal, onBuild } = options;
    const changes = createChanges();
    let configuration = await options.configure();
    let builder = createBuilder(configuration);
    // Before the first build, so that no change is missed while it runs.
    let watcher = await openWatcher(options, configuration, changes.add);
    let isOutdated = false;
    let isBroken = false;

    const tell = (result: BuildResult, start: number): void =>
    {
        onBuild({ kind: 'built', result, duration: performance.now() - start });
        isBroken = !result.succeeded;
    };

    const reconfigure = async (): Promise<BuildResult> =>
    {
        isOutdated = true;

        const next = await options.configure();
        const moved = JSON.stringify(next.config) !== JSON.stringify(configuration.config);

        configuration = next;
        isOutdated = false;

        if (moved)
        {
            await watcher.close();
            builder = createBuilder(configuration);
            watcher = await openWatcher(options, configuration, changes.add);
        }

        builder.configure(configuration);

        return builder.build();
    };

    const rebuild = async (paths: readonly string[], noticed: number): Promise<void> =>
    {
        try
        {
            const isConfigured = !isOutdated && !paths.some(path => isConfiguration(path, options, configuration));
            const result = isConfigured ? await builder.update(paths) : await reconfigure();

            if (!result.succeeded || isBroken || result.written.length + result.removed.length > 0)
            {
                tell(result, noticed);
            }
        }
        catch (error)
        {
            isBroken = true;
            onBuild({ kind: 'stopped', error });
        }
    };

    try
    {
        const start = performance.now();

        tell(await builder.build(), start);
        // What a build without work has not loaded, the first change need not wait for.
        await builder.update([]);
        options.onReady?.();

        while (!signal.aborted)
        {
            const { paths, noticed } = await changes.next(signal);

            if (paths.length > 0)
            {
                await rebuild(paths, noticed);
            }
        }

        builder.keep();
    }
    finally
    {
        await watcher.close();
    }
}

/** The changes that are still to be built. */
interface Changes
{
    readonly add: (path: string) => void;
    /** Waits for changes, and for them to settle; none when the signal ends it. */
    readonly next: (signal: AbortSignal) => Promise<{ readonly paths: readonly string[]; readonly noticed: number }>;
}

function createChanges(): Changes
{
    const pending = new Set<string>();
    let noticed = 0;
    let notify: () => void = () => undefined;

    return {
        add: path =>
        {
            noticed = pending.size === 0 ? performance.now() : noticed;
            pending.add(path);
            notify();
        },
        async next(signal)
        {
            await new Promise<void>(done =>
            {
                const onAbort = (): void => { done(); };
                let timer: NodeJS.Timeout | undefined;

                signal.addEventListener('abort', onAbort, { once: true });
                notify = () =>
                {
                    clearTimeout(timer);
                    timer = setTimeout(() =>
                    {
                        signal.removeEventListener('abort', onAbort);
                        notify = () => undefined;
                        done();
                    }, settling);
                };

                if (signal.aborted)
                {
                    done();
                }
                else if (pending.size > 0)
                {
                    notify();
                }
            });

            const paths = signal.aborted ? [] : [...pending];

            pending.clear();

            return { paths, noticed };
        }
    };
}

/** Starts to watch what a build is made from; resolves when changes are noticed. */
async function openWatcher({ folder, configurationFiles = [] }: WatchOptions, { config }: BuildOptions, onChange: (path: string) => void): Promise<FSWatcher>
{
    const folders = resolveFolders(folder, config);
    const files = configurationFiles.map(file => resolve(folder, file));

    // Loaded where it is needed: most builds are over before anything changes.
    const { watch } = await import('chokidar');

    const watcher = watch([folders.project, folders.source, folders.segments, folders.resources, ...files], {
        ignoreInitial: true,
        ignored: path => !files.includes(path) && !isWatched(path, folders)
    });

    watcher.on('all', (event, path) =>
    {
        if (event === 'add' || event === 'change' || event === 'unlink')
        {
            onChange(resolve(path));
        }
    });

    await new Promise<void>((ready, fail) => void watcher.once('ready', ready).once('error', fail));
    watcher.on('error', () => undefined);

    return watcher;
}

/** Whether a path can have a say: of the project's folder itself only its configuration, as a log of the watching may well be written there. */
export function isWatched(path: string, { project, source, target, segments, resources }: BuildFolders): boolean
{
    const inner = pathWithin(project, path) ?? path;

    if (target !== source && isWithin(target, path) && !isWithin(path, source))
    {
        return false;
    }

    if (inner.split('/').some(part => part === 'node_modules' || (part.startsWith('.') && part !== '..')))
    {
        return false;
    }

    return [source, segments, resources].some(watched => isWithin(watched, path) || isWithin(path, watched)) || (dirname(path) === project && isConfigurationName(basename(path)));
}

function isConfigurationName(name: string): boolean
{
    return name.endsWith('.segment.json') || isProjectFileName(name);
}

function isWithin(folder: string, path: string): boolean
{
    return pathWithin(folder, path) !== undefined;
}

/** Whether a file is one of those that the configuration is read from. */
function isConfiguration(path: string, { folder, configurationFiles = [] }: WatchOptions, { config }: BuildOptions): boolean
{
    const { project, segments, resources } = resolveFolders(folder, config);
    const parent = dirname(path);
    const isSplit = path.endsWith('.json') && (parent === segments || parent === resources);

    return isSplit || (parent === project && basename(path).endsWith('.segment.json')) || configurationFiles.some(file => resolve(folder, file) === path);
}
