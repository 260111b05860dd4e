import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';

import { analyzeModule } from '@jitar/analysis';
import { resolveExports } from 'resolve-pkg-maps';
import type { PathConditions } from 'resolve-pkg-maps';

/** What decides where a package runs. */
interface Manifest
{
    readonly main?: unknown;
    readonly module?: unknown;
    readonly browser?: unknown;
    readonly exports?: unknown;
    readonly gypfile?: unknown;
    readonly binary?: unknown;
    readonly dependencies?: unknown;
}

/** Built-ins that nothing stands in for in a browser; of others there are packages of the same name. */
const serverBuiltins = /^(?:node:|(?:fs|net|tls|dns|child_process|cluster|worker_threads|http2|dgram|inspector|v8|repl)(?:\/|$))/;

/** Packages that load native code. */
const nativeLoaders = ['bindings', 'node-gyp-build', 'node-pre-gyp', '@mapbox/node-pre-gyp', 'prebuild-install', 'node-addon-api'];

/** A statement at the left edge is no guarded one. */
const requires = /^(?:(?:const|let|var)\s+[^=;]+=\s*)?require\((['"])([^'"]+)\1\)/gm;

/** Larger files, and what lies behind so many, are left unread: nothing is claimed of them. */
const [largestFile, mostFiles] = [500_000, 64];

/**
 * Makes the function that tells whether a package, or a built-in, surely runs on servers only: it loads native code,
 * or what is loaded of it imports built-ins that browsers lack, and it offers browsers nothing else.
 */
export function createServerOnly(project: string): (name: string) => boolean
{
    const known = new Map<string, boolean>();

    return name =>
    {
        const answer = known.get(name) ?? (isBuiltin(name) ? serverBuiltins.test(name) : name === 'server-only' || isServerPackage(project, name));

        known.set(name, answer);

        return answer;
    };
}

function isServerPackage(project: string, name: string): boolean
{
    const folder = /^(?:@[\w.-]+\/)?[\w.-]+$/.test(name) ? findFolder(project, name) : undefined;
    const manifest = folder === undefined ? undefined : readManifest(folder);

    if (folder === undefined || manifest === undefined || manifest.browser !== undefined || namesBrowser(manifest.exports))
    {
        return false;
    }

    const dependencies = typeof manifest.dependencies === 'object' && manifest.dependencies !== null ? Object.keys(manifest.dependencies) : [];
    const isNative = manifest.gypfile === true || manifest.binary !== undefined || dependencies.some(dependency => nativeLoaders.includes(dependency));

    return isNative || listEntries(manifest).some(entry => loadsServerBuiltin(resolve(folder, entry)));
}

function findFolder(project: string, name: string): string | undefined
{
    for (let folder = resolve(project); ; folder = dirname(folder))
    {
        const candidate = join(folder, 'node_modules', name);

        if (isFile(join(candidate, 'package.json')))
        {
            return candidate;
        }

        if (folder === dirname(folder))
        {
            return undefined;
        }
    }
}

function readManifest(folder: string): Manifest | undefined
{
    try
    {
        return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    }
    catch
    {
        return undefined;
    }
}

/** Whether the exports have something that is meant for browsers. */
function namesBrowser(exports: unknown): boolean
{
    return typeof exports === 'object' && exports !== null && Object.entries(exports).some(([key, value]) => /^(?:browser|worker|edge-light|workerd)$/.test(key) || namesBrowser(value));
}

function listEntries({ exports, module, main }: Manifest): readonly string[]
{
    if (exports === undefined || exports === null)
    {
        return [typeof module === 'string' ? module : typeof main === 'string' ? main : 'index.js'];
    }

    try
    {
        return resolveExports(exports as PathConditions, '', ['import', 'module', 'default']);
    }
    catch
    {
        return [];
    }
}

/** Whether loading a file imports a built-in that browsers lack, in the file or in those of the package behind it. */
function loadsServerBuiltin(entry: string): boolean
{
    const files = new Set([findFile(entry)].filter(file => file !== undefined));

    // A set that grows while it is walked is walked to its new end.
    for (const file of files)
    {
        const specifiers = readSpecifiers(file);

        if (specifiers.some(specifier => isBuiltin(specifier) && serverBuiltins.test(specifier)))
        {
            return true;
        }

        for (const target of specifiers.filter(specifier => specifier.startsWith('.')).map(specifier => findFile(resolve(dirname(file), specifier))))
        {
            if (target !== undefined && files.size < mostFiles)
            {
                files.add(target);
            }
        }
    }

    return false;
}

function findFile(path: string): string | undefined
{
    return [path, `${path}.js`, `${path}.cjs`, join(path, 'index.js')].find(isFile);
}

function readSpecifiers(file: string): readonly string[]
{
    if (!['.js', '.mjs', '.cjs'].includes(extname(file)) || statSync(file).size > largestFile)
    {
        return [];
    }

    const code = readFileSync(file, 'utf8');
    const { imports, reexports, problems } = analyzeModule({ path: 'package.js', code });
    const required = [...code.matchAll(requires)].map(match => match[2] ?? '');

    return problems.length > 0 ? required : [...imports.filter(({ kind }) => kind === 'static'), ...reexports].map(({ specifier }) => specifier).concat(required);
}

function isFile(path: string): boolean
{
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
