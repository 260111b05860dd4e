import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { hashContent } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';

import { inBatches } from './batches.js';
import type { CompiledModule } from './module-compiler.js';
import type { PackageFile } from './package-file.js';
import { pathWithin } from './source-files.js';
import type { BuildFolders, SourceFiles } from './source-files.js';
import { createTargetFolder } from './target-folder.js';

/** A file that a build makes. */
export interface OutputFile
{
    /** Relative to the target folder. */
    readonly path: string;
    readonly content: string;
    /** The path of the source module; absent: it is generated. */
    readonly source: string | undefined;
}

/** What was done to the target folder. */
export interface WrittenFiles
{
    /** The SHA-256 of the assets by path. */
    readonly assets: Readonly<Record<string, string>>;
    /** The files that are the build's own: a source that stands in the target folder is not. */
    readonly own: readonly string[];
    /** Those that were written because their content changed. */
    readonly changed: readonly string[];
}

const packagePath = 'package.json';

/** How many files are open at once. */
const batchSize = 32;

/** The files of compiled modules: their code, and its source map. */
export function listOutputFiles(modules: readonly CompiledModule[]): readonly OutputFile[]
{
    return modules.flatMap(({ path, code, source, sourceMap }) => [
        { path, content: code, source },
        ...sourceMap === undefined ? [] : [{ path: `${path}.map`, content: sourceMap, source }]
    ]);
}

/** What says whether the built application needs a package file. */
export interface PackageContext
{
    readonly folders: Pick<BuildFolders, 'source' | 'target'>;
    readonly files: SourceFiles;
    readonly packageFile: PackageFile;
    readonly previous: Manifest | undefined;
}

/**
 * The package file that tells Node that the built files are modules, where the project's own does not. One that
 * somebody else has put there stays; and beside sources, whose meaning it would change, there is none.
 */
export function listPackageFile({ folders, files, packageFile, previous }: PackageContext): readonly OutputFile[]
{
    const { source, target } = folders;
    const provided = files.assets.includes(packagePath) || (existsSync(join(target, packagePath)) && previous?.written.includes(packagePath) !== true);

    return packageFile.type === 'module' || provided || pathWithin(target, source) !== undefined
        ? []
        : [{ path: packagePath, content: '{ "type": "module" }\n', source: undefined }];
}

/** The sources that stand in the target folder, relative to it: where both folders are the same, say. */
export function listSourcesInTarget({ source, target }: Pick<BuildFolders, 'source' | 'target'>, { modules, assets }: SourceFiles): ReadonlySet<string>
{
    const within = pathWithin(target, source);
    const prefix = within === undefined || within === '' ? within : `${within}/`;

    return new Set(prefix === undefined ? [] : [...modules, ...assets].map(path => `${prefix}${path}`));
}

/** Writes the files that differ from what is there. Sources are left alone. */
export async function writeOutput(outputs: readonly OutputFile[], folders: BuildFolders, files: SourceFiles): Promise<WrittenFiles>
{
    const target = createTargetFolder(folders.target);
    const sources = listSourcesInTarget(folders, files);
    const generated = outputs.filter(({ path }) => !sources.has(path));
    const changed = await inBatches(generated, batchSize, async ({ path, content }) => await target.write(path, content) ? [path] : []);
    const assets = await inBatches(files.assets, batchSize, async path =>
    {
        const content = await readFile(join(folders.source, path));
        const own = !sources.has(path);

        return [{ path, hash: hashContent(content), own, changed: own && await target.write(path, content) }];
    });

    return {
        assets: Object.fromEntries(assets.map(({ path, hash }) => [path, hash])),
        own: [...generated.map(({ path }) => path), ...assets.filter(({ own }) => own).map(({ path }) => path)],
        changed: [...changed, ...assets.filter(asset => asset.changed).map(({ path }) => path)]
    };
}

/** Removes what an earlier build wrote and this one did not; what has become a source in the meantime stays. */
export async function removeStale(previous: Manifest | undefined, own: readonly string[], folders: BuildFolders, files: SourceFiles): Promise<readonly string[]>
{
    const target = createTargetFolder(folders.target);
    const kept = new Set([...own, ...listSourcesInTarget(folders, files)]);
    const stale = (previous?.written ?? []).filter(path => !kept.has(path));

    for (const path of stale)
    {
        await target.remove(path);
    }

    return stale;
}
