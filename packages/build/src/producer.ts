import { createError } from '@jitar/errors';
import { formatManifest, manifestPath } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';
import { emitPart, listParts } from '@jitar/segmentation';
import type { Diagnostic, Plan, PlannedPart } from '@jitar/segmentation';

import type { BuildMemory } from './build-memory.js';
import type { BuildProgress, BuildResult, FailedBuild } from './build-result.js';
import type { BuildOptions } from './builder.js';
import { createManifests } from './built-manifest.js';
import { describeBuilt, originOf, outputsOf } from './built-module.js';
import type { BuiltModule, OutputDescription } from './built-module.js';
import { compileModules } from './module-compiler.js';
import type { CompileFailure } from './module-compiler.js';
import { describeInputs, describeSettings } from './build-inputs.js';
import { describeFailures, findConflicts } from './output-checks.js';
import { copyAssets, isIntact, listOutputFiles, listPackageFile, listSourcesInTarget, removeStale, writeOutput } from './output-files.js';
import type { OutputFile, WriteContext } from './output-files.js';
import type { Project } from './project.js';
import { summarizeSegment } from './segment-summary.js';
import { createTargetFolder } from './target-folder.js';

/** What producers share from build to build. */
export interface ProducerOptions
{
    readonly memory: BuildMemory;
    readonly options: () => BuildOptions;
    readonly report: (step: BuildProgress['step'], files: number) => void;
}

/** What is produced from, beside the plan. */
export interface Materials
{
    readonly project: Project;
    /** The SHA-256 of all sources and assets by path. */
    readonly hashes: ReadonlyMap<string, string>;
    /** Whether the files that earlier builds wrote are looked at, in case somebody has touched them. */
    readonly verify: boolean;
}

/** Makes the files of the built application from a plan, those left out that are there already. */
export type Produce = (plan: Plan, materials: Materials) => Promise<BuildResult>;

interface Compiled
{
    /** All modules of the built application. */
    readonly built: readonly BuiltModule[];
    /** The files of those that have to be written. */
    readonly files: readonly OutputFile[];
    readonly compiled: number;
    readonly failures: readonly CompileFailure[];
}

/** Makes the last part of a pipeline. */
export function createProducer({ memory, options, report }: ProducerOptions): Produce
{
    const origins = new WeakMap<object, string>();
    /** The modules that were made from what a planner may hand out again. */
    const produced = new WeakMap<object, BuiltModule>();
    const describeApplication = createManifests();

    return async function produce(plan, materials)
    {
        const { project, hashes } = materials;
        const { folders, files, packageFile, prefix } = project;

        report('plan', plan.modules.filter(planned => !origins.has(planned)).length);

        if (hasErrors(plan.diagnostics))
        {
            return fail(plan.diagnostics);
        }

        const previous = memory.last?.manifest ?? project.previous;
        const context: WriteContext = { memory, target: createTargetFolder(folders.target), sources: listSourcesInTarget(folders, files) };
        const { built, files: made, compiled, failures } = await compile(plan, materials, context);
        const packageFiles = listPackageFile({ folders, files, packageFile, previous });
        const assets = files.assets.map((path): OutputDescription => ({ path, source: path, hash: hashes.get(path) ?? '' }));
        const outputs = [...built.flatMap(outputsOf), ...packageFiles, ...folders.source === folders.target ? [] : assets];
        const conflicts = await findConflicts(outputs, { folders, files, previous, prefix });
        const diagnostics = [...plan.diagnostics, ...describeFailures(failures, prefix), ...conflicts];

        if (hasErrors(diagnostics))
        {
            return fail(diagnostics);
        }

        report('compile', compiled);

        const changed = [...await writeOutput([...made, ...packageFiles], context), ...await copyAssets(assets, folders.source, context)];
        const own = outputs.map(({ path }) => path).filter(path => !context.sources.has(path));
        const manifest = describeApplication({ plan, modules: built, assets: Object.fromEntries(assets.map(({ path, hash }) => [path, hash])), ranges: packageFile.ranges, written: own });
        const removed = removeStale(previous, own, context);
        const written = [...changed, ...keepManifest(manifest, context)].sort();
        const segments = plan.segments.map(summarizeSegment);

        remember(plan, built);
        memory.last = { inputs: describeInputs({ project, hashes, options: options(), previous: manifest }), diagnostics, segments, manifest };
        report('write', written.length);

        return { succeeded: true, diagnostics, segments, written, removed, manifest };
    };

    /** What is written now is there for the builds to come. */
    function remember(plan: Plan, built: readonly BuiltModule[]): void
    {
        const parts = listParts(plan);

        memory.modules.clear();

        built.forEach((module, index) =>
        {
            const planned = parts[index]?.planned;

            memory.modules.set(module.path, module);

            if (typeof planned === 'object')
            {
                produced.set(planned, module);
            }
        });
    }

    /** Compiles what is not there already. */
    async function compile(plan: Plan, { project, hashes, verify }: Materials, context: WriteContext): Promise<Compiled>
    {
        const settings = describeSettings(project);
        const parts = listParts(plan);
        const pending: { readonly part: PlannedPart; readonly origin: string }[] = [];

        const isThere = ({ path, hash }: OutputDescription): boolean => verify ? isIntact(path, hash, context) : memory.files.get(path)?.hash === hash;

        const known = parts.map(part =>
        {
            const same = verify || typeof part.planned === 'string' ? undefined : produced.get(part.planned);

            if (same !== undefined)
            {
                return same;
            }

            const origin = findOrigin(part, hashes, settings);
            const module = memory.modules.get(part.path);

            if (module?.origin === origin && outputsOf(module).every(isThere))
            {
                return module;
            }

            pending.push({ part, origin });

            return undefined;
        });

        const { compiled, failures } = await compileModules(pending.map(({ part }) => emitPart(part, { keepLines: true })), { settings: project.settings, ...project.folders });

        const described = compiled.map((module, index) => describeBuilt(module, pending[index]?.origin ?? ''));
        const files = compiled.flatMap((module, index) => described[index] === undefined ? [] : listOutputFiles(module, described[index]));
        const made = described.values();

        return { built: known.map(module => module ?? made.next().value).filter(module => module !== undefined), files, compiled: compiled.length, failures };
    }

    function findOrigin(part: PlannedPart, hashes: ReadonlyMap<string, string>, settings: string): string
    {
        if (typeof part.planned === 'string')
        {
            return originOf(part, hashes, settings);
        }

        // What a planner hands out again has not changed, nor has its source.
        const origin = origins.get(part.planned) ?? originOf(part, hashes, settings);

        origins.set(part.planned, origin);

        return origin;
    }
}

function keepManifest(manifest: Manifest, { target, memory }: WriteContext): readonly string[]
{
    const { changed, stamp } = target.write(manifestPath, formatManifest(manifest));

    memory.files.set(manifestPath, { hash: manifest.build, stamp });

    return changed ? [manifestPath] : [];
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
