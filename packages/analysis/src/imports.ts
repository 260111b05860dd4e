import type * as t from '@babel/types';

import type { AttributesModel, ImportedName, ReexportModel, ReexportedName, StaticImport } from './model.js';
import type { Node, Program } from './syntax.js';
import { nameOf, placeOf, spanOf } from './syntax.js';

type Declared = t.ImportDeclaration | t.ExportNamedDeclaration | t.ExportAllDeclaration;

const spaceAndComments = /(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/y;

/** Where the next word starts. */
function skipSpace(code: string, position: number): number
{
    spaceAndComments.lastIndex = position;

    return position + (spaceAndComments.exec(code)?.[0].length ?? 0);
}

function readAttributes(code: string, source: t.StringLiteral, statement: Declared): { readonly attributes?: AttributesModel }
{
    const start = skipSpace(code, spanOf(source).end);
    const [keyword] = /^(?:with|assert)\b/.exec(code.slice(start, spanOf(statement).end)) ?? [];

    if (keyword === undefined)
    {
        return {};
    }

    const span = { start, end: code.lastIndexOf('}', spanOf(statement).end - 1) + 1 };

    return { attributes: { keyword: keyword === 'assert' ? 'assert' : 'with', text: code.slice(skipSpace(code, start + keyword.length), span.end), span } };
}

function readImportedName(specifier: t.ImportDeclaration['specifiers'][number], typeOnly: boolean): ImportedName
{
    const local = specifier.local.name;
    const place = placeOf(specifier);

    switch (specifier.type)
    {
        case 'ImportDefaultSpecifier': return { imported: 'default', local, typeOnly, place };
        case 'ImportNamespaceSpecifier': return { imported: '*', local, typeOnly, place };
        case 'ImportSpecifier': return { imported: nameOf(specifier.imported) ?? local, local, typeOnly: typeOnly || specifier.importKind === 'type', place };
    }
}

/** Collects the import declarations of a module, with what they declare about types: not yet what is only used as one. */
export function collectImports(program: Program, code: string): readonly StaticImport[]
{
    return program.body.flatMap((statement): StaticImport[] =>
    {
        if (statement.type === 'ImportDeclaration')
        {
            const typeOnly = statement.importKind === 'type';

            return [createImport(statement, statement.source, code, { typeOnly, names: statement.specifiers.map(specifier => readImportedName(specifier, typeOnly)) })];
        }

        return isEmptyReexport(statement) ? [createImport(statement, statement.source, code, { typeOnly: statement.exportKind === 'type', names: [] })] : [];
    });
}

function createImport(statement: t.ImportDeclaration | t.ExportNamedDeclaration, source: t.StringLiteral, code: string, { typeOnly, names }: Pick<StaticImport, 'typeOnly' | 'names'>): StaticImport
{
    const span = spanOf(statement);

    return { kind: 'static', specifier: source.value, names, typeOnly, span, specifierSpan: spanOf(source), ...readAttributes(code, source, statement), place: placeOf(source) };
}

/** `export {} from './module'` exports nothing, and loads the module as an import does. */
export function isEmptyReexport(statement: Node): statement is t.ExportNamedDeclaration & { source: t.StringLiteral }
{
    return statement.type === 'ExportNamedDeclaration' && statement.specifiers.length === 0 && statement.source !== null && statement.source !== undefined;
}

function readReexportedName(specifier: t.ExportNamedDeclaration['specifiers'][number], typeOnly: boolean): ReexportedName
{
    const exported = nameOf(specifier.exported) ?? '';
    const place = placeOf(specifier);

    return specifier.type === 'ExportSpecifier'
        ? { imported: nameOf(specifier.local) ?? exported, exported, typeOnly: typeOnly || specifier.exportKind === 'type', place }
        : { imported: specifier.type === 'ExportNamespaceSpecifier' ? '*' : 'default', exported, typeOnly, place };
}

/** Collects what a module exports from others. */
export function collectReexports(program: Program, code: string): readonly ReexportModel[]
{
    const reexports: ReexportModel[] = [];

    for (const statement of program.body)
    {
        if (statement.type !== 'ExportAllDeclaration' && statement.type !== 'ExportNamedDeclaration')
        {
            continue;
        }

        const { source } = statement;

        if (source === null || source === undefined || isEmptyReexport(statement))
        {
            continue;
        }

        const typeOnly = statement.exportKind === 'type';
        const names = statement.type === 'ExportAllDeclaration' ? [] : statement.specifiers.map(specifier => readReexportedName(specifier, typeOnly));
        const span = spanOf(statement);

        reexports.push({
            form: statement.type === 'ExportAllDeclaration' ? 'all' : names.some(name => name.imported === '*') ? 'namespace' : 'names',
            specifier: source.value,
            names,
            typeOnly: typeOnly || (names.length > 0 && names.every(name => name.typeOnly)),
            span,
            specifierSpan: spanOf(source),
            ...readAttributes(code, source, statement),
            place: placeOf(source)
        });
    }

    return reexports;
}
