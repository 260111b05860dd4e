import type { Node } from './syntax.js';
import { boundNames, forEachChild } from './syntax.js';

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ObjectMethod', 'ClassMethod', 'ClassPrivateMethod']);

/** Whether a node is a function, and so a scope for `var`. */
export function isFunction(node: Node): boolean
{
    return functionTypes.has(node.type);
}

/** The names that the statements of a block declare for the block. */
function lexicalNames(statements: readonly Node[]): readonly string[]
{
    return statements.flatMap(statement =>
    {
        switch (statement.type)
        {
            case 'VariableDeclaration': return statement.kind === 'var' ? [] : statement.declarations.flatMap(({ id }) => boundNames(id));
            case 'FunctionDeclaration':
            case 'ClassDeclaration':
            case 'TSEnumDeclaration':
            case 'TSModuleDeclaration': return statement.id?.type === 'Identifier' ? [statement.id.name] : [];
            case 'ExportNamedDeclaration': return statement.declaration === null || statement.declaration === undefined ? [] : lexicalNames([statement.declaration]);
            default: return [];
        }
    });
}

/** The names that `var` declares anywhere in a function, functions within it left out. */
function hoistedNames(body: Node): readonly string[]
{
    const names: string[] = [];

    const visit = (node: Node): void =>
    {
        if (node.type === 'VariableDeclaration' && node.kind === 'var')
        {
            names.push(...node.declarations.flatMap(({ id }) => boundNames(id)));
        }

        // `var` is a statement, so it is looked for where statements stand, and not in every expression.
        if (!isFunction(node) && !node.type.startsWith('TS') && !node.type.endsWith('Expression') && !node.type.startsWith('Class'))
        {
            forEachChild(node, visit);
        }
    };

    visit(body);

    return names;
}

/**
 * The names that a node declares for what is inside it, as far as it makes a scope.
 *
 * @param hoists - Whether there may be a `var`, which has to be looked for in the whole body of a function; default `true`.
 */
export function scopeNames(node: Node, hoists = true): readonly string[]
{
    switch (node.type)
    {
        case 'FunctionDeclaration':
        case 'FunctionExpression':
        case 'ArrowFunctionExpression':
        case 'ObjectMethod':
        case 'ClassMethod':
        case 'ClassPrivateMethod':
        {
            const ownName = node.type === 'FunctionExpression' && node.id !== null && node.id !== undefined ? [node.id.name] : [];

            return [...ownName, ...node.params.flatMap(parameter => boundNames(parameter)), ...hoists ? hoistedNames(node.body) : []];
        }

        case 'ClassExpression': return node.id === null || node.id === undefined ? [] : [node.id.name];
        case 'BlockStatement':
        case 'StaticBlock':
        case 'TSModuleBlock': return lexicalNames(node.body);
        case 'SwitchStatement': return lexicalNames(node.cases.flatMap(({ consequent }) => consequent));
        case 'ForStatement': return node.init === null || node.init === undefined ? [] : lexicalNames([node.init]);
        case 'ForInStatement':
        case 'ForOfStatement': return lexicalNames([node.left]);
        case 'CatchClause': return node.param === null || node.param === undefined ? [] : boundNames(node.param);
        default: return [];
    }
}
