import { posix, relative } from 'node:path';

import type { SyntaxFeature } from '@jitar/analysis';
import type { EmittedModule } from '@jitar/segmentation';

import { packageName } from './specifier-resolution.js';
import type { TypeScriptSettings } from './typescript-settings.js';

/** A module in JavaScript, as it is written to the target. */
export interface CompiledModule extends EmittedModule
{
    /** The content of its `.map` file; absent: it is as it was written, or generated. */
    readonly sourceMap?: string;
}

/** Something that keeps a module from being compiled. */
export interface CompileMessage
{
    readonly text: string;
    readonly place?: { readonly line: number; readonly column: number };
}

/** What keeps a module from being compiled. */
export interface CompileFailure
{
    readonly module: EmittedModule;
    readonly messages: readonly CompileMessage[];
}

/** JavaScript, or what is in the way of it. */
export type Compilation =
    | { readonly code: string; readonly map: SourceMap }
    | { readonly messages: readonly CompileMessage[] };

/** A source map, version 3. */
export interface SourceMap
{
    readonly mappings: string;
    readonly names?: readonly string[];
    readonly sourcesContent?: readonly (string | null)[];
}

/** How modules are compiled. */
export interface CompileOptions
{
    readonly settings: TypeScriptSettings;
    /** The absolute paths of the folders, for the source maps. */
    readonly source: string;
    readonly target: string;
}

/** Takes types and JSX out of modules. A module in plain JavaScript keeps its text. */
export async function compileModules(modules: readonly EmittedModule[], options: CompileOptions): Promise<{ readonly compiled: readonly CompiledModule[]; readonly failures: readonly CompileFailure[] }>
{
    const compiled = new Map<EmittedModule, CompiledModule>();
    const failures: CompileFailure[] = [];

    const take = (module: EmittedModule, compilation: Compilation): void =>
    {
        if ('messages' in compilation)
        {
            failures.push({ module, messages: compilation.messages });
        }
        else
        {
            compiled.set(module, finish(module, compilation, options));
        }
    };

    const groups = groupByCompiler(modules, options.settings);

    groups.none.forEach(module => compiled.set(module, keepText(module, options)));

    // Both are loaded where they are needed: what is not there costs nothing.
    if (groups.stripping.length > 0)
    {
        const { stripTypes } = await import('./type-stripping.js');

        groups.stripping.forEach(module => { take(module, stripTypes(module)); });
    }

    if (groups.lowering.length > 0)
    {
        const { lowerModules } = await import('./lowering.js');

        await lowerModules(groups.lowering, options.settings.transform, take);
    }

    return { compiled: failures.length === 0 ? modules.flatMap(module => compiled.get(module) ?? []) : [], failures };
}

/** Syntax that Node 20 does not know. */
const newSyntax: ReadonlySet<SyntaxFeature> = new Set(['accessor', 'decorator', 'using']);

/** Who makes JavaScript for Node 20 of a module: nobody, where it is that already. */
type Compiler = 'none' | 'stripping' | 'lowering';

function compilerOf({ language, syntax = [], original }: EmittedModule, settings: TypeScriptSettings): Compiler
{
    if (language === 'js')
    {
        return syntax.some(feature => newSyntax.has(feature)) ? 'lowering' : 'none';
    }

    return language === 'ts' && original !== undefined && settings.definesFields && syntax.every(feature => feature === 'enum') ? 'stripping' : 'lowering';
}

function groupByCompiler(modules: readonly EmittedModule[], settings: TypeScriptSettings): Readonly<Record<Compiler, readonly EmittedModule[]>>
{
    const groups: Record<Compiler, EmittedModule[]> = { none: [], stripping: [], lowering: [] };

    modules.forEach(module => groups[compilerOf(module, settings)].push(module));

    return groups;
}

function keepText(module: EmittedModule, options: CompileOptions): CompiledModule
{
    return module.map === undefined ? module : finish(module, { code: module.code, map: JSON.parse(module.map) as SourceMap }, options);
}

function finish(module: EmittedModule, { code, map }: { readonly code: string; readonly map: SourceMap }, { source, target }: CompileOptions): CompiledModule
{
    const withPackages = addRuntimePackage(module, code);

    if (module.source === undefined)
    {
        return { ...withPackages, code };
    }

    const folder = posix.dirname(`${target.replaceAll('\\', '/')}/${module.path}`);
    const file = posix.basename(module.path);
    const sourceMap = {
        version: 3,
        file,
        sources: [relative(folder, `${source}/${module.source}`).replaceAll('\\', '/')],
        sourcesContent: module.original === undefined ? map.sourcesContent : [module.original],
        names: map.names ?? [],
        mappings: map.mappings
    };

    return { ...withPackages, code: `${endLine(code)}//# sourceMappingURL=${encodeURI(file)}.map\n`, sourceMap: JSON.stringify(sourceMap) };
}

/** The text without a byte order mark before its hashbang: behind one, compilers know none. */
export function withoutMark(code: string): string
{
    return code.replace(/^\uFEFF(?=#!)/, '');
}

/** The text with one end of a line behind it. */
function endLine(code: string): string
{
    let end = code.length;

    while (code.charAt(end - 1) === '\n')
    {
        end--;
    }

    return `${code.slice(0, end)}\n`;
}

/** JSX becomes calls of a package that the source does not name. */
function addRuntimePackage(module: EmittedModule, code: string): EmittedModule
{
    const specifier = module.language === 'ts' || module.language === 'js' ? undefined : /from "([^"]+)\/jsx-(?:dev-)?runtime";/.exec(code)?.[1];

    return specifier === undefined ? module : { ...module, packages: [...new Set([...module.packages, packageName(specifier)])] };
}
