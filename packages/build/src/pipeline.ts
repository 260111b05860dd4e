import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { analyzeModule } from '@jitar/analysis';
import { hashContent, manifestPath } from '@jitar/manifest';
import { createPlanner } from '@jitar/segmentation';
import type { PlanInput } from '@jitar/segmentation';

import type { BuildMemory } from './build-memory.js';
import type { BuildProgress, BuildResult } from './build-result.js';
import type { BuildOptions } from './builder.js';
import { describeInputs } from './build-inputs.js';
import { isIntact } from './output-files.js';
import { createProducer } from './producer.js';
import type { Project, SourceChange } from './project.js';
import { createServerOnly } from './server-packages.js';
import { inTurns, readSources } from './source-texts.js';
import type { SourceText } from './source-texts.js';
import { createResolve } from './specifier-resolution.js';
import { createTargetFolder } from './target-folder.js';

/** What a pipeline works with. */
export interface PipelineOptions
{
    readonly memory: BuildMemory;
    readonly options: () => BuildOptions;
    /** Fills the memory with the models that are known of these sources. */
    readonly recallModels: (sources: readonly SourceText[]) => void;
}

/** The way from sources to the built application. */
export interface Pipeline
{
    /** Builds from all sources and assets. */
    run(project: Project): Promise<BuildResult>;
    /** Builds what a change touches. */
    follow(change: SourceChange): Promise<BuildResult>;
}

/** Makes the pipeline of a builder. */
export function createPipeline({ memory, options, recallModels }: PipelineOptions): Pipeline
{
    const report = (step: BuildProgress['step'], files: number): void => options().onProgress?.({ step, files });
    const planner = createPlanner();
    const produce = createProducer({ memory, options, report });
    /** The SHA-256 of all sources and assets by path. */
    const hashes = new Map<string, string>();
    let isPlanned = false;

    async function run(project: Project): Promise<BuildResult>
    {
        const { folders, files } = project;

        isPlanned = false;
        hashes.clear();

        // Somebody has built since, so what is remembered of the target is not the last of it.
        if (project.previous !== undefined && memory.last?.manifest !== project.previous)
        {
            memory.last = undefined;
        }

        const sources = await readSources(folders.source, files.modules);

        takeHashes(project, sources);
        await hashAssets(project, files.assets);
        report('list', hashes.size);

        return repeatLast(project) ?? planAll(project, sources);
    }

    async function follow({ project, modules, assets }: SourceChange): Promise<BuildResult>
    {
        // After a build that had nothing to do, nothing is known yet that a change could be followed from.
        const sources = await readSources(project.folders.source, isPlanned ? modules : project.files.modules);
        const changed = sources.filter(({ path, hash }) => hashes.get(path) !== hash);

        takeHashes(project, sources);
        await hashAssets(project, assets);

        if (!isPlanned)
        {
            return planAll(project, sources);
        }

        await analyze(project, changed);

        const plan = planner.update({ ...inputOf(project), changed: changed.map(({ path }) => path) });
        // Where the manifest is gone, more may be.
        const verify = !isIntact(manifestPath, memory.last?.manifest.build ?? '', { memory, target: createTargetFolder(project.folders.target) });

        return produce(plan, { project, hashes, verify });
    }

    function takeHashes({ files }: Project, sources: readonly SourceText[]): void
    {
        const current = new Set([...files.modules, ...files.assets]);

        [hashes, memory.models].forEach(known => [...known.keys()].filter(path => !current.has(path)).forEach(path => known.delete(path)));
        sources.forEach(({ path, hash }) => hashes.set(path, hash));
    }

    async function hashAssets({ folders }: Project, paths: readonly string[]): Promise<void>
    {
        await inTurns(paths, path => hashes.set(path, hashContent(readFileSync(join(folders.source, path)))));
    }

    /** The result of the last build, where nothing has changed since, neither in what it was made from nor in what it wrote. */
    function repeatLast(project: Project): BuildResult | undefined
    {
        const { last, files } = memory;
        const context = { memory, target: createTargetFolder(project.folders.target) };

        if (last === undefined || last.manifest !== project.previous || last.inputs !== describeInputs({ project, hashes, options: options(), previous: last.manifest }))
        {
            return undefined;
        }

        const { diagnostics, segments, manifest } = last;
        const untouched = [...files].every(([path, { hash }]) => isIntact(path, hash, context));

        return untouched ? { succeeded: true, diagnostics, segments, manifest, written: [], removed: [] } : undefined;
    }

    async function planAll(project: Project, sources: readonly SourceText[]): Promise<BuildResult>
    {
        recallModels(sources);
        await analyze(project, sources);

        const plan = planner.plan(inputOf(project));

        isPlanned = true;

        return produce(plan, { project, hashes, verify: true });
    }

    async function analyze({ settings: { analysis } }: Project, sources: readonly SourceText[]): Promise<void>
    {
        // What compilers are told has a say in the model.
        const settings = JSON.stringify(analysis);
        const keyOf = ({ hash }: SourceText): string => hash + settings;
        const unknown = sources.filter(source => memory.models.get(source.path)?.key !== keyOf(source));

        await inTurns(unknown, source =>
        {
            const { path, code } = source;

            memory.models.set(path, { key: keyOf(source), model: analyzeModule({ path, code, ...analysis }) });
        });

        report('analyze', unknown.length);
    }

    function inputOf({ folders, files, packageFile, settings, prefix }: Project): PlanInput
    {
        return {
            modules: files.modules.map(path => memory.models.get(path)?.model).filter(model => model !== undefined),
            segments: options().segments,
            resources: options().resources,
            resolve: createResolve({ folders, files, packageFile, findPaths: settings.findPaths }),
            isServerOnly: createServerOnly(folders.project),
            sourcePrefix: prefix
        };
    }

    return { run, follow };
}
