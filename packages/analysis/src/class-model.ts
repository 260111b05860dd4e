import type * as t from '@babel/types';

import { collectCarried, typeParameterNames } from './carried-types.js';
import type { BaseClass, ClassModel } from './model.js';
import type { Node } from './syntax.js';
import { forEachChild, memberName, placeOf, unwrap } from './syntax.js';

function describeBase(expression: Node): BaseClass
{
    const base = unwrap(expression);

    if (base.type === 'Identifier')
    {
        return { kind: 'name', name: base.name };
    }

    if (base.type === 'MemberExpression' && base.object.type === 'Identifier' && base.property.type === 'Identifier' && !base.computed)
    {
        return { kind: 'member', namespace: base.object.name, name: base.property.name };
    }

    return { kind: 'expression' };
}

function parameterName(parameter: Node, position: number): string
{
    switch (parameter.type)
    {
        case 'TSParameterProperty': return parameterName(parameter.parameter, position);
        case 'AssignmentPattern': return parameterName(parameter.left, position);
        case 'Identifier': return parameter.name;
        case 'RestElement': return `...${parameterName(parameter.argument, position)}`;
        default: return String(position);
    }
}

function isOptional(parameter: Node): boolean
{
    switch (parameter.type)
    {
        case 'TSParameterProperty': return isOptional(parameter.parameter);
        case 'AssignmentPattern':
        case 'RestElement': return true;
        default: return 'optional' in parameter && parameter.optional === true;
    }
}

/** The fields that a constructor creates by assigning to `this`, as JavaScript without declared fields does. */
function collectAssignedFields(body: Node): readonly string[]
{
    const fields: string[] = [];

    const visit = (node: Node): void =>
    {
        if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ClassDeclaration' || node.type === 'ClassExpression')
        {
            return;
        }

        if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.object.type === 'ThisExpression')
        {
            const { property, computed } = node.left;

            if (property.type === 'Identifier' && !computed)
            {
                fields.push(property.name);
            }
        }

        forEachChild(node, visit);
    };

    visit(body);

    return fields;
}

/**
 * Describes a class: what it takes to rebuild an instance of it.
 *
 * @param constant - The name of the constant that holds it, by which the module knows it.
 */
export function describeClass(node: t.ClassDeclaration | t.ClassExpression, constant?: string): ClassModel
{
    const name = constant ?? node.id?.name;
    const declared: string[] = [];
    const assigned: string[] = [];
    const getters: string[] = [];
    const setters: string[] = [];
    const typed: Node[] = [];
    let parameters: readonly string[] | undefined;
    let optional: readonly string[] = [];

    for (const member of node.body.body)
    {
        if (member.type === 'ClassMethod' && member.kind === 'constructor')
        {
            parameters = member.params.map(parameterName);
            optional = member.params.flatMap((parameter, position) => isOptional(parameter) ? [parameterName(parameter, position)] : []);
            typed.push(...member.params);
            declared.push(...member.params.filter(parameter => parameter.type === 'TSParameterProperty').map(parameterName));
            assigned.push(...collectAssignedFields(member.body));

            continue;
        }

        if (member.type !== 'ClassMethod' && member.type !== 'ClassProperty' && member.type !== 'ClassAccessorProperty')
        {
            continue;
        }

        const key = member.key.type === 'PrivateName' ? undefined : memberName(member);

        if (key === undefined || member.static || ('abstract' in member && member.abstract === true))
        {
            continue;
        }

        if (member.type === 'ClassProperty')
        {
            declared.push(key);
            typed.push(...member.typeAnnotation === null || member.typeAnnotation === undefined ? [] : [member.typeAnnotation]);
        }

        if (member.type === 'ClassAccessorProperty' || (member.type === 'ClassMethod' && member.kind === 'get'))
        {
            getters.push(key);
        }

        if (member.type === 'ClassAccessorProperty' || (member.type === 'ClassMethod' && member.kind === 'set'))
        {
            setters.push(key);
        }
    }

    const accessors = new Set([...getters, ...setters]);
    const carries = collectCarried(typed, typeParameterNames(node));

    return {
        kind: 'class',
        ...name !== undefined && { name },
        ...parameters !== undefined && { parameters },
        ...optional.length > 0 && { optional },
        ...carries.length > 0 && { carries },
        fields: [...new Set([...declared, ...assigned.filter(field => !accessors.has(field))])],
        getters,
        setters,
        ...node.superClass !== null && node.superClass !== undefined && { base: describeBase(node.superClass) },
        place: placeOf(node)
    };
}
