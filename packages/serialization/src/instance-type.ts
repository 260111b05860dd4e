import type { ClassShape } from './class-table.js';
import { fill } from './collection-types.js';
import { forbiddenKey, isRecord, put, read } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { refuse, reject } from './refusal.js';
import { UnknownInstance } from './unknown-instance.js';
import { pending } from './value-type.js';
import type { Maker, ValueType } from './value-type.js';

/** Instances of the classes of the table. */
export const instanceType: ValueType = {
    tag: 'class',
    take(value, taker)
    {
        const [key, fields] = describeInstance(value as object, taker.settings.classes.byPrototype(Object.getPrototypeOf(value) as object));
        const parts: PropertyRecord = {};

        for (const name of Object.keys(fields))
        {
            put(parts, name, taker.part(read(fields, name), name));
        }

        return [key, parts];
    },
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

/** The key of an instance's class, and what crosses of it. */
export function describeInstance(value: object, shape: ClassShape | undefined): readonly [key: string, fields: Readonly<PropertyRecord>]
{
    if (value instanceof UnknownInstance)
    {
        return [value.key, value.fields];
    }

    if (shape === undefined)
    {
        return refuse('it is an instance of a class that is not exported by a module of the segment');
    }

    if (shape.builtIn !== undefined)
    {
        refuse(`its class extends ${shape.builtIn}, whose content no field shows`);
    }

    for (const name of Object.keys(value))
    {
        if (!shape.known.has(name))
        {
            refuse('its class does not declare this field', { segment: name });
        }
    }

    return [shape.key, readFields(value, shape)];
}

/** Reads what the class declares: a field if the instance has it, anything else through its getter. */
export function readFields(value: object, shape: ClassShape): PropertyRecord
{
    const fields: PropertyRecord = {};

    for (const name of shape.names)
    {
        if (shape.getters.has(name) || Object.hasOwn(value, name))
        {
            put(fields, name, read(value, name));
        }
    }

    return fields;
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
}

/** Fields that need no declaration: those of errors. */
export interface ImplicitFields
{
    has(name: string): boolean;
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
    const { shape, fields } = content;
    const names = Object.keys(fields);
    const parameters = new Set(shape.parameters);
    const last = names.findLastIndex(name => parameters.has(name));
    const values = new Map<string, unknown>();
    const incomplete = new Set<string>();
    const outerWaiting = maker.waiting;
    // Remains empty if the instance is given up together with the cause of an error that it stands in.
    const made: { instance?: object } = {};

    checkNames(content, names);

    const makePart = (name: string): unknown =>
    {
        const part = content.implicit?.has(name) === true ? content.implicit.part(maker, fields[name], name) : maker.part(fields[name], name);

        if (part === pending)
        {
            maker.whenReady(value =>
            {
                if (made.instance !== undefined)
                {
                    setField(content, made.instance, { name, value, late: true });
                }
            });
        }

        return part;
    };

    for (const name of names.slice(0, last + 1))
    {
        maker.waiting = 0;
        values.set(name, makePart(name));

        if (maker.waiting > 0 && parameters.has(name))
        {
            incomplete.add(name);
        }
    }

    for (const name of incomplete)
    {
        if (!shape.fields.has(name) && !shape.accessors.has(name) && content.implicit?.has(name) !== true)
        {
            reject('a cycle runs through a constructor parameter that is no public field', { segment: name });
        }
    }

    const instance = Reflect.construct(shape.implementation, constructorArguments(shape, values));

    made.instance = instance;
    maker.waiting = outerWaiting;
    maker.announce(content.id, instance);

    for (const [name, value] of values)
    {
        if (value !== pending)
        {
            setField(content, instance, { name, value, late: incomplete.has(name) });
        }
    }

    for (const name of names.slice(last + 1))
    {
        const value = makePart(name);

        if (value !== pending)
        {
            setField(content, instance, { name, value, late: false });
        }
    }

    // What waits in the fields of an instance is mended in the instance itself, so it does not concern what is around it.
    maker.waiting = outerWaiting;

    return instance;
}

function checkNames(content: InstanceContent, names: readonly string[]): void
{
    for (const name of names)
    {
        if (name === forbiddenKey || !content.shape.known.has(name) && content.implicit?.has(name) !== true)
        {
            reject('its class does not declare this field', { segment: name });
        }
    }
}

function constructorArguments(shape: ClassShape, values: ReadonlyMap<string, unknown>): unknown[]
{
    const args: unknown[] = shape.parameters.map(name => values.get(name)).map(value => value === pending ? undefined : value);

    if (shape.rest)
    {
        const items = args.pop() ?? [];

        return Array.isArray(items) ? [...args, ...items as unknown[]] : reject('its rest parameter is not an array');
    }

    while (args.length > 0 && !values.has(shape.parameters[args.length - 1] ?? ''))
    {
        args.pop();
    }

    return args;
}

interface FieldValue
{
    readonly name: string;
    readonly value: unknown;
    /** Whether the constructor did not get it whole. */
    readonly late: boolean;
}

function setField(content: InstanceContent, instance: object, { name, value, late }: FieldValue): void
{
    const { shape, implicit } = content;

    if (shape.fields.has(name))
    {
        setOwn(instance, name, value);
    }
    else if (shape.accessors.has(name))
    {
        if (late || !shape.parameters.includes(name))
        {
            Reflect.set(instance, name, value);
        }
    }
    else if (implicit?.has(name) === true)
    {
        implicit.set(instance, name, value);
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
