import type * as t from '@babel/types';

import type { Position, Span } from './model.js';
import { visitorKeys } from './visitor-keys.js';

/** The syntax tree of a module. */
export type Program = t.Program;

/** Any node of the tree. */
export type Node = t.Node;

/** Where a node starts. */
export function placeOf(node: Node): Position
{
    // The parser gives every node a location; the type allows for nodes that were made by hand.
    return node.loc === null || node.loc === undefined ? { line: 1, column: 0 } : { line: node.loc.start.line, column: node.loc.start.column };
}

/** Where a node is in the text. */
export function spanOf(node: Node): Span
{
    return { start: node.start ?? 0, end: node.end ?? 0 };
}

/** The properties of a node that lead to no other node. */
const leafProperties = new Set(['type', 'start', 'end', 'loc', 'range', 'extra', 'leadingComments', 'trailingComments', 'innerComments', 'errors']);

/** Whether there is a node: behind a syntax error the parser leaves gaps in its tree. */
export function isNode(value: unknown): value is Node
{
    return typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';
}

/** Calls back for each direct child of a node, in the order of the text, more or less. */
export function forEachChild(node: Node, visit: (child: Node) => void): void
{
    const properties = node as unknown as Readonly<Record<string, unknown>>;

    for (const property of visitorKeys[node.type] ?? listProperties(node))
    {
        const value = properties[property];

        if (Array.isArray(value))
        {
            for (const item of value as readonly unknown[])
            {
                if (isNode(item))
                {
                    visit(item);
                }
            }
        }
        else if (isNode(value))
        {
            visit(value);
        }
    }
}

function listProperties(node: Node): readonly string[]
{
    return Object.keys(node).filter(property => !leafProperties.has(property));
}

/** The name of a specifier or a key: an identifier's, or the text of a literal; `undefined` for any other expression. */
export function nameOf(node: Node): string | undefined
{
    switch (node.type)
    {
        case 'Identifier': return node.name;
        case 'StringLiteral': return node.value;
        case 'NumericLiteral': return String(node.value);
        default: return undefined;
    }
}

/** The name of a member of an object, a class or a pattern; `undefined` where only running the code tells. */
export function memberName(member: { readonly key: Node; readonly computed?: boolean | null }): string | undefined
{
    return member.computed === true && member.key.type === 'Identifier' ? undefined : nameOf(member.key);
}

/** Takes off what only the type checker sees, and parentheses. */
export function unwrap(node: Node): Node
{
    switch (node.type)
    {
        case 'TSAsExpression':
        case 'TSSatisfiesExpression':
        case 'TSNonNullExpression':
        case 'TSTypeAssertion':
        case 'TSInstantiationExpression':
        case 'ParenthesizedExpression': return unwrap(node.expression);
        default: return node;
    }
}

/** The names that a pattern binds. */
export function boundNames(pattern: Node): readonly string[]
{
    switch (pattern.type)
    {
        case 'Identifier': return [pattern.name];
        case 'AssignmentPattern': return boundNames(pattern.left);
        case 'RestElement': return boundNames(pattern.argument);
        case 'TSParameterProperty': return boundNames(pattern.parameter);
        case 'ArrayPattern': return pattern.elements.flatMap(element => element === null ? [] : boundNames(element));
        case 'ObjectPattern': return pattern.properties.flatMap(property => boundNames(property.type === 'RestElement' ? property.argument : property.value));
        default: return [];
    }
}

/** Whether a declaration has no code: it says so of itself, or is a namespace of types. */
export function isAmbient(node: Node): boolean
{
    return 'declare' in node && node.declare === true || node.type === 'TSModuleDeclaration' && holdsTypesOnly(node.body);
}

/** What TypeScript drops: of a namespace that holds nothing else there is nothing at run time. */
function holdsTypesOnly(node: Node): boolean
{
    switch (node.type)
    {
        case 'TSModuleBlock': return node.body.every(holdsTypesOnly);
        case 'ExportNamedDeclaration': return node.declaration !== null && node.declaration !== undefined && holdsTypesOnly(node.declaration);
        case 'TSInterfaceDeclaration':
        case 'TSTypeAliasDeclaration': return true;
        default: return isAmbient(node);
    }
}
