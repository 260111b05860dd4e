import { findBrowserUse } from './browser-use.js';
import { collectAssigned, collectDeclarations, declarationOf } from './declarations.js';
import { collectExports } from './exports.js';
import { collectImports, collectReexports } from './imports.js';
import { collectLoading } from './loading.js';
import type { Language, ModuleModel, StaticImport } from './model.js';
import { collectOwnValues, findRepeatedImports } from './own-names.js';
import { parseModule, tooDeep } from './parse.js';
import type { Program } from './syntax.js';
import { boundNames, isAmbient } from './syntax.js';
import { collectUsage } from './usage.js';

/** What a compiler is told about modules, as far as it changes what is imported. */
export interface ModuleSettings
{
    /** The names that JSX becomes uses of, beside those of a `@jsx` comment; default `React`, `h` and `Fragment`. */
    readonly jsxNames?: readonly string[];
    /** Whether all imports stay that do not say of themselves that they are of types, as `verbatimModuleSyntax` has it; default `false`. */
    readonly verbatim?: boolean;
}

/** A source text with its path. */
export interface ModuleSource extends ModuleSettings
{
    /** Relative to the source folder, with `/`; its extension says how the text is written. */
    readonly path: string;
    readonly code: string;
}

const languages: Readonly<Record<string, Language>> = { ts: 'ts', mts: 'ts', tsx: 'tsx', js: 'js', mjs: 'js', jsx: 'jsx' };

const defaultJsxNames = ['React', 'h', 'Fragment'];

/** The names that a comment such as `@jsx make` or `@jsxFrag tools.Group` gives. */
function namesInComments(code: string): readonly string[]
{
    return [...code.matchAll(/@jsx(?:Frag)?\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu)].map(([, name = '']) => name);
}

/** The language that a file's extension stands for; `undefined`: it is no module (a declaration file, CommonJS, or no code). */
export function languageOf(path: string): Language | undefined
{
    const match = /(\.d)?\.(\w+)$/.exec(path);

    return match === null || match[1] !== undefined ? undefined : languages[match[2] ?? ''];
}

function collectVariables(program: Program): ReadonlySet<string>
{
    const declarations = program.body.map(declarationOf).filter(node => node?.type === 'VariableDeclaration' && !isAmbient(node));

    return new Set(declarations.flatMap(node => node?.type === 'VariableDeclaration' && (node.kind === 'let' || node.kind === 'var')
        ? node.declarations.flatMap(({ id }) => boundNames(id))
        : []));
}

/**
 * TypeScript drops an import that nothing but types refers to, and so do we.
 *
 * @param own - The names of values that the module declares itself.
 */
function elideTypes(declared: readonly StaticImport[], used: ReadonlySet<string>, own: ReadonlySet<string>): readonly StaticImport[]
{
    return declared.map(declaration =>
    {
        const names = declaration.names.map(name => ({ ...name, typeOnly: name.typeOnly || !used.has(name.local) || own.has(name.local) }));

        return { ...declaration, names, typeOnly: declaration.typeOnly || (names.length > 0 && names.every(name => name.typeOnly)) };
    });
}

/**
 * Makes the model of a module from its text. It reads no file, and it never throws for what is wrong in the text:
 * that is in the model's `problems`.
 *
 * @example
 * ```ts
 * const model = analyzeModule({ path: 'sales/listMonths.ts', code: 'export async function listMonths(year: number) { return []; }' });
 *
 * console.log(model.exports[0]?.name); // listMonths
 * ```
 */
export function analyzeModule(source: ModuleSource): ModuleModel
{
    const { path, code, jsxNames = defaultJsxNames, verbatim = false } = source;
    const language = languageOf(path) ?? 'js';
    const { program, problems } = parseModule(code, language, verbatim);

    if (program === undefined)
    {
        return createEmptyModel({ path, language, code, problems });
    }

    try
    {
        return createModel({ path, language, code, problems }, program, { jsxNames, verbatim });
    }
    catch (error)
    {
        if (error instanceof RangeError)
        {
            return createEmptyModel({ path, language, code, problems: [tooDeep] });
        }

        // What the parser makes of a text with errors need not be a tree of the language.
        if (problems.length > 0)
        {
            return createEmptyModel({ path, language, code, problems });
        }

        throw error;
    }
}

type ModuleText = Pick<ModuleModel, 'path' | 'language' | 'code' | 'problems'>;

function createEmptyModel(text: ModuleText): ModuleModel
{
    return { ...text, imports: [], reexports: [], exports: [], exportLists: [], classes: [], types: [], state: [], effects: [], mutations: [], unawaitedCalls: [], shadowedCalls: [], browserUse: {}, namespaceMembers: [], syntax: [] };
}

function createModel({ path, language, code, problems }: ModuleText, program: Program, { jsxNames, verbatim }: Required<ModuleSettings>): ModuleModel
{
    const typed = language === 'ts' || language === 'tsx';
    const declaredImports = collectImports(program, code);
    const loadsByCall = /\bimport\b[^'"\n{*]*\(/.test(code);

    const usage = collectUsage(program, {
        imported: new Set(declaredImports.flatMap(({ names }) => names.map(({ local }) => local))),
        variables: collectVariables(program),
        types: typed && loadsByCall,
        dynamic: loadsByCall,
        hoists: /\bvar\b/.test(code)
    });

    const declarations = collectDeclarations(program, {
        replaced: new Set([...collectAssigned(program), ...usage.mutations.map(({ name }) => name)]),
        mentionsArguments: /\barguments\b/.test(code)
    });

    const used = usage.usesJsx ? new Set([...usage.values, ...jsxNames, ...namesInComments(code)]) : usage.values;
    const staticImports = typed && !verbatim ? elideTypes(declaredImports, used, collectOwnValues(program)) : declaredImports;

    return {
        path,
        language: language === 'js' && usage.usesJsx ? 'jsx' : language,
        code,
        imports: [...staticImports, ...usage.dynamicImports, ...usage.typeImports],
        reexports: collectReexports(program, code),
        ...collectExports(program, declarations),
        classes: declarations.classes,
        types: declarations.types,
        ...collectLoading(program),
        mutations: usage.mutations,
        unawaitedCalls: usage.unawaitedCalls,
        shadowedCalls: usage.shadowedCalls,
        browserUse: findBrowserUse(program, code),
        namespaceMembers: usage.namespaceMembers,
        syntax: usage.syntax,
        problems: [...problems, ...usage.problems, ...findRepeatedImports(staticImports, problems)]
    };
}
