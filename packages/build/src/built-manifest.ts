import { createBuildId, segmentBundlePath } from '@jitar/manifest';
import type { Manifest, OuterFile, SegmentManifest } from '@jitar/manifest';
import { collectReachable } from '@jitar/segmentation';
import type { Plan, PlannedSegment } from '@jitar/segmentation';

import type { BuiltModule } from './built-module.js';

/** What a manifest is made of. */
export interface ManifestInput
{
    readonly plan: Plan;
    readonly modules: readonly BuiltModule[];
    /** The SHA-256 of the assets by path. */
    readonly assets: Readonly<Record<string, string>>;
    /** The ranges that the application asks for, by package. */
    readonly ranges: Readonly<Record<string, string>>;
    /** The files that the build wrote. */
    readonly written: readonly string[];
}

/** Describes a built application. Everything is in an order of its own, so that equal builds have equal manifests. */
export function createManifest({ plan, modules, assets, ranges, written }: ManifestInput): Manifest
{
    const hashes: Record<string, string> = { ...assets, ...Object.fromEntries(modules.map(({ path, hash }) => [path, hash])) };
    const outside = modules.filter(module => module.segment === undefined && !isBundle(module, plan)).sort(byPath);

    return {
        format: 1,
        build: createBuildId(hashes),
        segments: Object.fromEntries(plan.segments.map(segment => [segment.name, describe(segment)])),
        outer: {
            files: Object.fromEntries(outside.map(module => [module.path, describeOuterFile(module, hashes)])),
            classes: plan.outer.classes.map(({ key }) => key),
            packages: rangesOf(outside.flatMap(({ packages }) => packages), ranges)
        },
        assets: sortKeys(assets),
        written: [...written].sort()
    };

    function describe({ name, procedures, classes, calls }: PlannedSegment): SegmentManifest
    {
        const reached = new Set(collectReachable(segmentBundlePath(name), modules));

        return {
            files: sortKeys(Object.fromEntries([...reached].flatMap(path => hashes[path] === undefined ? [] : [[path, hashes[path]]]))),
            procedures: procedures.map(({ fqn, version, access }) => ({ fqn, version, access })),
            classes: classes.map(({ key }) => key),
            calls: calls.map(({ fqn, version }) => ({ fqn, version })),
            packages: rangesOf(modules.filter(({ path }) => reached.has(path)).flatMap(({ packages }) => packages), ranges)
        };
    }
}

function describeOuterFile({ path, imports, packages }: BuiltModule, hashes: Readonly<Record<string, string>>): OuterFile
{
    return { sha256: hashes[path] ?? '', imports: [...new Set(imports)].sort(), packages: [...new Set(packages)].sort() };
}

function isBundle({ path }: BuiltModule, plan: Plan): boolean
{
    return plan.segments.some(({ name }) => segmentBundlePath(name) === path);
}

function rangesOf(packages: readonly string[], ranges: Readonly<Record<string, string>>): Readonly<Record<string, string>>
{
    return Object.fromEntries([...new Set(packages)].sort().map(name => [name, (Object.hasOwn(ranges, name) ? ranges[name] : undefined) ?? '*']));
}

function sortKeys<Value>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>>
{
    return Object.fromEntries(Object.entries(record).sort(([left], [right]) => left < right ? -1 : 1));
}

function byPath(left: BuiltModule, right: BuiltModule): number
{
    return left.path < right.path ? -1 : 1;
}
