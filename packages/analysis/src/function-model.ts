import type * as t from '@babel/types';

import { collectCarried, typeParameterNames } from './carried-types.js';
import type { FunctionModel } from './model.js';
import { readParameters } from './parameters.js';
import type { Node } from './syntax.js';
import { placeOf } from './syntax.js';
import { collectTypeReferences } from './type-references.js';

/** What surrounds a function and belongs to its model. */
export interface FunctionSetting
{
    /** The name of the constant that holds it, for a function without its own. */
    readonly name?: string;
    /** The type of the constant that holds it. */
    readonly annotation?: Node | null | undefined;
}

/** Describes a function, however it is written. */
export function describeFunction(node: t.FunctionDeclaration | t.FunctionExpression | t.ArrowFunctionExpression, setting: FunctionSetting = {}): FunctionModel
{
    const name = (node.type === 'ArrowFunctionExpression' ? undefined : node.id?.name) ?? setting.name;
    const annotation = setting.annotation ?? undefined;
    const carries = collectCarried([node.returnType, ...node.params], typeParameterNames(node));

    return {
        kind: 'function',
        ...name !== undefined && { name },
        async: node.async,
        generator: node.generator === true,
        parameters: readParameters(node.params),
        references: collectTypeReferences([annotation, node.returnType, ...node.params]),
        ...carries.length > 0 && { carries },
        typed: annotation !== undefined || (node.returnType !== null && node.returnType !== undefined),
        place: placeOf(node)
    };
}
