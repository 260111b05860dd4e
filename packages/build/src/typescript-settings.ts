import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { ModuleSettings } from '@jitar/analysis';
import { createError } from '@jitar/errors';
import type { TransformOptions, TsconfigRaw } from 'esbuild';
import { createPathsMatcher, parseTsconfig } from 'get-tsconfig';
import type { TsConfigJsonResolved } from 'get-tsconfig';

type CompilerOptions = NonNullable<TsconfigRaw['compilerOptions']>;
type WrittenOptions = NonNullable<TsConfigJsonResolved['compilerOptions']>;

/** What an application's `tsconfig.json` means for its build. */
export interface TypeScriptSettings
{
    /** The absolute paths, without certainty about their extension, that `paths` and `baseUrl` give a specifier. */
    readonly findPaths: (specifier: string) => readonly string[];
    /** What the analysis of modules needs to know. */
    readonly analysis: ModuleSettings;
    /** Stands for all that is written in the file, and in what it extends. */
    readonly identity: string;
    /** Whether the fields of classes are defined, as JavaScript has it, and not assigned. */
    readonly definesFields: boolean;
    /** What esbuild needs to know. */
    readonly transform: Pick<TransformOptions, 'tsconfigRaw' | 'jsx' | 'jsxImportSource' | 'jsxFactory' | 'jsxFragment'>;
}

/** The targets whose classes do not define their fields, unless the file says so. */
const assigningTargets = /^(?:es3|es5|es6|es20(?:15|16|17|18|19|20|21))$/i;

/**
 * Reads the first of `tsconfig.json` and `jsconfig.json` in some folders, with what it extends.
 *
 * @throws `INVALID_CONFIGURATION` when it cannot be read.
 */
export function readTypeScriptSettings(folders: readonly string[]): TypeScriptSettings
{
    const path = folders.flatMap(folder => [join(folder, 'tsconfig.json'), join(folder, 'jsconfig.json')]).find(existsSync);

    if (path === undefined)
    {
        return { identity: '', findPaths: () => [], analysis: {}, ...describeCompilation({}) };
    }

    const config = parse(path);
    // `null` takes back what is extended.
    const written: WrittenOptions = Object.fromEntries(Object.entries(config.compilerOptions ?? {}).filter(([, value]: readonly [string, unknown]) => value !== null));

    checkOptions(written, path);

    return { identity: JSON.stringify([path, config]), findPaths: createPathsMatcher({ path, config }) ?? (() => []), analysis: describeAnalysis(written), ...describeCompilation(written) };
}

function describeAnalysis({ jsxFactory, jsxFragmentFactory, reactNamespace, verbatimModuleSyntax = false }: WrittenOptions): ModuleSettings
{
    // Of a factory that is a member the object is what is imported.
    const names = [jsxFactory, jsxFragmentFactory, reactNamespace].flatMap(name => name === undefined ? [] : [name.split('.')[0] ?? name]);

    return { verbatim: verbatimModuleSyntax, ...names.length > 0 && { jsxNames: ['React', 'h', 'Fragment', ...names] } };
}

function describeCompilation(written: WrittenOptions): Pick<TypeScriptSettings, 'definesFields' | 'transform'>
{
    const definesFields = written.useDefineForClassFields ?? !assigningTargets.test(written.target ?? 'esnext');
    const compilerOptions: CompilerOptions = {
        // Segmentation has taken the type-only imports out; what is left has effects or is used.
        verbatimModuleSyntax: true,
        useDefineForClassFields: definesFields,
        ...written.experimentalDecorators === undefined ? {} : { experimentalDecorators: written.experimentalDecorators }
    };

    return {
        definesFields,
        transform: {
            tsconfigRaw: { compilerOptions },
            // Nothing that loads the built application knows JSX, so `preserve` cannot be kept.
            jsx: written.jsx === 'react' ? 'transform' : 'automatic',
            ...written.jsxImportSource === undefined ? {} : { jsxImportSource: written.jsxImportSource },
            ...written.jsxFactory === undefined ? {} : { jsxFactory: written.jsxFactory },
            ...written.jsxFragmentFactory === undefined ? {} : { jsxFragment: written.jsxFragmentFactory }
        }
    };
}

/** The options that have a say here, by what TypeScript takes for them. */
const optionTypes = {
    string: ['target', 'jsx', 'jsxFactory', 'jsxFragmentFactory', 'jsxImportSource', 'reactNamespace'],
    boolean: ['experimentalDecorators', 'useDefineForClassFields', 'verbatimModuleSyntax']
} as const;

function checkOptions(written: WrittenOptions, path: string): void
{
    const named = { string: 'a text', boolean: 'true or false' };
    const problems = (['string', 'boolean'] as const).flatMap(type => optionTypes[type]
        .filter(option => written[option] !== undefined && typeof written[option] !== type)
        .map(option => `${path}: compilerOptions.${option} must be ${named[type]}`));

    if (problems.length > 0)
    {
        throw createError('INVALID_CONFIGURATION', { problems });
    }
}

function parse(path: string): TsConfigJsonResolved
{
    try
    {
        return parseTsconfig(path);
    }
    catch (cause)
    {
        // The library takes for granted that values are of the right type.
        const reason = cause instanceof TypeError ? 'a value of it, or of what it extends, is of another type than TypeScript takes: each of "paths" is a list, say' : cause instanceof Error ? cause.message : String(cause);

        throw createError('INVALID_CONFIGURATION', { problems: [`${path} cannot be read (${reason})`] }, { cause });
    }
}
