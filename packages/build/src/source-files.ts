import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import { languageOf } from '@jitar/analysis';
import type { ProjectConfig } from '@jitar/config';
import { createError } from '@jitar/errors';
import { hashContent, isSafePath, manifestPath } from '@jitar/manifest';
import type { Manifest } from '@jitar/manifest';
import { escapePath, glob } from 'tinyglobby';

import { findLinkedPaths } from './source-links.js';

/** The folders of a build, as absolute paths. */
export interface BuildFolders
{
    readonly project: string;
    readonly source: string;
    readonly target: string;
    readonly segments: string;
    readonly resources: string;
}

/** The files of an application, relative to its source folder, with `/`. */
export interface SourceFiles
{
    /** What can be split. */
    readonly modules: readonly string[];
    /** What is copied as it is. */
    readonly assets: readonly string[];
    /** Further paths of these files, by symbolic links, each with the path of the file; absent: none. */
    readonly links?: ReadonlyMap<string, string>;
}

/** Files of a project's own folder that configure it, and are no part of the application. */
const projectFiles: readonly string[] = [
    'jitar.json', '*.segment.json', 'package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'yarn.lock', 'bun.lock',
    'tsconfig.json', 'tsconfig.*.json', 'jsconfig.json'
];

/** The folders of a project. */
export function resolveFolders(project: string, config: ProjectConfig): BuildFolders
{
    return {
        project: resolve(project),
        source: resolve(project, config.source),
        target: resolve(project, config.target),
        segments: resolve(project, config.segments),
        resources: resolve(project, config.resources)
    };
}

/** The way from one folder to another that lies in it, with `/`; empty for itself, `undefined` for one outside. */
export function pathWithin(folder: string, inner: string): string | undefined
{
    const path = relative(folder, inner).replaceAll('\\', '/');

    return path === '..' || path.startsWith('../') || /^[A-Za-z]:/.test(path) ? undefined : path;
}

/**
 * Lists the files of an application: neither what its build wrote, nor declarations, packages, dot files and what
 * the configuration ignores.
 *
 * @param previous - The manifest of the target, where there is one: what it lists is no source.
 * @throws `FILE_NOT_FOUND` when there is no source folder; `INVALID_CONFIGURATION` when it is a file, and for names that cannot be used.
 */
export async function listSources(folders: BuildFolders, ignore: readonly string[], previous: Manifest | undefined): Promise<SourceFiles>
{
    if (!await isFolder(folders.source))
    {
        const path = pathWithin(folders.project, folders.source) ?? folders.source;

        throw existsSync(folders.source) ? createError('INVALID_CONFIGURATION', { problems: [`the source folder "${path}" is no folder`] }) : createError('FILE_NOT_FOUND', { file: path });
    }

    const found = await findAll(folders, ignore, ['**/*']);
    const built = await findBuiltFiles(folders, previous);
    const named = found.filter(path => !built.has(path)).sort();
    const links = await findLinkedPaths(folders.source, named);

    return { ...sortOut(named.filter(path => !links.has(path))), links };
}

/**
 * Lists those files of an application that some paths lead to: the files themselves, or what is in the folders.
 *
 * @param paths - Relative to the source folder.
 * @throws `INVALID_CONFIGURATION` for names that cannot be used.
 */
export async function findFiles(folders: BuildFolders, ignore: readonly string[], paths: readonly string[]): Promise<SourceFiles>
{
    const visible = paths.filter(path => path !== '' && !path.split('/').some(part => part.startsWith('.')));

    return visible.length === 0 ? { modules: [], assets: [] } : sortOut(await findAll(folders, ignore, visible.flatMap(path => [escapePath(path), `${escapePath(path)}/**/*`])));
}

async function findAll(folders: BuildFolders, ignore: readonly string[], patterns: readonly string[]): Promise<string[]>
{
    return glob([...patterns], {
        cwd: folders.source,
        ignore: ['**/node_modules/**', '**/*.d.{ts,mts,cts}', ...listConfiguration(folders), ...ignore],
        expandDirectories: false
    });
}

function sortOut(paths: readonly string[]): SourceFiles
{
    const unsafe = paths.filter(path => !isSafePath(path));

    if (unsafe.length > 0)
    {
        throw createError('INVALID_CONFIGURATION', { problems: unsafe.map(path => `${path} has a character in its name that not all systems allow; rename it, or add it to build.ignore`) });
    }

    return {
        modules: paths.filter(path => languageOf(path) !== undefined),
        assets: paths.filter(path => languageOf(path) === undefined)
    };
}

function listConfiguration({ project, source, target, segments, resources }: BuildFolders): string[]
{
    const targetPath = pathWithin(source, target);
    const configured = [segments, resources]
        .map(folder => pathWithin(source, folder))
        .filter(path => path !== undefined && path !== '')
        .map(path => `${escapePath(path ?? '')}/*.json`);

    return [
        ...targetPath === undefined || targetPath === '' ? [] : [`${escapePath(targetPath)}/**`],
        ...source === project ? projectFiles : [],
        ...configured
    ];
}

/** What an earlier build wrote among the sources, as far as nobody has put something else in its place. */
async function findBuiltFiles(folders: BuildFolders, previous: Manifest | undefined): Promise<ReadonlySet<string>>
{
    const prefix = pathWithin(folders.source, folders.target);

    if (prefix !== '' || previous === undefined)
    {
        return new Set();
    }

    const hashes = listHashes(previous);
    const built = await Promise.all(previous.written.map(async path =>
    {
        const hash = hashes.get(path);

        return hash === undefined || await hashFile(join(folders.target, path)) === hash ? [path] : [];
    }));

    return new Set([manifestPath, ...built.flat()]);
}

/** The SHA-256 of the files of a build that have one. */
function listHashes(manifest: Manifest): ReadonlyMap<string, string>
{
    return new Map([
        ...Object.values(manifest.segments).flatMap(segment => Object.entries(segment.files)),
        ...Object.entries(manifest.outer.files).map(([path, file]) => [path, file.sha256] as const),
        ...Object.entries(manifest.assets)
    ]);
}

async function hashFile(path: string): Promise<string | undefined>
{
    try
    {
        return hashContent(await readFile(path));
    }
    catch
    {
        return undefined;
    }
}

async function isFolder(path: string): Promise<boolean>
{
    try
    {
        return (await stat(path)).isDirectory();
    }
    catch
    {
        return false;
    }
}
