import { createBuildId, segmentBundlePath } from '@jitar/manifest';
import type { Manifest, OuterFile, SegmentManifest } from '@jitar/manifest';
import { collectReachable } from '@jitar/segmentation';
import type { Plan, PlannedSegment } from '@jitar/segmentation';

import type { BuiltModule } from './built-module.js';

/** What a manifest is made of. */
export interface ManifestInput
{
    readonly plan: Pick<Plan, 'segments' | 'outer'>;
    readonly modules: readonly BuiltModule[];
    /** The SHA-256 of the assets by path. */
    readonly assets: Readonly<Record<string, string>>;
    /** The ranges that the application asks for, by package. */
    readonly ranges: Readonly<Record<string, string>>;
    /** The files that the build wrote. */
    readonly written: readonly string[];
}

/**
 * Makes the function that describes built applications, one after the other. Where one differs from the one before in the
 * content of modules alone, all else is taken from there.
 */
export function createManifests(): (input: ManifestInput) => Manifest
{
    let last: { readonly input: ManifestInput; readonly manifest: Manifest } | undefined;

    return input =>
    {
        const manifest = last !== undefined && isOfSameForm(last.input, input)
            ? replaceHashes(last.manifest, input, findChanged(last.input, input))
            : createManifest(input);

        last = { input, manifest };

        return manifest;
    };
}

/** Describes a built application. Everything is in an order of its own, so that equal builds have equal manifests. */
function createManifest({ plan, modules, assets, ranges, written }: ManifestInput): Manifest
{
    const byPath = new Map(modules.map(module => [module.path, module]));
    const bundles = new Set(plan.segments.map(({ name }) => segmentBundlePath(name)));
    const outside = modules.filter(({ path, segment }) => segment === undefined && !bundles.has(path));

    return {
        format: 1,
        build: createBuildId(hashesOf(modules, assets)),
        segments: Object.fromEntries(plan.segments.map(segment => [segment.name, describe(segment)])),
        outer: {
            files: sortByPath(outside.map(module => [module.path, describeOuterFile(module)])),
            classes: plan.outer.classes.map(({ key }) => key),
            packages: rangesOf(outside, ranges)
        },
        assets: sortByPath(Object.entries(assets)),
        written: [...written].sort()
    };

    function describe({ name, procedures, classes, calls }: PlannedSegment): SegmentManifest
    {
        const reached = collectReachable(segmentBundlePath(name), path => byPath.get(path)?.imports ?? []);
        const running = reached.map(path => byPath.get(path)).filter(module => module !== undefined);
        const files = reached.map(path => [path, byPath.get(path)?.hash ?? assets[path]] as const);

        return {
            files: sortByPath(files.filter((file): file is [string, string] => file[1] !== undefined)),
            procedures: procedures.map(({ fqn, version, access }) => ({ fqn, version, access })),
            classes: classes.map(({ key }) => key),
            calls: calls.map(({ fqn, version }) => ({ fqn, version })),
            packages: rangesOf(running, ranges)
        };
    }
}

function describeOuterFile({ hash, imports, packages }: BuiltModule): OuterFile
{
    return { sha256: hash, imports: [...new Set(imports)].sort(), packages: [...new Set(packages)].sort() };
}

function rangesOf(modules: readonly BuiltModule[], ranges: Readonly<Record<string, string>>): Readonly<Record<string, string>>
{
    const names = new Set(modules.flatMap(({ packages }) => packages));

    return Object.fromEntries([...names].sort().map(name => [name, (Object.hasOwn(ranges, name) ? ranges[name] : undefined) ?? '*']));
}

function sortByPath<Value>(entries: readonly (readonly [path: string, value: Value])[]): Readonly<Record<string, Value>>
{
    return Object.fromEntries([...entries].sort(([left], [right]) => left < right ? -1 : 1));
}

/** Whether two applications have the same files with the same imports, and serve the same. */
function isOfSameForm(before: ManifestInput, now: ManifestInput): boolean
{
    return before.plan.segments === now.plan.segments
        && before.plan.outer === now.plan.outer
        && before.ranges === now.ranges
        && isSameList(before.written, now.written)
        && isSameList(Object.entries(before.assets).flat(), Object.entries(now.assets).flat())
        && before.modules.length === now.modules.length
        && now.modules.every((module, index) => isOfSameShape(before.modules[index], module));
}

function isOfSameShape(before: BuiltModule | undefined, now: BuiltModule): boolean
{
    return before === now
        || (before?.path === now.path && before.segment === now.segment && isSameList(before.imports, now.imports) && isSameList(before.packages, now.packages));
}

function isSameList(before: readonly string[], now: readonly string[]): boolean
{
    return before.length === now.length && now.every((item, index) => item === before[index]);
}

function findChanged(before: ManifestInput, now: ManifestInput): readonly BuiltModule[]
{
    return now.modules.filter((module, index) => module !== before.modules[index]);
}

function replaceHashes(manifest: Manifest, { modules, assets }: ManifestInput, changed: readonly BuiltModule[]): Manifest
{
    const { segments, outer } = manifest;

    return {
        ...manifest,
        build: createBuildId(hashesOf(modules, assets)),
        segments: Object.fromEntries(Object.entries(segments).map(([name, segment]) =>
        {
            const own = changed.filter(({ path }) => Object.hasOwn(segment.files, path));

            return [name, own.length === 0 ? segment : { ...segment, files: { ...segment.files, ...hashesOf(own, {}) } }];
        })),
        outer: { ...outer, files: { ...outer.files, ...Object.fromEntries(changed.filter(({ path }) => Object.hasOwn(outer.files, path)).map(module => [module.path, describeOuterFile(module)])) } }
    };
}

/** The SHA-256 of all files by path. */
function hashesOf(modules: readonly BuiltModule[], assets: Readonly<Record<string, string>>): Readonly<Record<string, string>>
{
    return { ...assets, ...Object.fromEntries(modules.map(({ path, hash }) => [path, hash])) };
}
