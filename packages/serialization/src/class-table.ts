import type { InstanceLayout } from './instance-layout.js';
import type { InstancePlan } from './instance-plan.js';
import { forbiddenKey } from './properties.js';
import { builtInTypes } from './type-table.js';
import { UnknownInstance } from './unknown-instance.js';
import type { ValueType } from './value-type.js';

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
     * `false` as its answer, refuses the whole value.
     */
    readonly validate?: (instance: object) => unknown;
}

/** What the codec needs to know of a class, worked out once. */
export interface ClassShape
{
    readonly form: 'class';
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

/** What {@link UnknownInstance} is to the table. */
export interface UnknownClass
{
    readonly form: 'unknown';
}

/** What an object is: of a kind that every codec knows, of a class of the table, or data of an unknown class. */
export type ObjectKind = ClassShape | UnknownClass | ValueType;

/** The classes of a codec. */
export interface ClassTable
{
    readonly byKey: ReadonlyMap<string, ClassShape>;
    /** The kinds of all objects but plain ones and arrays, by their prototype. */
    readonly kinds: ReadonlyMap<object | null, ObjectKind>;
}

/** Compiles definitions; of two with one key the later one counts. */
export function createClassTable(definitions: readonly ClassDefinition[]): ClassTable
{
    const shapes = definitions.map(compile);

    return {
        byKey: new Map(shapes.map(shape => [shape.key, shape])),
        kinds: new Map<object | null, ObjectKind>([
            ...builtInTypes.flatMap(type => type.prototype === undefined ? [] : [[type.prototype, type] as const]),
            [UnknownInstance.prototype, { form: 'unknown' }],
            ...shapes.map(shape => [shape.implementation.prototype, shape] as const)
        ])
    };
}

function compile({ key, parameters: written, fields, accessors, getters, implementation, validate }: ClassDefinition): ClassShape
{
    const parameters = written.map(name => name.replace('...', ''));
    const prototype = implementation.prototype as object;
    const isError = prototype instanceof Error;

    return {
        form: 'class',
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
        builtIn: builtInTypes.find(type => hasPrototype(prototype, type.prototype))?.tag,
        validate
    };
}

/** Tells whether an object inherits from a prototype. */
function hasPrototype(object: object, prototype: object | null | undefined): boolean
{
    return prototype !== undefined && prototype !== null && Object.prototype.isPrototypeOf.call(prototype, object);
}
