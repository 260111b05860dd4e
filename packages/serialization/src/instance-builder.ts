import { Builder, Pending, omitted } from './builder.js';
import type { Place } from './builder.js';
import type { ClassShape } from './class-table.js';
import { createError, fitsImplied, isExtra, isImplied, mayLack, mayRemain, setImplied, withoutStack } from './error-type.js';
import type { ErrorDescription } from './error-type.js';
import { planOf } from './instance-plan.js';
import type { InstancePlan, PlannedProperty } from './instance-plan.js';
import { makeRoom, setOwn } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { invalid, reject } from './refusal.js';
import { UnknownInstance } from './unknown-instance.js';

/** What instances of a class that is not known here have. */
interface Named
{
    readonly key: string;
    readonly names: readonly string[];
}

/** Makes instances of classes, and errors. */
export abstract class InstanceBuilder<Id> extends Builder<Id>
{
    /** The class of a key; none if instances of unknown classes are kept as data. */
    protected shapeOf(key: string): ClassShape | undefined
    {
        const { classes, unknownClasses } = this.settings;
        const shape = classes.byKey.get(key);

        if (shape === undefined ? unknownClasses === 'refuse' : shape.isError)
        {
            reject('its class is not known here');
        }

        return shape?.builtIn === undefined ? shape : reject(`its class extends ${shape.builtIn}, whose content no field shows`);
    }

    /** Keeps an instance of an unknown class as data. */
    protected makeUnknown({ key, names }: Named, contents: readonly unknown[], place: Place<Id>): object
    {
        const fields = makeRoom<PropertyRecord>({}, names);

        return this.makeParts({
            place: index => names[index] as string,
            keys: count => count,
            create: () => new UnknownInstance(key, fields),
            make(parts, instance)
            {
                names.forEach((name, index) => fields[name] = parts[index]);

                return instance as object;
            }
        }, contents, place);
    }

    /** Makes an error of a type, names of fields, their contents, and the key of a class. */
    protected makeError({ type, names, key }: ErrorDescription, contents: readonly unknown[], id: Id): object
    {
        const shape = key === undefined ? undefined : this.settings.classes.byKey.get(key);

        if (shape !== undefined)
        {
            return shape.isError ? this.makeInstance(planOf(names, shape, name => isImplied(type, name)), contents, { id }) : invalid();
        }

        return this.makeParts({
            cost: 1,
            place: index => names[index] as string,
            keys: count => count,
            isOptional: index => mayLack(type, names[index] as string),
            create: () => makeRoom(withoutStack(() => createError(type, Object.fromEntries(names.map((name, index) => [name, this.peek(contents[index])])))), names),
            make(parts, error)
            {
                names.forEach((name, index) =>
                {
                    const part = parts[index];
                    const implied = isImplied(type, name);

                    if (!implied && !isExtra(type, name))
                    {
                        reject('this name is refused', { segment: name });
                    }

                    // What its class declares is left out where that is not known.
                    if (part === omitted || key !== undefined && !(mayRemain(type, name) && fitsImplied(name, part)))
                    {
                        return;
                    }

                    if (implied)
                    {
                        setImplied(error as object, name, part);
                    }
                    else
                    {
                        setOwn(error as object, name, part);
                    }
                });

                return error as object;
            }
        }, contents, { id });
    }

    /**
     * Calls the constructor with the parameters, then sets what remains.
     *
     * Parts are made in the order in which they stand. Those that refer to the instance before it exists are set once
     * it does; in an argument that is only possible where the parameter is a field or accessor as well.
     *
     * @param contents - The contents of the properties of the plan, in its order.
     */
    protected makeInstance(plan: InstancePlan, contents: readonly unknown[], { id, offset = 0 }: Place<Id>): object
    {
        const { properties, first, shape } = plan;
        const { walk } = this;
        const level = walk.enter();
        const waiting = this.waiting;
        const values: unknown[] = [];
        // The properties of which the constructor does not get the whole value.
        let late: Set<PlannedProperty> | undefined;
        // It remains empty if the instance is given up together with the cause of an error that it stands in.
        const made: { instance?: object } = {};

        const part = (index: number): unknown =>
        {
            const property = properties[index] as PlannedProperty;

            walk.path[level] = property.name;
            this.waiting = 0;

            const content = contents[index + offset];
            const value = property.setting === 'implicit' ? this.raiseErrorPart(content, property.name === 'cause') : this.raise(content);

            if (value instanceof Pending)
            {
                this.await(value, ready =>
                {
                    if (made.instance !== undefined)
                    {
                        setProperty(made.instance, property, ready, true);
                    }
                });
            }

            if (this.waiting > 0 && index < first && property.isParameter)
            {
                if (property.setting === 'none')
                {
                    reject('a cycle runs through a constructor parameter that is no public field');
                }

                (late ??= new Set()).add(property);
            }

            return value;
        };

        walk.countKeys(properties.length);
        walk.charge(shape.isError ? 1 : 0);

        while (values.length < first)
        {
            values.push(part(values.length));
        }

        // A constructor that throws is not the fault of its last argument.
        walk.depth = level;

        const instance = made.instance = construct(plan, values);

        walk.depth = level + 1;
        this.announce(id, instance);

        for (let index = 0; index < properties.length; index++)
        {
            const value = index < first ? values[index] : part(index);

            if (!(value instanceof Pending) && value !== omitted)
            {
                setProperty(instance, properties[index] as PlannedProperty, value, late?.has(properties[index] as PlannedProperty) === true);
            }
        }

        walk.depth = level;

        // What waits in the fields of an instance is mended in the instance itself, so it does not concern what is around it.
        this.waiting = waiting;

        if (shape.validate !== undefined)
        {
            this.checks.push(() => shape.validate?.(instance) === false ? reject(`it is no valid ${shape.key}`) : undefined);
        }

        return instance;
    }
}

function construct({ shape: { implementation, isError, rest, parameters }, arguments: places }: InstancePlan, values: readonly unknown[]): object
{
    const present = values.map(value => value instanceof Pending || value === omitted ? undefined : value);
    const args = places === undefined ? present : places.map(place => place < 0 ? undefined : present[place]);

    if (rest)
    {
        const items: unknown = args.pop() ?? [];

        args.push(...Array.isArray(items) ? items as readonly unknown[] : reject('its rest parameter is not an array', { segment: parameters.at(-1) as string }));
    }

    return isError ? withoutStack(() => constructError(implementation, args)) : new implementation(...args);
}

/** All that there is to know of an error follows, also where its constructor asks for what no field shows. */
function constructError(implementation: ClassShape['implementation'], args: readonly unknown[]): object
{
    try
    {
        return new implementation(...args);
    }
    catch
    {
        return Object.setPrototypeOf(new Error(), implementation.prototype) as object;
    }
}

/** @param late - Whether the constructor did not get it whole. */
function setProperty(instance: object, { name, setting }: PlannedProperty, value: unknown, late: boolean): void
{
    switch (setting)
    {
        case 'assign': assign(instance as PropertyRecord, name, value); break;
        case 'declare': setOwn(instance, name, value); break;
        case 'implicit': setImplied(instance, name, value); break;
        case 'none': break;
        case 'accessor':
        case 'late-accessor':
            if (late || setting === 'accessor')
            {
                Reflect.set(instance, name, value);
            }
    }
}

/** Sets a field whose name no prototype has; what an assignment cannot do, a declaration can. */
function assign(instance: PropertyRecord, name: string, value: unknown): void
{
    try
    {
        instance[name] = value;
    }
    catch
    {
        setOwn(instance, name, value);
    }
}
