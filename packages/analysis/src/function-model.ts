import type * as t from '@babel/types';

import { collectCarried, typeParameterNames } from './carried-types.js';
import type { FunctionModel, Parameter } from './model.js';
import { readParameters } from './parameters.js';
import type { Node } from './syntax.js';
import { forEachChild, placeOf } from './syntax.js';
import { collectTypeReferences } from './type-references.js';

/** What surrounds a function and belongs to its model. */
export interface FunctionSetting
{
    /** The name of the constant that holds it, for a function without its own. */
    readonly name?: string;
    /** The type of the constant that holds it. */
    readonly annotation?: Node | null | undefined;
    /** Whether the module mentions `arguments` at all; default `false`. */
    readonly mentionsArguments?: boolean;
}

/** Stands for what a function takes beside its parameters: it sees all of it in its `arguments`. */
const furtherArguments: Parameter = { binding: { kind: 'name', name: 'arguments', optional: false }, rest: true };

/** Whether a function reads its `arguments`; arrow functions within it share them, and have none by themselves. */
function readsArguments(node: FunctionNode): boolean
{
    let found = false;

    const visit = (part: Node): void =>
    {
        if (part.type === 'FunctionDeclaration' || part.type === 'FunctionExpression')
        {
            return;
        }

        found ||= part.type === 'Identifier' && part.name === 'arguments';
        forEachChild(part, visit);
    };

    if (node.type !== 'ArrowFunctionExpression')
    {
        forEachChild(node, visit);
    }

    return found;
}

function describeParameters(node: FunctionNode, mentionsArguments: boolean): readonly Parameter[]
{
    const parameters = readParameters(node.params);

    return mentionsArguments && parameters.every(({ rest }) => !rest) && readsArguments(node) ? [...parameters, furtherArguments] : parameters;
}

type FunctionNode = t.FunctionDeclaration | t.FunctionExpression | t.ArrowFunctionExpression;

/** Describes a function, however it is written. */
export function describeFunction(node: FunctionNode, setting: FunctionSetting = {}): FunctionModel
{
    const name = (node.type === 'ArrowFunctionExpression' ? undefined : node.id?.name) ?? setting.name;
    const annotation = setting.annotation ?? undefined;
    const carries = collectCarried([node.returnType, ...node.params], typeParameterNames(node));

    return {
        kind: 'function',
        ...name !== undefined && { name },
        async: node.async,
        generator: node.generator === true,
        parameters: describeParameters(node, setting.mentionsArguments ?? false),
        references: collectTypeReferences([annotation, node.returnType, ...node.params]),
        ...carries.length > 0 && { carries },
        typed: annotation !== undefined || (node.returnType !== null && node.returnType !== undefined),
        place: placeOf(node)
    };
}
