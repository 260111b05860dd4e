import type { Declarations } from './declarations.js';
import type { Declaration, ExportList, ExportModel } from './model.js';
import type { Node, Program } from './syntax.js';
import { boundNames, isAmbient, nameOf, placeOf, spanOf } from './syntax.js';

/** What a module exports itself. */
export interface Exports
{
    readonly exports: readonly ExportModel[];
    readonly exportLists: readonly ExportList[];
}

function declaredNames(declaration: Node): readonly Node[]
{
    if (declaration.type === 'VariableDeclaration')
    {
        return declaration.declarations.map(({ id }) => id);
    }

    const id = 'id' in declaration ? declaration.id : undefined;

    return id === null || id === undefined ? [] : [id];
}

/** Collects the exports of a module, those from other modules left out. */
export function collectExports(program: Program, declarations: Declarations): Exports
{
    const exports = new Map<string, ExportModel>();
    const exportLists: ExportList[] = [];

    const add = (model: ExportModel): void =>
    {
        // Overloads, and types beside a value of the same name, are one export.
        if (!exports.has(model.name) || exports.get(model.name)?.declaration.kind === 'type')
        {
            exports.set(model.name, model);
        }
    };

    for (const statement of program.body)
    {
        if (statement.type === 'ExportDefaultDeclaration')
        {
            // Wider than the parser's types, which do not know of `export default interface`.
            const declaration = statement.declaration as Node;
            const described: Declaration = declaration.type === 'TSDeclareFunction' || declaration.type === 'TSInterfaceDeclaration'
                ? { kind: 'type', name: 'default' }
                : declarations.describe(declaration);

            add({ name: 'default', declaration: described, ...declaration.type === 'Identifier' && { statement: spanOf(statement) }, place: placeOf(statement) });
        }

        if (statement.type !== 'ExportNamedDeclaration' || (statement.source !== null && statement.source !== undefined))
        {
            continue;
        }

        if (statement.declaration !== null && statement.declaration !== undefined)
        {
            const ambient = isAmbient(statement.declaration);

            for (const node of declaredNames(statement.declaration))
            {
                for (const name of boundNames(node))
                {
                    add({ name, declaration: ambient ? { kind: 'type', name } : declarations.find(name), place: placeOf(node) });
                }
            }

            continue;
        }

        const names: { local: string; exported: string; typeOnly: boolean }[] = [];

        for (const specifier of statement.specifiers)
        {
            if (specifier.type !== 'ExportSpecifier')
            {
                continue;
            }

            const local = specifier.local.name;
            const exported = nameOf(specifier.exported) ?? local;
            const typeOnly = statement.exportKind === 'type' || specifier.exportKind === 'type';

            names.push({ local, exported, typeOnly });
            add({ name: exported, declaration: typeOnly ? { kind: 'type', name: local } : declarations.find(local), place: placeOf(specifier) });
        }

        exportLists.push({ span: spanOf(statement), names });
    }

    return { exports: [...exports.values()], exportLists };
}
