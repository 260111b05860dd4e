import type { Node } from './syntax.js';
import { forEachChild } from './syntax.js';

function leftmostName(name: Node): string | undefined
{
    switch (name.type)
    {
        case 'Identifier': return name.name;
        case 'TSQualifiedName': return leftmostName(name.left);
        case 'MemberExpression': return leftmostName(name.object);
        default: return undefined;
    }
}

function referencedName(node: Node): Node | undefined
{
    switch (node.type)
    {
        case 'TSTypeReference': return node.typeName;
        case 'TSTypeQuery': return node.exprName;
        case 'TSExpressionWithTypeArguments': return node.expression;
        default: return undefined;
    }
}

/**
 * Collects the names that the types in some nodes refer to: of `shapes.Circle` the name `shapes`. The code of
 * functions is left out, as it says nothing about a type.
 */
export function collectTypeReferences(nodes: Iterable<Node | null | undefined>): readonly string[]
{
    const names = new Set<string>();

    const visit = (node: Node): void =>
    {
        const reference = referencedName(node);
        const name = reference === undefined ? undefined : leftmostName(reference);

        if (name !== undefined)
        {
            names.add(name);
        }

        if (node.type !== 'BlockStatement')
        {
            forEachChild(node, visit);
        }
    };

    for (const node of nodes)
    {
        if (node !== null && node !== undefined)
        {
            visit(node);
        }
    }

    return [...names];
}
