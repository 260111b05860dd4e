import type { ClassShape } from './class-table.js';
import { forbiddenKey } from './properties.js';
import { refuse } from './refusal.js';
import { UnknownInstance } from './unknown-instance.js';

/** What crosses of the instances that have the same properties. */
export interface InstanceLayout
{
    /** The key of the class. */
    readonly key: string;
    /** What is read of the instance, in order. */
    readonly names: readonly string[];
    /** The properties that the instance has, and those that it could have, and has not or hides. */
    readonly own: readonly string[];
    readonly absent: readonly string[];
}

/** The object that has the properties of an instance. */
export function sourceOf(value: object): Record<string, unknown>
{
    return (value instanceof UnknownInstance ? value.fields : value) as Record<string, unknown>;
}

/** Tells what crosses of an instance that is kept as data: of {@link sourceOf}. */
export function unknownLayoutOf({ key, fields }: UnknownInstance): InstanceLayout
{
    const names = Object.keys(fields);

    return names.includes(forbiddenKey) ? refuse('this name is refused', { segment: forbiddenKey }) : { key, names, own: [], absent: [] };
}

/** Tells what crosses of an instance. */
export function layoutOf(value: object, shape: ClassShape): InstanceLayout
{
    if (shape.lastLayout !== undefined && fits(value, shape.lastLayout))
    {
        return shape.lastLayout;
    }

    if (shape.builtIn !== undefined)
    {
        refuse(`its class extends ${shape.builtIn}, whose content no field shows`);
    }

    const own = Object.keys(value);

    for (const name of own)
    {
        if (!shape.names.includes(name))
        {
            refuse('its class does not declare this field', { segment: name });
        }
    }

    return shape.lastLayout = {
        key: shape.key,
        names: namesOf(value, shape),
        own,
        absent: shape.names.filter(name => !shape.getters.has(name) && !own.includes(name))
    };
}

/** What the class declares and the instance has: a field if it is there, anything else through its getter. */
export function namesOf(value: object, { names, getters }: ClassShape): readonly string[]
{
    return names.filter(name => getters.has(name) || Object.hasOwn(value, name));
}

function fits(value: object, { own, absent }: InstanceLayout): boolean
{
    let count = 0;

    for (const name in value)
    {
        if (name !== own[count++])
        {
            return false;
        }
    }

    return count === own.length && !absent.some(name => Object.hasOwn(value, name));
}
