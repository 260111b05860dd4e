import { createRequire } from 'node:module';

import type { ParserPlugin } from '@babel/parser';

import type { Language, Position, SyntaxProblem } from './model.js';
import { placeOf } from './syntax.js';
import type { Program } from './syntax.js';

type Parser = typeof import('@babel/parser');

let loaded: Parser | undefined;

/** The parser, loaded when there is something to parse. Its half a megabyte of CommonJS is not searched for the names of its exports, as an import would. */
function loadParser(): Parser
{
    loaded ??= createRequire(import.meta.url)('@babel/parser') as Parser;

    return loaded;
}

/** A syntax tree, as far as the text allows one. */
export interface ParsedModule
{
    readonly program: Program | undefined;
    readonly problems: readonly SyntaxProblem[];
}

interface ParserError
{
    readonly message: string;
    readonly reasonCode?: string;
    readonly loc?: { readonly line: number; readonly column: number };
}

const commonPlugins: readonly ParserPlugin[] = ['decorators', 'decoratorAutoAccessors', 'explicitResourceManagement', 'deprecatedImportAssert'];

const pluginsByLanguage: Readonly<Record<Language, readonly ParserPlugin[]>> = {
    ts: ['typescript'],
    tsx: ['typescript', 'jsx'],
    js: ['jsx'],
    jsx: ['jsx']
};

/** What the parser refuses, and TypeScript with its older decorators allows. */
const toleratedReasons = new Set(['UnsupportedParameterDecorator']);

/** Code that is nested thousands of levels deep ends the stack, of the parser or of a walk. */
export const tooDeep: SyntaxProblem = { message: 'The code is nested too deeply.', place: { line: 1, column: 0 } };

function describe(error: ParserError): SyntaxProblem
{
    // The parser writes the place behind its message, which we hold beside it, and not all messages are sentences.
    const message = error.message.replace(/ \(\d+:\d+\)$/, '').replace(/[^.?!]$/, '$&.');

    return { message, place: { line: error.loc?.line ?? 1, column: error.loc?.column ?? 0 } };
}

/** What the parser fails at, as at `namespace import`, or leaves out of its tree without a word. */
function refuse(place: Position): SyntaxProblem
{
    return { message: 'The parser cannot read this.', place };
}

/** The place before the first statement that is missing in a tree. */
function findGap({ body }: Program): Position | undefined
{
    // The type does not know that there can be a gap.
    const index = (body as readonly unknown[]).indexOf(undefined);
    const before = body[index - 1]?.loc?.end;

    return index < 0 ? undefined : { line: before?.line ?? 1, column: before?.column ?? 0 };
}

function describeFailure(error: unknown): SyntaxProblem
{
    if (error instanceof RangeError)
    {
        return tooDeep;
    }

    return error instanceof SyntaxError ? describe(error) : refuse({ line: 1, column: 0 });
}

/** Behind a byte order mark, which files are read without, a hashbang is one as well: as a comment it is as long. */
function maskHashbang(code: string): string
{
    return code.replace(/^\uFEFF#!/, '\uFEFF//');
}

/** TypeScript drops what it imports nothing from by name: `import {} from './module'`, which JavaScript loads. */
function markEmptyClauses(program: Program, code: string): void
{
    for (const statement of program.body)
    {
        if (statement.type === 'ImportDeclaration' && statement.specifiers.length === 0 && /^import\s*(?:\/\*[\s\S]*?\*\/\s*)*\{/.test(code.slice(statement.start ?? 0, statement.end ?? 0)))
        {
            statement.importKind = 'type';
        }

        if (statement.type === 'ExportNamedDeclaration' && statement.specifiers.length === 0 && statement.source !== null && statement.source !== undefined)
        {
            statement.exportKind = 'type';
        }
    }
}

/** Finds what the syntax tree holds of CommonJS, which a module cannot run. */
function findCommonJs(program: Program): readonly SyntaxProblem[]
{
    return program.body.flatMap(statement =>
    {
        if (statement.type === 'TSImportEqualsDeclaration' && statement.moduleReference.type === 'TSExternalModuleReference' && statement.importKind !== 'type')
        {
            return [{ message: `\`import ${statement.id.name} = require()\` is of CommonJS, and does not run in a module.`, place: placeOf(statement) }];
        }

        return statement.type === 'TSExportAssignment' ? [{ message: '`export =` is of CommonJS, and does not run in a module.', place: placeOf(statement) }] : [];
    });
}

function parseText(code: string, language: Language): ReturnType<Parser['parse']> | SyntaxProblem
{
    const { parse } = loadParser();

    try
    {
        return parse(maskHashbang(code), {
            sourceType: 'module',
            errorRecovery: true,
            attachComment: false,
            createImportExpressions: true,
            plugins: [...commonPlugins, ...pluginsByLanguage[language]]
        });
    }
    catch (error)
    {
        return describeFailure(error);
    }
}

/** Reads a text; syntax errors are in the answer, never thrown. */
export function parseModule(code: string, language: Language, verbatim: boolean): ParsedModule
{
    const file = parseText(code, language);

    if ('message' in file)
    {
        return { program: undefined, problems: [file] };
    }

    const errors = (file.errors ?? []) as readonly ParserError[];
    const problems = errors.filter(error => !toleratedReasons.has(error.reasonCode ?? '')).map(describe);
    const gap = findGap(file.program);

    if (gap !== undefined)
    {
        return { program: undefined, problems: [...problems, refuse(gap)] };
    }

    if ((language === 'ts' || language === 'tsx') && !verbatim)
    {
        markEmptyClauses(file.program, code);
    }

    return { program: file.program, problems: [...problems, ...findCommonJs(file.program)] };
}
