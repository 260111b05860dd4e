import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ModuleModel } from '@jitar/analysis';
import type { ProjectConfig, ResourceConfig, SegmentConfig } from '@jitar/config';
import { createError, hasCode } from '@jitar/errors';
import { manifestPath, readManifest, writeManifest } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';
import { emitModules, planSegmentation } from '@jitar/segmentation';
import type { Diagnostic, Plan } from '@jitar/segmentation';

import { analyzeOnce, createAnalysisCache } from './analysis-cache.js';
import type { AnalysisCache } from './analysis-cache.js';
import { inBatches } from './batches.js';
import type { BuildProgress, BuildResult, FailedBuild } from './build-result.js';
import { createManifest } from './built-manifest.js';
import { addFrames } from './diagnostic-frames.js';
import { compileModules } from './module-compiler.js';
import { describeFailures, findConflicts } from './output-checks.js';
import { listOutputFiles, listPackageFile, removeStale, writeOutput } from './output-files.js';
import { readPackageFile } from './package-file.js';
import type { PackageFile } from './package-file.js';
import { createServerOnly } from './server-packages.js';
import { summarizeSegment } from './segment-summary.js';
import { listSources, pathWithin, resolveFolders } from './source-files.js';
import type { BuildFolders, SourceFiles } from './source-files.js';
import { createResolve } from './specifier-resolution.js';
import { readTypeScriptSettings } from './typescript-settings.js';
import type { TypeScriptSettings } from './typescript-settings.js';

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
    /** Where the models of modules are kept between builds; default the memory of the builder. */
    readonly cache?: AnalysisCache | undefined;
}

/** Builds an application, as often as it changes. */
export interface Builder
{
    /**
     * Builds what the source folder holds now. What is wrong in the application is in the result, all at once.
     *
     * @throws `FILE_NOT_FOUND` without a source folder; `INVALID_CONFIGURATION` for a `package.json`, a
     * `tsconfig.json` or a file name that cannot be used.
     */
    build(): Promise<BuildResult>;
}

/** What the files around the sources say, read anew for each build. */
interface Project
{
    readonly folders: BuildFolders;
    readonly files: SourceFiles;
    readonly packageFile: PackageFile;
    readonly settings: TypeScriptSettings;
    /** What an earlier build left. */
    readonly previous: Manifest | undefined;
    /** Goes before the paths of sources in diagnostics. */
    readonly prefix: string;
}

type Report = (step: BuildProgress['step'], files: number) => void;

/** Makes a builder, which analyses again only what has changed since its last build. */
export function createBuilder(options: BuildOptions): Builder
{
    const cache = options.cache ?? createAnalysisCache();
    const report: Report = (step, files) => options.onProgress?.({ step, files });

    async function build(): Promise<BuildResult>
    {
        const project = await readProject(options);

        report('list', project.files.modules.length + project.files.assets.length);

        const models = await readModels(project, cache);

        report('analyze', models.length);

        const { folders, files, packageFile, settings, prefix } = project;
        const plan = planSegmentation({
            modules: models,
            segments: options.segments,
            resources: options.resources,
            resolve: createResolve({ folders, files, packageFile, findPaths: settings.findPaths }),
            isServerOnly: createServerOnly(folders.project),
            sourcePrefix: prefix
        });

        report('plan', plan.modules.length + plan.stubs.length);

        const result = hasErrors(plan.diagnostics) ? fail(plan.diagnostics) : await emit(plan, project, report);

        return { ...result, diagnostics: await addFrames(result.diagnostics, folders.project) };
    }

    return { build };
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

async function readProject({ folder, config }: BuildOptions): Promise<Project>
{
    const folders = resolveFolders(folder, config);
    const previous = await readPrevious(folders);
    const prefix = pathWithin(folders.project, folders.source) ?? folders.source;

    return {
        folders,
        previous,
        files: await listSources(folders, config.build.ignore, previous),
        packageFile: await readPackageFile(folders.project),
        settings: readTypeScriptSettings([folders.source, folders.project]),
        prefix: prefix === '' ? '' : `${prefix}/`
    };
}

async function readPrevious({ source, target }: BuildFolders): Promise<Manifest | undefined>
{
    try
    {
        return await readManifest(target);
    }
    catch (error)
    {
        // Without its list, what a build wrote among the sources could not be told from them.
        if (hasCode(error, 'BUILD_NOT_FOUND') || (hasCode(error, 'INVALID_MANIFEST') && source !== target))
        {
            return undefined;
        }

        throw error;
    }
}

async function readModels({ folders, files, settings: { analysis } }: Project, cache: AnalysisCache): Promise<readonly ModuleModel[]>
{
    return inBatches(files.modules, 32, async path => [analyzeOnce({ path, code: await readFile(join(folders.source, path), 'utf8'), ...analysis }, cache)]);
}

async function emit(plan: Plan, project: Project, report: Report): Promise<BuildResult>
{
    const { folders, files, packageFile, settings, previous, prefix } = project;
    const { compiled, failures } = await compileModules([...emitModules(plan)], { transform: settings.transform, ...folders });
    const outputs = [...listOutputFiles(compiled), ...listPackageFile(project)];
    const conflicts = await findConflicts(outputs, { folders, files, previous, prefix });
    const diagnostics = [...plan.diagnostics, ...describeFailures(failures, prefix), ...conflicts];

    if (hasErrors(diagnostics))
    {
        return fail(diagnostics);
    }

    report('compile', compiled.length);

    const { assets, own, changed } = await writeOutput(outputs, folders, files);
    const manifest = createManifest({ plan, modules: compiled, assets, ranges: packageFile.ranges, written: own });
    const removed = await removeStale(previous, own, folders, files);
    const manifestChanged = JSON.stringify(previous) !== JSON.stringify(manifest);

    if (manifestChanged)
    {
        await writeManifest(folders.target, manifest);
    }

    const written = [...changed, ...manifestChanged ? [manifestPath] : []].sort();

    report('write', written.length);

    return { succeeded: true, diagnostics, segments: plan.segments.map(summarizeSegment), written, removed, manifest };
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean
{
    return diagnostics.some(({ severity }) => severity === 'error');
}

function fail(diagnostics: readonly Diagnostic[]): FailedBuild
{
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;

    return { succeeded: false, diagnostics, error: createError('BUILD_FAILED', { errors }) };
}
