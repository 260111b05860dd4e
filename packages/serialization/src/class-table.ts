import type { InstanceLayout } from './instance-layout.js';
import type { InstancePlan } from './instance-plan.js';
import { forbiddenKey } from './properties.js';
import { builtInTypes } from './type-table.js';

/** A class whose instances may cross. Everything else of the name is unknown, whatever the text says. */
export interface ClassDefinition
{
    /** What the text calls it; unique in the table. */
    readonly key: string;
    /** The names of the constructor's parameters, in order; `...names` for a rest parameter. */
    readonly parameters: readonly string[];
    /**
     * The names of the fields that the class and its bases declare: all that are properties at run time, so those
     * that only TypeScript calls private as well.
     */
    readonly fields: readonly string[];
    /** The names that have both a getter and a setter. */
    readonly accessors: readonly string[];
    /** The names that have a getter. */
    readonly getters: readonly string[];
    readonly implementation: abstract new (...args: never[]) => object;
    /**
     * Looks at an instance that was made of a text or copied, when it is whole; default none. What it throws, or
     * `false`, refuses the whole value.
     */
    validate?(instance: object): boolean | undefined | void;
}

/** What the codec needs to know of a class, worked out once. */
export interface ClassShape
{
    readonly key: string;
    readonly implementation: { new (...args: unknown[]): object; readonly prototype: object };
    /** Without the dots of a rest parameter. */
    readonly parameters: readonly string[];
    readonly rest: boolean;
    /** Every name that may be set, in the order in which it is written: parameters, fields, accessors. */
    readonly names: readonly string[];
    readonly fields: ReadonlySet<string>;
    readonly accessors: ReadonlySet<string>;
    /** The names that are read through a getter. */
    readonly getters: ReadonlySet<string>;
    readonly isError: boolean;
    /** The kind of built-in object that it extends, whose own content no field shows. */
    readonly builtIn: string | undefined;
    readonly validate: ClassDefinition['validate'];
    /** How the last instance was written, for the next one nearly always has the same properties. */
    lastLayout?: InstanceLayout;
    /** How the last instance was read. */
    lastPlan?: InstancePlan;
}

/** The classes of a codec, by their key and by the prototype of their instances. */
export interface ClassTable
{
    readonly byKey: ReadonlyMap<string, ClassShape>;
    readonly byPrototype: ReadonlyMap<object, ClassShape>;
}

/** Compiles definitions; of two with one key the later one counts. */
export function createClassTable(definitions: readonly ClassDefinition[]): ClassTable
{
    const shapes = definitions.map(compile);

    return {
        byKey: new Map(shapes.map(shape => [shape.key, shape])),
        byPrototype: new Map(shapes.map(shape => [shape.implementation.prototype, shape]))
    };
}

function compile({ key, parameters: written, fields, accessors, getters, implementation, validate }: ClassDefinition): ClassShape
{
    const parameters = written.map(name => name.replace('...', ''));
    const prototype = implementation.prototype as object;
    const isError = prototype instanceof Error;

    return {
        key,
        // An abstract class has no instances of its own, so nothing that is encoded ever names one.
        implementation: implementation as ClassShape['implementation'],
        parameters,
        rest: written.at(-1)?.startsWith('...') === true,
        names: [...new Set([...parameters, ...fields, ...accessors])].filter(name => name !== forbiddenKey && !(isError && name === 'stack')),
        fields: new Set(fields),
        accessors: new Set(accessors),
        getters: new Set([...getters, ...accessors]),
        isError,
        builtIn: builtInTypes.find(type => type.prototype?.isPrototypeOf(prototype))?.tag,
        validate
    };
}
