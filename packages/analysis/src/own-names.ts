import { declarationOf } from './declarations.js';
import type { StaticImport, SyntaxProblem } from './model.js';
import type { Node, Program } from './syntax.js';
import { boundNames, isAmbient } from './syntax.js';

function namesOf(node: Node): readonly string[]
{
    switch (node.type)
    {
        case 'VariableDeclaration': return node.declarations.flatMap(({ id }) => boundNames(id));
        case 'FunctionDeclaration':
        case 'ClassDeclaration':
        case 'TSEnumDeclaration':
        case 'TSModuleDeclaration': return node.id?.type === 'Identifier' ? [node.id.name] : [];
        default: return [];
    }
}

/** The names of the values that the top level of a module declares: an import of such a name can only be a type. */
export function collectOwnValues(program: Program): ReadonlySet<string>
{
    const declarations = program.body.map(declarationOf).filter(node => node !== undefined);

    return new Set(declarations.filter(node => !isAmbient(node)).flatMap(namesOf));
}

/** Finds the values that are imported under a name that is taken, which the parser overlooks where one of the two could be a type. */
export function findRepeatedImports(imports: readonly StaticImport[], known: readonly SyntaxProblem[]): readonly SyntaxProblem[]
{
    const names = new Set<string>();
    const problems: SyntaxProblem[] = [];

    for (const { local, place } of imports.flatMap(declaration => declaration.names.filter(({ typeOnly }) => !typeOnly)))
    {
        if (names.has(local) && !known.some(({ place: { line, column } }) => line === place.line && column === place.column))
        {
            problems.push({ message: `Identifier '${local}' has already been declared.`, place });
        }

        names.add(local);
    }

    return problems;
}
