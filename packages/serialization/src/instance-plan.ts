import type { ClassShape } from './class-table.js';
import { reject } from './refusal.js';

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

/** What there is to do for instances with certain properties; worked out once for all that have the same. */
export interface InstancePlan
{
    readonly shape: ClassShape;
    readonly properties: readonly PlannedProperty[];
    /** How many properties must be there before the constructor is called. */
    readonly first: number;
    /** Where the arguments are, -1 for one that is not there; a rest parameter is the last one. `undefined` if they are what comes first. */
    readonly arguments: readonly number[] | undefined;
}

/** Plans for instances with these properties; refuses those that the class does not declare, and that are not implied. */
export function planOf(names: readonly string[], shape: ClassShape, implied: (name: string) => boolean = () => false): InstancePlan
{
    const { lastPlan, parameters } = shape;

    if (lastPlan?.properties.length === names.length && lastPlan.properties.every(({ name }, index) => name === names[index]))
    {
        return lastPlan;
    }

    const properties = names.map(name =>
    {
        if (!shape.names.includes(name) && !implied(name))
        {
            reject('its class does not declare this field', { segment: name });
        }

        return { name, isParameter: parameters.includes(name), setting: settingOf(name, shape) };
    });

    const args = parameters.map(name => names.indexOf(name));

    // What is missing at the end gets its default.
    while (!shape.rest && args.at(-1) === -1)
    {
        args.pop();
    }

    const first = properties.findLastIndex(({ isParameter }) => isParameter) + 1;
    const inOrder = !shape.rest && args.length === first && args.every((place, index) => place === index);

    const plan = { shape, properties, first, arguments: inOrder ? undefined : args };

    // What is implied depends on more than the names.
    if (properties.every(({ setting }) => setting !== 'implicit'))
    {
        shape.lastPlan = plan;
    }

    return plan;
}

function settingOf(name: string, { fields, accessors, parameters, implementation, names }: ClassShape): Setting
{
    if (fields.has(name))
    {
        return name in implementation.prototype ? 'declare' : 'assign';
    }

    if (accessors.has(name))
    {
        return parameters.includes(name) ? 'late-accessor' : 'accessor';
    }

    return names.includes(name) ? 'none' : 'implicit';
}
