import { posix, relative } from 'node:path';

import type { EmittedModule } from '@jitar/segmentation';
import { transform } from 'esbuild';
import type { Message, TransformFailure } from 'esbuild';

import { packageName } from './specifier-resolution.js';
import type { TypeScriptSettings } from './typescript-settings.js';

/** A module in JavaScript, as it is written to the target. */
export interface CompiledModule extends EmittedModule
{
    /** The content of its `.map` file; absent: it is as it was written, or generated. */
    readonly sourceMap?: string;
}

/** What keeps a module from being compiled. */
export interface CompileFailure
{
    readonly module: EmittedModule;
    readonly messages: readonly Message[];
}

/** How modules are compiled. */
export interface CompileOptions
{
    readonly transform: TypeScriptSettings['transform'];
    /** The absolute paths of the folders, for the source maps. */
    readonly source: string;
    readonly target: string;
}

/** How many modules esbuild works on at once: enough to keep its threads busy, and few enough to bound the memory. */
const batchSize = 64;

/** Takes types and JSX out of modules. A module in plain JavaScript keeps its text. */
export async function compileModules(modules: readonly EmittedModule[], options: CompileOptions): Promise<{ readonly compiled: readonly CompiledModule[]; readonly failures: readonly CompileFailure[] }>
{
    const compiled: CompiledModule[] = [];
    const failures: CompileFailure[] = [];

    for (let start = 0; start < modules.length; start += batchSize)
    {
        await Promise.all(modules.slice(start, start + batchSize).map(async (module, index) =>
        {
            try
            {
                compiled[start + index] = await compileModule(module, options);
            }
            catch (error)
            {
                if (!isTransformFailure(error))
                {
                    throw error;
                }

                failures.push({ module, messages: await findInOriginal(module, options) ?? error.errors });
            }
        }));
    }

    return { compiled: failures.length === 0 ? compiled : [], failures };
}

async function compileModule(module: EmittedModule, options: CompileOptions): Promise<CompiledModule>
{
    if (!needsTransform(module))
    {
        return module.map === undefined || module.source === undefined ? module : attachMap(module, module.code, module.map, options);
    }

    const { code, map } = await transform(withoutMark(inlineMap(module)), {
        ...options.transform,
        loader: module.language,
        target: 'es2022',
        platform: 'neutral',
        charset: 'utf8',
        sourcefile: module.source ?? module.path,
        sourcemap: module.source === undefined ? false : 'external',
        // Node 20 and all current browsers have them, though ES2022 has not.
        supported: { 'import-attributes': true },
        logLevel: 'silent'
    });
    const withPackages = addRuntimePackage(module, code);

    return module.source === undefined ? { ...withPackages, code } : attachMap(withPackages, code, map, options);
}

/** What is wrong in the text from which a module was rewritten, with the places there; `undefined` if it was not, or nothing is. */
async function findInOriginal({ map, language }: EmittedModule, options: CompileOptions): Promise<readonly Message[] | undefined>
{
    const [original] = map === undefined ? [] : (JSON.parse(map) as { readonly sourcesContent?: readonly (string | null)[] }).sourcesContent ?? [];

    if (typeof original !== 'string')
    {
        return undefined;
    }

    try
    {
        await transform(original, { ...options.transform, loader: language, target: 'es2022', platform: 'neutral', logLevel: 'silent' });

        return undefined;
    }
    catch (error)
    {
        return isTransformFailure(error) ? error.errors : undefined;
    }
}

/** Plain JavaScript is kept as it is written, except for syntax that Node 20 does not know. A false alarm does no harm. */
function needsTransform({ language, code }: EmittedModule): boolean
{
    return language !== 'js' || /(?:^|[\s;{}(])using\s+[\w$]/m.test(code) || /(?:^|[\s;{}(])@[\w$(]/m.test(code) || /(?:^|[\s;{}])accessor\s+[\w$#['"]/m.test(code);
}

/** Behind a byte order mark esbuild knows no hashbang. */
function withoutMark(code: string): string
{
    return code.replace(/^\uFEFF(?=#!)/, '');
}

/** Gives esbuild the map of the rewriting, so that its own leads to the original. */
function inlineMap({ code, map }: EmittedModule): string
{
    return map === undefined ? code : `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}

function attachMap<Module extends EmittedModule>(module: Module, code: string, map: string, { source, target }: CompileOptions): Module & CompiledModule
{
    const folder = posix.dirname(`${target.replaceAll('\\', '/')}/${module.path}`);
    const original = relative(folder, `${source}/${module.source ?? ''}`).replaceAll('\\', '/');
    const file = posix.basename(module.path);
    const content = { ...JSON.parse(map) as object, file, sources: [original] };

    return { ...module, code: `${code.replace(/\n*$/, '\n')}//# sourceMappingURL=${encodeURI(file)}.map\n`, sourceMap: JSON.stringify(content) };
}

/** JSX becomes calls of a package that the source does not name. */
function addRuntimePackage<Module extends EmittedModule>(module: Module, code: string): Module
{
    const specifier = module.language === 'ts' || module.language === 'js' ? undefined : /from "([^"]+)\/jsx-(?:dev-)?runtime";/.exec(code)?.[1];

    return specifier === undefined ? module : { ...module, packages: [...new Set([...module.packages, packageName(specifier)])] };
}

function isTransformFailure(error: unknown): error is TransformFailure
{
    return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
