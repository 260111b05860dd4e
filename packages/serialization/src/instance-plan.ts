import type { ClassShape } from './class-table.js';
import { createLayout, haveSame } from './layout.js';
import type { Layout } from './layout.js';
import { forbiddenKey } from './properties.js';
import { refuse, reject } from './refusal.js';

/**
 * How a property of an instance is set after its constructor ran: not at all, by assignment (no prototype has the
 * name), as a declaration would, through its accessor, through its accessor only when the constructor did not get it
 * whole, or as errors have it.
 */
export type Setting = 'none' | 'assign' | 'declare' | 'accessor' | 'late-accessor' | 'implicit';

/** One property of an instance that is read, in the order of the text. */
export interface PlannedProperty
{
    readonly name: string;
    readonly isParameter: boolean;
    readonly setting: Setting;
}

/** What there is to do for a record with certain names; worked out once for all records that have the same. */
export interface InstancePlan
{
    readonly names: readonly string[];
    readonly properties: readonly PlannedProperty[];
    /** How many properties must be there before the constructor is called. */
    readonly first: number;
    /** Where in the record the arguments are, -1 for one that is not there; a rest parameter is the last one. */
    readonly arguments: readonly number[];
    /** Whether what is read first is the arguments, as they are. */
    readonly inOrder: boolean;
}

/** The names that every class of a kind has beside what it declares. */
export interface ImplicitNames
{
    has(name: string): boolean;
}

/** How instances with these enumerable properties are written. */
export function layoutOf(value: object, shape: ClassShape): Layout
{
    const keys = Object.keys(value);
    const last = shape.lastLayout;

    if (last !== undefined && haveSame(keys, last.keys) && !last.absent.some(name => Object.hasOwn(value, name)))
    {
        return last.layout;
    }

    for (const name of keys)
    {
        if (!shape.known.has(name))
        {
            refuse('its class does not declare this field', { segment: name });
        }
    }

    const names = namesOf(value, shape);
    const layout = createLayout(names, shape.key);

    shape.lastLayout = { keys, absent: shape.names.filter(name => !names.includes(name) || !shape.getters.has(name) && !keys.includes(name)), layout };

    return layout;
}

/** What the class declares and the instance has: a field if it is there, anything else through its getter. */
export function namesOf(value: object, shape: ClassShape): readonly string[]
{
    return shape.names.filter(name => shape.getters.has(name) || Object.hasOwn(value, name));
}

/** What there is to do for a record with these names; refuses those that the class does not declare. */
export function planOf(names: readonly string[], shape: ClassShape, implicit?: ImplicitNames): InstancePlan
{
    if (implicit === undefined && shape.lastPlan !== undefined && haveSame(names, shape.lastPlan.names))
    {
        return shape.lastPlan;
    }

    for (const name of names)
    {
        if (name === forbiddenKey || !shape.known.has(name) && implicit?.has(name) !== true)
        {
            reject('its class does not declare this field', { segment: name });
        }
    }

    const properties = names.map(name => ({ name, isParameter: shape.parameters.includes(name), setting: settingOf(name, shape, implicit) }));
    const args = shape.parameters.map(name => names.indexOf(name));

    // What is missing at the end gets its default.
    while (!shape.rest && args.at(-1) === -1)
    {
        args.pop();
    }

    const first = properties.findLastIndex(({ isParameter }) => isParameter) + 1;
    const inOrder = !shape.rest && args.length === first && args.every((place, index) => place === index);
    const plan = { names, properties, first, arguments: args, inOrder };

    if (implicit === undefined)
    {
        shape.lastPlan = plan;
    }

    return plan;
}

function settingOf(name: string, shape: ClassShape, implicit: ImplicitNames | undefined): Setting
{
    if (shape.fields.has(name))
    {
        return name in shape.implementation.prototype ? 'declare' : 'assign';
    }

    if (shape.accessors.has(name))
    {
        return shape.parameters.includes(name) ? 'late-accessor' : 'accessor';
    }

    return implicit?.has(name) === true ? 'implicit' : 'none';
}
