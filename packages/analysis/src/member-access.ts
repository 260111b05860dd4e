import type { MemberModel, MemberName } from './model.js';
import { isFunction } from './scope.js';
import type { Node } from './syntax.js';
import { memberName, nameOf, placeOf, unwrap } from './syntax.js';

/** Notes what code takes by name from what is imported by declarations, and from the namespaces that `import()` gives. */
export interface MemberAccess
{
    /** `object.property`, in code or in JSX. */
    readonly read: (object: Node, property: Node) => void;
    /** `({ name } = source)`. */
    readonly destructure: (target: Node, source: Node) => void;
    /** `const { name } = source`, or `const all = source`, behind which `all.name` counts as well. */
    readonly declare: (target: Node, source: Node) => void;
    /** `import('./module').then(({ name }) => …)`. */
    readonly call: (callee: Node, argument: Node | undefined) => void;
    readonly enterScope: (names: readonly string[]) => void;
    readonly leaveScope: (names: readonly string[]) => void;
    /** What is taken from what is imported by declarations. */
    readonly members: () => readonly MemberModel[];
    /** What is taken from the namespace of an `import()`: a list that grows while the code is walked. */
    readonly membersOf: (importExpression: Node) => readonly MemberName[];
}

/** What may be a namespace: its local name, or the expression that loads it. */
type Source = string | Node;

/**
 * Makes an empty note.
 *
 * @param isImported - Tells whether a name stands for something imported where the walk is.
 */
export function createMemberAccess(isImported: (name: string) => boolean): MemberAccess
{
    const declared = new Map<string, Map<string, MemberModel>>();
    const loaded = new Map<Node, Map<string, MemberName>>();
    /** By name: for each scope that declares it, the outermost first, the `import()` that it holds. */
    const holders = new Map<string, (Node | undefined)[]>();

    const loadedBy = (expression: Node): Map<string, MemberName> =>
    {
        const members = loaded.get(expression) ?? new Map<string, MemberName>();

        loaded.set(expression, members);

        return members;
    };

    const findSource = (expression: Node): Source | undefined =>
    {
        const node = unwrap(expression);

        if (node.type === 'AwaitExpression')
        {
            const awaited = unwrap(node.argument);

            return awaited.type === 'ImportExpression' ? awaited : undefined;
        }

        if (node.type !== 'Identifier' && node.type !== 'JSXIdentifier')
        {
            return undefined;
        }

        return isImported(node.name) ? node.name : holders.get(node.name)?.at(-1);
    };

    const add = (source: Source, name: string, node: Node): void =>
    {
        const place = placeOf(node);

        if (typeof source !== 'string')
        {
            const members = loadedBy(source);

            members.set(name, members.get(name) ?? { name, place });

            return;
        }

        const members = declared.get(source) ?? new Map<string, MemberModel>();

        declared.set(source, members);
        members.set(name, members.get(name) ?? { namespace: source, name, place });
    };

    const take = (pattern: Node, source: Source): void =>
    {
        const properties = pattern.type === 'ObjectPattern' ? pattern.properties : [];

        for (const property of properties)
        {
            const name = property.type === 'ObjectProperty' ? memberName(property) : undefined;

            if (name !== undefined)
            {
                add(source, name, property);
            }
        }
    };

    return {
        read(object, property)
        {
            const source = findSource(object);
            const name = property.type === 'JSXIdentifier' ? property.name : textOf(property);

            if (source !== undefined && name !== undefined)
            {
                add(source, name, object);
            }
        },

        destructure(target, source)
        {
            const found = findSource(source);

            if (found !== undefined)
            {
                take(target, found);
            }
        },

        declare(target, source)
        {
            const found = findSource(source);

            if (found !== undefined && target.type !== 'Identifier')
            {
                take(target, found);
            }
            else if (found !== undefined && typeof found !== 'string' && target.type === 'Identifier')
            {
                const scopes = holders.get(target.name) ?? [undefined];

                scopes[scopes.length - 1] = found;
                holders.set(target.name, scopes);
            }
        },

        call(callee, argument)
        {
            const source = callee.type === 'MemberExpression' && !callee.computed && nameOf(callee.property) === 'then' ? unwrap(callee.object) : undefined;
            const [parameter] = argument !== undefined && isFunction(argument) && 'params' in argument ? argument.params : [];

            if (source?.type === 'ImportExpression' && parameter !== undefined)
            {
                take(parameter, source);
            }
        },

        enterScope: names => names.forEach(name => holders.set(name, [...holders.get(name) ?? [undefined], undefined])),
        leaveScope: names => names.forEach(name => holders.get(name)?.pop()),
        members: () => [...declared.values()].flatMap(members => [...members.values()]),
        membersOf: expression => [...loadedBy(expression).values()]
    };
}

/** The text of a key, also of a template without expressions. */
function textOf(property: Node): string | undefined
{
    return property.type === 'TemplateLiteral' && property.expressions.length === 0 ? property.quasis[0]?.value.cooked ?? undefined : nameOf(property);
}
