import { existsSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, posix, resolve } from 'node:path';

import { findModule } from '@jitar/segmentation';
import type { Resolution, Resolve } from '@jitar/segmentation';
import { resolveExports, resolveImports } from 'resolve-pkg-maps';

import type { PackageFile } from './package-file.js';
import { pathWithin } from './source-files.js';
import type { BuildFolders, SourceFiles } from './source-files.js';
import type { TypeScriptSettings } from './typescript-settings.js';

/** What resolution looks into. */
export interface ResolutionContext
{
    readonly folders: Pick<BuildFolders, 'project' | 'source' | 'target'>;
    readonly files: SourceFiles;
    readonly packageFile: PackageFile;
    readonly findPaths: TypeScriptSettings['findPaths'];
}

const missing: Resolution = { kind: 'missing' };

/** The conditions of `imports` and `exports` that hold in a built application. */
const conditions: readonly string[] = ['node', 'import', 'module-sync', 'default'];

/**
 * Makes the function that finds what a specifier leads to: relative paths as TypeScript, Node and bundlers have
 * them, `#imports` and the package's own name, `paths` and `baseUrl`, built-ins, URLs and packages.
 */
export function createResolve({ folders, files, packageFile, findPaths }: ResolutionContext): Resolve
{
    const links = files.links ?? new Map<string, string>();
    const modules = new Set(files.modules);
    const assets = new Set(files.assets);
    const outside = new Map<string, boolean>();
    const realPath = (path: string): string => links.get(path) ?? path;

    return function resolveSpecifier(specifier, importer)
    {
        if (specifier === '')
        {
            return missing;
        }

        if (/^\.\.?(?:\/|$)/.test(specifier))
        {
            const path = pathWithin(folders.source, resolve(folders.source, posix.dirname(importer), specifier));

            return path === undefined ? missing : findFile(specifier.endsWith('/') ? `${path}/` : path) ?? missing;
        }

        if (specifier.startsWith('#'))
        {
            return resolveImport(specifier);
        }

        if (isBuiltin(specifier))
        {
            return { kind: 'package', name: specifier, builtin: true };
        }

        return findConfiguredPath(specifier) ?? findOwnExport(specifier) ?? (leadsOutside(specifier) ? missing : resolveOutside(specifier));
    };

    function findFile(path: string): Resolution | undefined
    {
        const module = findModule(path, candidate => modules.has(realPath(candidate)));

        if (module !== undefined)
        {
            return { kind: 'module', path: realPath(module) };
        }

        const asset = [path, `${path}.json`, posix.join(path, 'index.json')].find(candidate => assets.has(realPath(candidate)));

        return asset === undefined ? undefined : { kind: 'asset', path: realPath(asset) };
    }

    function findAbsolute(path: string): Resolution | undefined
    {
        // What a package file names may be the built application instead of its source.
        const inSource = [pathWithin(folders.source, path), pathWithin(folders.target, path)];

        return inSource.map(inner => inner === undefined ? undefined : findFile(inner)).find(resolution => resolution !== undefined);
    }

    function findConfiguredPath(specifier: string): Resolution | undefined
    {
        return findPaths(specifier).map(findAbsolute).find(resolution => resolution !== undefined);
    }

    /** Whether `paths` or `baseUrl` lead to a file that is no source, and the built application would look for a package that is not there. */
    function leadsOutside(specifier: string): boolean
    {
        const known = outside.get(specifier)
            ?? (findPaths(specifier).some(path => !path.includes('node_modules') && findModule(path, isFile) !== undefined) && !isInstalled(packageName(specifier), folders.source));

        outside.set(specifier, known);

        return known;
    }

    function resolveImport(specifier: string): Resolution
    {
        const targets = attempt(() => resolveImports({ ...packageFile.imports }, specifier, conditions));

        return targets.map(target => target.startsWith('.') ? findAbsolute(resolve(folders.project, target)) : resolveTarget(target)).find(resolution => resolution !== undefined)
            ?? findConfiguredPath(specifier)
            ?? missing;
    }

    /** A package behind an `#import` goes by its own name, since the built application may stand elsewhere. */
    function resolveTarget(target: string): Resolution
    {
        return isBuiltin(target) ? { kind: 'package', name: target, builtin: true, specifier: target } : { ...resolveOutside(target), specifier: target } as Resolution;
    }

    function findOwnExport(specifier: string): Resolution | undefined
    {
        const { name, exports } = packageFile;

        if (name === undefined || exports === undefined || packageName(specifier) !== name)
        {
            return undefined;
        }

        const targets = attempt(() => resolveExports(exports, specifier.slice(name.length + 1), conditions));

        return targets.map(target => findAbsolute(resolve(folders.project, target))).find(resolution => resolution !== undefined);
    }
}

/** The name of the package in a specifier: `@scope/name/file.js` is of `@scope/name`. */
export function packageName(specifier: string): string
{
    return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function resolveOutside(specifier: string): Resolution
{
    if (/^[a-z][a-z\d+.-]*:/i.test(specifier))
    {
        return { kind: 'package', name: specifier, builtin: true };
    }

    return specifier.startsWith('/') ? missing : { kind: 'package', name: packageName(specifier), builtin: false };
}

/** Whether a folder, or one around it, has a package. */
function isInstalled(name: string, folder: string): boolean
{
    return existsSync(resolve(folder, 'node_modules', name)) || (dirname(folder) !== folder && isInstalled(name, dirname(folder)));
}

function isFile(path: string): boolean
{
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The library throws where nothing fits. */
function attempt(find: () => string[]): readonly string[]
{
    try
    {
        return find();
    }
    catch
    {
        return [];
    }
}
