import { resolve } from 'node:path';

import type { ProjectConfig, ResourceConfig, SegmentConfig } from '@jitar/config';

import { openBuildCache } from './build-cache.js';
import { createMemory } from './build-memory.js';
import type { BuildProgress, BuildResult } from './build-result.js';
import { addFrames } from './diagnostic-frames.js';
import { describeFileFailure } from './file-failures.js';
import { createPipeline } from './pipeline.js';
import { findSources, isProjectFile, readProject } from './project.js';
import type { Project } from './project.js';
import { pathWithin } from './source-files.js';
import type { BuildFolders } from './source-files.js';

/** What is built, and how. */
export interface BuildOptions
{
    /** The project's folder. */
    readonly folder: string;
    readonly config: ProjectConfig;
    readonly segments: readonly SegmentConfig[];
    readonly resources: readonly ResourceConfig[];
    /** Called after each step. */
    readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
    /**
     * The folder in which the builder keeps what it may need again when it is started anew; relative to the project's
     * folder. Whatever happens to it, a build gives the same. Default: it remembers only as long as it lives.
     */
    readonly cacheFolder?: string | undefined;
}

/** Builds an application, as often as it changes. */
export interface Builder
{
    /**
     * Builds what the source folder holds now. What is wrong in the application is in the result, all at once. What an earlier
     * build made, and what nobody has touched since, is not made again.
     *
     * @throws `FILE_NOT_FOUND` without a source folder; `FILE_NOT_USABLE` for a file that cannot be read or written;
     * `INVALID_CONFIGURATION` for a `package.json`, a `tsconfig.json` or a file name that cannot be used.
     */
    build(): Promise<BuildResult>;
    /**
     * Builds again after some files have changed, appeared or gone: only these are looked at, and only what they
     * touch is analysed, planned and written.
     *
     * @param paths - The files, absolute or relative to the project's folder. Others than sources count as far as they
     * have a say in the build.
     * @throws as `build`.
     */
    update(paths: readonly string[]): Promise<BuildResult>;
    /** Takes other segments and resources for the builds to come. */
    configure(configuration: Pick<BuildOptions, 'segments' | 'resources'>): void;
    /** Writes what it remembers to the cache folder; each `build` does, and `update` leaves it to its caller. */
    keep(): void;
}

/**
 * Makes a builder. Each of its builds starts when the one before has ended.
 *
 * @example
 * ```ts
 * const builder = createBuilder({ folder: '.', config, segments, resources });
 *
 * await builder.build();
 * await builder.update(['src/sales/getMonthData.ts']);
 * ```
 */
export function createBuilder(options: BuildOptions): Builder
{
    const memory = createMemory();
    let { segments, resources } = options;
    const cache = options.cacheFolder === undefined ? undefined : openBuildCache(resolve(options.folder, options.cacheFolder));
    const pipeline = createPipeline({ memory, options: () => ({ ...options, segments, resources }), recallModels: sources => cache?.recallModels(memory, sources) });
    let project: Project | undefined;
    let turn: Promise<unknown> = Promise.resolve();

    /** One build at a time: they share a memory and a target. */
    const inTurn = (work: () => Promise<BuildResult>): Promise<BuildResult> =>
    {
        const folder = resolve(options.folder);
        const built = turn.then(work).catch((error: unknown) => { throw describeFileFailure(error, folder); });
        const result = built.then(async outcome => ({ ...outcome, diagnostics: await addFrames(outcome.diagnostics, folder) }));

        turn = result.catch(() => undefined);

        return result;
    };

    const buildAll = async (): Promise<BuildResult> =>
    {
        if (project === undefined)
        {
            cache?.recallOutputs(memory);
        }

        project = undefined;

        const current = await readProject(options, memory);
        const result = await pipeline.run(current);

        project = current;
        cache?.keep(memory);

        return result;
    };

    const updateSome = async (paths: readonly string[]): Promise<BuildResult> =>
    {
        const current = project;
        const files = paths.map(path => resolve(options.folder, path));

        if (current === undefined || standsAmongSources(current.folders) || files.some(file => isProjectFile(file, current)))
        {
            return buildAll();
        }

        const change = await findSources(current, files.map(file => pathWithin(current.folders.source, file)).filter(path => path !== undefined));

        // Files that appear or go may change the meaning of imports, links and folders anywhere.
        return change.structural ? buildAll() : pipeline.follow(change);
    };

    return {
        build: () => inTurn(buildAll),
        update: paths => inTurn(() => updateSome(paths)),
        configure: configuration => { ({ segments, resources } = configuration); },
        keep: () => { cache?.keep(memory); }
    };
}

/** Whether the build writes where the sources are, so that only its manifest tells them apart. */
function standsAmongSources({ source, target }: BuildFolders): boolean
{
    return source === target;
}

/**
 * Builds an application once.
 *
 * @example
 * ```ts
 * const config = await readProjectConfig('.', { env });
 * const { segments, resources } = await readApplicationConfig('.', { config, env });
 * const result = await buildApplication({ folder: '.', config, segments, resources });
 * ```
 */
export async function buildApplication(options: BuildOptions): Promise<BuildResult>
{
    return createBuilder(options).build();
}
