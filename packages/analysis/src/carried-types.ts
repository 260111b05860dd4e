import type * as t from '@babel/types';

import type { Node } from './syntax.js';

/** Types whose values hold those of their arguments. */
const containers = new Set([
    'Promise', 'PromiseLike', 'Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Map', 'ReadonlyMap', 'Iterable', 'AsyncIterable', 'Generator', 'AsyncGenerator',
    'IterableIterator', 'AsyncIterableIterator', 'Record', 'Readonly', 'NonNullable', 'Awaited'
]);

function annotationOf(parameter: Node): Node | null | undefined
{
    switch (parameter.type)
    {
        case 'AssignmentPattern': return annotationOf(parameter.left);
        case 'TSParameterProperty': return annotationOf(parameter.parameter);
        case 'Identifier':
        case 'ArrayPattern':
        case 'ObjectPattern':
        case 'RestElement': return parameter.typeAnnotation;
        default: return undefined;
    }
}

function collect(type: Node | null | undefined, names: Set<string>): void
{
    switch (type?.type)
    {
        case 'TSTypeAnnotation':
        case 'TSParenthesizedType':
        case 'TSOptionalType':
        case 'TSRestType':
        case 'TSPropertySignature': collect(type.typeAnnotation, names); break;
        case 'TSArrayType': collect(type.elementType, names); break;
        case 'TSNamedTupleMember': collect(type.elementType, names); break;
        case 'TSTupleType': type.elementTypes.forEach(element => { collect(element, names); }); break;
        case 'TSUnionType': type.types.forEach(member => { collect(member, names); }); break;
        case 'TSTypeLiteral': type.members.forEach(member => { collect(member, names); }); break;
        case 'TSTypeOperator':
            if (type.operator === 'readonly')
            {
                collect(type.typeAnnotation, names);
            }
            break;
        case 'TSTypeReference': collectReference(type, names); break;
        default: break;
    }
}

function collectReference({ typeName, typeParameters }: t.TSTypeReference, names: Set<string>): void
{
    if (typeName.type !== 'Identifier')
    {
        return;
    }

    if (containers.has(typeName.name))
    {
        typeParameters?.params.forEach(parameter => { collect(parameter, names); });
    }
    else
    {
        names.add(typeName.name);
    }
}

/**
 * Collects the names whose values surely stand in values of some types, alone or in a promise, a list, a map or a
 * property. Of anything that computes with a type (`keyof Order`, `Pick<Order, 'id'>`) it says nothing.
 *
 * @param parameters - Nodes with an annotation, or annotations themselves.
 * @param hidden - The names of type parameters.
 */
export function collectCarried(parameters: Iterable<Node | null | undefined>, hidden: readonly string[] = []): readonly string[]
{
    const names = new Set<string>();

    for (const parameter of parameters)
    {
        collect(parameter?.type.startsWith('TS') === true && parameter.type !== 'TSParameterProperty' ? parameter : parameter && annotationOf(parameter), names);
    }

    return [...names].filter(name => !hidden.includes(name));
}

/** The names of the type parameters that a function or a class declares. */
export function typeParameterNames(declaration: t.Function | t.Class): readonly string[]
{
    const { typeParameters } = declaration;

    return typeParameters?.type === 'TSTypeParameterDeclaration' ? typeParameters.params.map(({ name }) => name) : [];
}
