import { basename, dirname } from 'node:path';

import { manifestPath, readManifest } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';
import { hasCode } from '@jitar/errors';

import type { BuildMemory } from './build-memory.js';
import type { BuildOptions } from './builder.js';
import { isIntact } from './output-files.js';
import { readPackageFile } from './package-file.js';
import type { PackageFile } from './package-file.js';
import { findFiles, listSources, pathWithin, resolveFolders } from './source-files.js';
import type { BuildFolders, SourceFiles } from './source-files.js';
import { createTargetFolder } from './target-folder.js';
import { readTypeScriptSettings } from './typescript-settings.js';
import type { TypeScriptSettings } from './typescript-settings.js';

/** What the files around the sources say. */
export interface Project
{
    readonly folders: BuildFolders;
    readonly files: SourceFiles;
    readonly packageFile: PackageFile;
    readonly settings: TypeScriptSettings;
    /** What an earlier build left. */
    readonly previous: Manifest | undefined;
    /** Goes before the paths of sources in diagnostics. */
    readonly prefix: string;
    /** Globs of files that are no part of the application. */
    readonly ignore: readonly string[];
}

/** What of the sources may have changed. */
export interface SourceChange
{
    readonly project: Project;
    /** The files that are there, among those that were asked for. */
    readonly modules: readonly string[];
    readonly assets: readonly string[];
    /** Whether files have appeared or gone. */
    readonly structural: boolean;
}

/** Reads a project anew. */
export async function readProject({ folder, config }: Pick<BuildOptions, 'folder' | 'config'>, memory: BuildMemory): Promise<Project>
{
    const folders = resolveFolders(folder, config);
    const previous = recallManifest(folders, memory) ?? await readPrevious(folders);
    const prefix = pathWithin(folders.project, folders.source) ?? folders.source;
    const { ignore } = config.build;

    return {
        folders, previous, ignore,
        files: await listSources(folders, ignore, previous),
        packageFile: await readPackageFile(folders.project),
        settings: readTypeScriptSettings([folders.source, folders.project]),
        prefix: prefix === '' ? '' : `${prefix}/`
    };
}

/** The manifest that the builder itself has written, if nobody has touched it. */
function recallManifest({ target }: BuildFolders, memory: BuildMemory): Manifest | undefined
{
    const known = memory.files.get(manifestPath);

    return known !== undefined && isIntact(manifestPath, known.hash, { memory, target: createTargetFolder(target) }) ? memory.last?.manifest : undefined;
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

/** Whether a change of a file means that the project has to be read anew. */
export function isProjectFile(path: string, { folders }: Project): boolean
{
    return [folders.project, folders.source].includes(dirname(path)) && isProjectFileName(basename(path));
}

/** Whether a file of this name says something about the sources around it. */
export function isProjectFileName(name: string): boolean
{
    return name === 'package.json' || /^[tj]sconfig(?:\..+)?\.json$/.test(name);
}

/** Finds out what some files, or folders, of the source folder are now. */
export async function findSources(project: Project, paths: readonly string[]): Promise<SourceChange>
{
    const { folders, files, ignore } = project;
    const found = await findFiles(folders, ignore, paths);
    const now = new Set([...found.modules, ...found.assets]);
    const before = new Set([...files.modules, ...files.assets].filter(path => paths.some(asked => path === asked || path.startsWith(`${asked}/`))));
    const structural = now.size !== before.size || [...now].some(path => !before.has(path));

    return { project, ...found, structural };
}
