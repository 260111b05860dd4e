import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { hashContent } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';

import type { BuildMemory } from './build-memory.js';
import { mapPathOf } from './built-module.js';
import type { BuiltModule, OutputDescription } from './built-module.js';
import type { CompiledModule } from './module-compiler.js';
import type { PackageFile } from './package-file.js';
import { pathWithin } from './source-files.js';
import type { BuildFolders, SourceFiles } from './source-files.js';
import { inTurns } from './source-texts.js';
import type { TargetFolder } from './target-folder.js';

/** A file that a build makes. */
export interface OutputFile
{
    /** Relative to the target folder. */
    readonly path: string;
    readonly content: string;
    /** The SHA-256 of the content. */
    readonly hash: string;
}

const packagePath = 'package.json';
const packageContent = '{ "type": "module" }\n';

/** The files of a compiled module: its code, and its source map. */
export function listOutputFiles({ path, code, sourceMap }: CompiledModule, { hash, mapHash }: BuiltModule): readonly OutputFile[]
{
    return [
        { path, content: code, hash },
        ...sourceMap === undefined || mapHash === undefined ? [] : [{ path: mapPathOf(path), content: sourceMap, hash: mapHash }]
    ];
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
        : [{ path: packagePath, content: packageContent, hash: hashContent(packageContent) }];
}

/** The sources that stand in the target folder, relative to it: where both folders are the same, say. */
export function listSourcesInTarget({ source, target }: Pick<BuildFolders, 'source' | 'target'>, { modules, assets }: SourceFiles): ReadonlySet<string>
{
    const within = pathWithin(target, source);
    const prefix = within === undefined || within === '' ? within : `${within}/`;

    return new Set(prefix === undefined ? [] : [...modules, ...assets].map(path => `${prefix}${path}`));
}

/** What files are written with. */
export interface WriteContext
{
    readonly target: TargetFolder;
    readonly memory: BuildMemory;
    /** The paths in the target that hold sources, which are left alone. */
    readonly sources: ReadonlySet<string>;
}

/** Whether a file is as the build has left it, as far as that can be told without reading it. */
export function isIntact(path: string, hash: string, { target, memory }: Pick<WriteContext, 'target' | 'memory'>): boolean
{
    const known = memory.files.get(path);

    return known?.hash === hash && known.stamp === target.stampOf(path);
}

/** Writes the files that differ from what is there; gives the paths of those. */
export async function writeOutput(outputs: readonly OutputFile[], context: WriteContext): Promise<readonly string[]>
{
    const changed = await inTurns(outputs.filter(({ path }) => !context.sources.has(path)), file => write(file, context) ? file.path : undefined);

    return changed.filter(path => path !== undefined);
}

/** Copies the assets that differ from what is there; gives the paths of those. */
export async function copyAssets(assets: readonly OutputDescription[], source: string, context: WriteContext): Promise<readonly string[]>
{
    const touched = assets.filter(({ path, hash }) => !context.sources.has(path) && !isIntact(path, hash, context));
    const changed = await inTurns(touched, ({ path }) =>
    {
        const content = readFileSync(join(source, path));

        return write({ path, content, hash: hashContent(content) }, context) ? path : undefined;
    });

    return changed.filter(path => path !== undefined);
}

function write({ path, content, hash }: { readonly path: string; readonly content: string | Uint8Array; readonly hash: string }, { target, memory }: WriteContext): boolean
{
    const { changed, stamp } = target.write(path, content);

    memory.files.set(path, { hash, stamp });

    return changed;
}

/** Removes what an earlier build wrote and this one did not; what has become a source in the meantime stays. */
export function removeStale(previous: Manifest | undefined, own: readonly string[], { target, memory, sources }: WriteContext): readonly string[]
{
    const kept = new Set([...own, ...sources]);
    const stale = (previous?.written ?? []).filter(path => !kept.has(path));

    for (const path of stale)
    {
        target.remove(path);
        memory.files.delete(path);
    }

    return stale;
}
