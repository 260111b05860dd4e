import type { Binding, Parameter } from './model.js';
import type { Node } from './syntax.js';
import { memberName } from './syntax.js';

function toBinding(pattern: Node, optional: boolean): Binding
{
    switch (pattern.type)
    {
        case 'AssignmentPattern': return toBinding(pattern.left, true);

        case 'TSParameterProperty': return toBinding(pattern.parameter, optional);

        case 'Identifier': return { kind: 'name', name: pattern.name, optional: optional || pattern.optional === true };

        case 'ArrayPattern':
        {
            const rest = pattern.elements.find(element => element?.type === 'RestElement');
            const elements = pattern.elements.filter(element => element?.type !== 'RestElement').map(element => element === null ? null : toBinding(element, false));

            return { kind: 'array', elements, ...rest?.type === 'RestElement' && { rest: toBinding(rest.argument, false) }, optional: optional || pattern.optional === true };
        }

        case 'ObjectPattern':
        {
            const properties: { key: string; value: Binding }[] = [];
            let rest: string | undefined;

            for (const property of pattern.properties)
            {
                if (property.type === 'RestElement')
                {
                    rest = property.argument.type === 'Identifier' ? property.argument.name : undefined;

                    continue;
                }

                const key = memberName(property);

                // A computed key is known to the running code alone, so nothing can be bound to it by name.
                if (key !== undefined)
                {
                    properties.push({ key, value: toBinding(property.value, false) });
                }
            }

            return { kind: 'object', properties, ...rest !== undefined && { rest }, optional: optional || ('optional' in pattern && pattern.optional === true) };
        }

        default: return { kind: 'name', name: '', optional };
    }
}

/** The parameters of a function; TypeScript's `this` is none. */
export function readParameters(parameters: readonly Node[]): readonly Parameter[]
{
    return parameters
        .filter(parameter => parameter.type !== 'Identifier' || parameter.name !== 'this')
        .map(parameter => parameter.type === 'RestElement'
            ? { binding: toBinding(parameter.argument, false), rest: true }
            : { binding: toBinding(parameter, false), rest: false });
}
