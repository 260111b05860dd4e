import { statSync } from 'node:fs';
import { join, relative } from 'node:path';

import { hashContent } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';

import type { BuildOptions } from './builder.js';
import { listPackageFile } from './output-files.js';
import type { Project } from './project.js';

/** Everything that a build is made from. */
export interface BuildInputs
{
    readonly project: Project;
    /** The SHA-256 of all sources and assets by path. */
    readonly hashes: ReadonlyMap<string, string>;
    readonly options: Pick<BuildOptions, 'segments' | 'resources'>;
    /** What an earlier build left. */
    readonly previous: Manifest | undefined;
}

/** Stands for everything that a build is made from: with the same inputs it gives the same. */
export function describeInputs({ project, hashes, options, previous }: BuildInputs): string
{
    const { packageFile, prefix, files } = project;
    const sources = [...files.modules, ...files.assets].map(path => [path, hashes.get(path)]);

    return hashContent(JSON.stringify([sources, options.segments, options.resources, describeSettings(project), packageFile, prefix, listPackageFile({ ...project, previous }), describePackages(project)]));
}

/** What package managers write last: with these files other packages may be there. */
const packageRecords = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'node_modules', 'node_modules/.package-lock.json'];

function describePackages({ folders }: Project): readonly (number | undefined)[]
{
    return packageRecords.map(file => statSync(join(folders.project, file), { throwIfNoEntry: false })?.mtimeMs);
}

/** Stands for how modules are compiled. */
export function describeSettings({ settings, folders }: Project): string
{
    return JSON.stringify([settings.identity, relative(folders.target, folders.source)]);
}
