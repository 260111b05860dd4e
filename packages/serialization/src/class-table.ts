import { byteTypes } from './byte-types.js';
import { collectionTypes } from './collection-types.js';
import { forbiddenKey } from './properties.js';
import type { InstancePlan } from './instance-plan.js';
import type { Layout } from './layout.js';
import { textTypes } from './text-types.js';
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
    readonly known: ReadonlySet<string>;
    readonly fields: ReadonlySet<string>;
    readonly accessors: ReadonlySet<string>;
    /** The names that are read through a getter. */
    readonly getters: ReadonlySet<string>;
    readonly isError: boolean;
    /** The kind of built-in object that it extends, whose own content no field shows. */
    readonly builtIn: string | undefined;
    /** How the last instance was written, for the next one nearly always has the same properties. */
    lastLayout?: { readonly keys: readonly string[]; readonly absent: readonly string[]; readonly layout: Layout };
    /** How the last instance was read. */
    lastPlan?: InstancePlan;
}

/** The classes of a codec, by their key and by the prototype of their instances. */
export interface ClassTable
{
    byKey(key: string): ClassShape | undefined;
    byPrototype(prototype: object): ClassShape | undefined;
}

/** The kinds of built-in objects that are recognised by their prototype. */
export const builtInTypes: readonly ValueType[] = [...textTypes, ...byteTypes, ...collectionTypes];

/** Compiles definitions; of two with one key the later one counts. */
export function createClassTable(definitions: readonly ClassDefinition[]): ClassTable
{
    const keys = new Map<string, ClassShape>();
    const prototypes = new Map<object, ClassShape>();

    for (const definition of definitions)
    {
        const shape = compile(definition);

        keys.set(shape.key, shape);
        prototypes.set(shape.implementation.prototype, shape);
    }

    // Instances of one class stand together more often than not.
    let lastPrototype: object | undefined;
    let lastShape: ClassShape | undefined;

    return {
        byKey: key => keys.get(key),
        byPrototype(prototype)
        {
            if (prototype !== lastPrototype)
            {
                lastPrototype = prototype;
                lastShape = prototypes.get(prototype);
            }

            return lastShape;
        }
    };
}

function compile(definition: ClassDefinition): ClassShape
{
    const parameters = definition.parameters.map(name => name.startsWith('...') ? name.slice(3) : name);
    const isError = definition.implementation.prototype instanceof Error;
    const names = [...new Set([...parameters, ...definition.fields, ...definition.accessors])]
        .filter(name => name !== forbiddenKey && !(isError && name === 'stack'));

    return {
        key: definition.key,
        // An abstract class has no instances of its own, so nothing that is encoded ever names one.
        implementation: definition.implementation as ClassShape['implementation'],
        parameters,
        rest: definition.parameters.at(-1)?.startsWith('...') === true,
        names,
        known: new Set(names),
        fields: new Set(definition.fields),
        accessors: new Set(definition.accessors),
        getters: new Set([...definition.getters, ...definition.accessors]),
        isError,
        builtIn: builtInTypes.find(({ prototype }) => prototype !== undefined && Object.prototype.isPrototypeOf.call(prototype, definition.implementation.prototype as object))?.tag
    };
}
