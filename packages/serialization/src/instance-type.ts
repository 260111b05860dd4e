import type { ClassShape } from './class-table.js';
import { fill } from './collection-types.js';
import { layoutOf, planOf } from './instance-plan.js';
import type { ImplicitNames, InstancePlan, PlannedProperty } from './instance-plan.js';
import { createLayout } from './layout.js';
import type { Layout } from './layout.js';
import { isRecord } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { refuse, reject } from './refusal.js';
import { UnknownInstance } from './unknown-instance.js';
import { pending } from './value-type.js';
import type { Maker, RecordType } from './value-type.js';

/** Instances of the classes of the table. */
export const instanceType: RecordType = {
    form: 'record',
    tag: 'class',
    take: (value, { classes }) => describeInstance(value as object, classes.byPrototype(Object.getPrototypeOf(value) as object)),
    make(content, maker, id)
    {
        if (!Array.isArray(content) || content.length !== 2 || typeof content[0] !== 'string' || !isRecord(content[1]))
        {
            return reject('it is not a class and fields');
        }

        const [key, fields] = content as [string, PropertyRecord];
        const shape = maker.settings.classes.byKey(key);

        if (shape?.isError === true)
        {
            return reject('its class is one of errors');
        }

        if (shape?.builtIn !== undefined)
        {
            return reject(`its class extends ${shape.builtIn}, whose content no field shows`);
        }

        if (shape !== undefined)
        {
            return makeInstance({ shape, fields, id }, maker);
        }

        if (maker.settings.unknownClasses === 'refuse')
        {
            return reject('its class is not known here');
        }

        const kept: PropertyRecord = {};
        const instance = new UnknownInstance(key, kept);

        maker.announce(id, instance);
        fill(kept, fields, maker);

        return instance;
    }
};

/** What crosses of an instance; its properties are those of {@link sourceOf}. */
export function describeInstance(value: object, shape: ClassShape | undefined): Layout
{
    if (value instanceof UnknownInstance)
    {
        return createLayout(Object.keys(value.fields), value.key);
    }

    if (shape === undefined)
    {
        return refuse('it is an instance of a class that is not exported by a module of the segment');
    }

    return shape.builtIn === undefined ? layoutOf(value, shape) : refuse(`its class extends ${shape.builtIn}, whose content no field shows`);
}

/** The object that has the properties of an instance. */
export function sourceOf(value: object): PropertyRecord
{
    return (value instanceof UnknownInstance ? value.fields : value) as PropertyRecord;
}

/** What an instance is made of. */
export interface InstanceContent
{
    readonly shape: ClassShape;
    /** Name to content. */
    readonly fields: Readonly<PropertyRecord>;
    readonly id: unknown;
    /** The names that every class of the kind has beside what it declares, and how they are set. */
    readonly implicit?: ImplicitFields;
    /** Remains empty if the instance is given up together with the cause of an error that it stands in. */
    instance?: object;
}

/** Fields that need no declaration: those of errors. */
export interface ImplicitFields extends ImplicitNames
{
    part(maker: Maker, content: unknown, name: string): unknown;
    set(instance: object, name: string, value: unknown): void;
}

/**
 * Calls the constructor with the parameters, then sets what remains.
 *
 * Parts are made in the order in which they stand. Those that refer to the instance before it exists are set once
 * it does; in an argument that is only possible where the parameter is a field or accessor as well.
 */
export function makeInstance(content: InstanceContent, maker: Maker): object
{
    const { shape, fields, implicit, id } = content;
    const { walk } = maker;
    const names = Object.keys(fields);
    const plan = planOf(names, shape, implicit);
    const { properties, first } = plan;
    const values: unknown[] = [];
    const outerWaiting = maker.waiting;
    const level = walk.open(names.length, names[0]);
    // The properties that waited when the constructor was called.
    let late: Set<PlannedProperty> | undefined;
    for (let index = 0; index < first; index++)
    {
        const property = properties[index] as PlannedProperty;

        maker.waiting = 0;
        values.push(makePart(content, property, maker));

        if (maker.waiting > 0 && property.isParameter)
        {
            (late ??= new Set()).add(property);
        }
    }

    walk.depth = level;

    for (const { name, setting } of late ?? [])
    {
        if (setting === 'none')
        {
            reject('a cycle runs through a constructor parameter that is no public field', { segment: name });
        }
    }

    const instance = Reflect.construct(shape.implementation, plan.inOrder && late === undefined ? values : argumentsOf(plan, values, shape));

    content.instance = instance;
    maker.waiting = outerWaiting;
    maker.announce(id, instance);

    for (let index = 0; index < properties.length; index++)
    {
        const property = properties[index] as PlannedProperty;

        walk.depth = level + 1;

        const value = index < first ? values[index] : makePart(content, property, maker);

        walk.depth = level;

        if (value !== pending)
        {
            setProperty(content, instance, { property, value, late: late?.has(property) === true });
        }
    }

    // What waits in the fields of an instance is mended in the instance itself, so it does not concern what is around it.
    maker.waiting = outerWaiting;

    return instance;
}

function makePart(content: InstanceContent, property: PlannedProperty, maker: Maker): unknown
{
    const { name } = property;
    const { fields, implicit } = content;
    const part = implicit?.has(name) === true ? implicit.part(maker, fields[name], name) : maker.part(fields[name], name);

    if (part === pending)
    {
        maker.whenReady(value =>
        {
            if (content.instance !== undefined)
            {
                setProperty(content, content.instance, { property, value, late: true });
            }
        });
    }

    return part;
}

function argumentsOf(plan: InstancePlan, values: readonly unknown[], shape: ClassShape): unknown[]
{
    const args = plan.arguments.map(index => index < 0 || values[index] === pending ? undefined : values[index]);

    if (!shape.rest)
    {
        return args;
    }

    const items = args.pop() ?? [];

    return Array.isArray(items) ? [...args, ...items as unknown[]] : reject('its rest parameter is not an array');
}

interface PropertyValue
{
    readonly property: PlannedProperty;
    readonly value: unknown;
    /** Whether the constructor did not get it whole. */
    readonly late: boolean;
}

function setProperty({ implicit }: InstanceContent, instance: object, { property: { name, setting }, value, late }: PropertyValue): void
{
    switch (setting)
    {
        case 'assign': assign(instance as PropertyRecord, name, value); break;
        case 'declare': setOwn(instance, name, value); break;
        case 'implicit': implicit?.set(instance, name, value); break;
        case 'none': break;
        case 'accessor':
        case 'late-accessor':
            if (late || setting === 'accessor')
            {
                Reflect.set(instance, name, value);
            }
    }
}

/**
 * Sets a field whose name no prototype has. Most constructors have set it already, and most of what they have not set
 * is there to be set; for the rest a declaration can do what an assignment cannot.
 */
function assign(instance: PropertyRecord, name: string, value: unknown): void
{
    if (value !== undefined && Object.is(instance[name], value))
    {
        return;
    }

    try
    {
        instance[name] = value;
    }
    catch
    {
        setOwn(instance, name, value);
    }
}

/** Sets a field as its declaration would, whatever the prototypes have of that name. */
export function setOwn(instance: object, name: string, value: unknown): void
{
    const current = Object.getOwnPropertyDescriptor(instance, name);

    if (current === undefined)
    {
        Object.defineProperty(instance, name, { value, writable: true, enumerable: true, configurable: true });
    }
    else if (current.set !== undefined)
    {
        Reflect.set(instance, name, value);
    }
    else if (!('value' in current) || !Object.is(current.value, value))
    {
        Object.defineProperty(instance, name, { value });
    }
}
