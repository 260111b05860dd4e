import { builtInTypes } from './class-table.js';
import type { ClassTable } from './class-table.js';
import { withoutPrototype } from './collection-types.js';
import { errorType } from './error-type.js';
import { instanceType } from './instance-type.js';
import { bigIntType, numberType, undefinedType } from './primitive-types.js';
import { refuse } from './refusal.js';
import { UnknownInstance } from './unknown-instance.js';
import type { LeafType, ValueType } from './value-type.js';

/** What a key must start with for an object of one key to be a tag. */
export const tagStart = '$';

/** The tag of a reference to an object that stands earlier in the text. */
export const referenceTag: string = `${tagStart}ref`;

const primitiveTypes: readonly ValueType[] = [undefinedType, numberType, bigIntType];
const prototypes = new Map<unknown, ValueType>(builtInTypes.filter(({ prototype }) => prototype !== undefined).map(type => [type.prototype, type]));
const tags = new Map<string, ValueType>([...primitiveTypes, ...builtInTypes, errorType, instanceType].map(type => [tagStart + type.tag, type]));

/** Objects that a user may expect to cross, and why they do not. */
const refusedTypes: readonly (readonly [name: string, reason: string])[] = [
    ['Promise', 'it is a promise; wait for its value first'],
    ['File', 'the content of a File can only be read asynchronously; send its bytes'],
    ['Blob', 'the content of a Blob can only be read asynchronously; send its bytes'],
    ['FormData', 'a FormData may hold files, which can only be read asynchronously; send its entries'],
    ['ReadableStream', 'it is a stream'],
    ['WeakMap', 'it is a WeakMap'],
    ['WeakSet', 'it is a WeakSet'],
    ['WeakRef', 'it is a WeakRef'],
    ['SharedArrayBuffer', 'it is memory that is shared, not sent'],
    ['AbortSignal', 'it is an AbortSignal'],
    ['Request', 'it is a Request'],
    ['Response', 'it is a Response']
];

/** The kind of value that a tag names; the sign included, for the parser has that text already. */
export function typeOfTag(tag: string): ValueType | undefined
{
    return tags.get(tag);
}

/** Tells whether a value is an object; refuses what no kind of value is. */
export function isObject(value: unknown): value is object
{
    switch (typeof value)
    {
        case 'object': return value !== null;
        case 'function': return refuse('it is a function');
        case 'symbol': return refuse('it is a symbol');
        default: return false;
    }
}

/** The kind of a value that is no object, or `undefined` for one that JSON writes as it is. */
export function typeOfPrimitive(value: unknown): LeafType | undefined
{
    switch (typeof value)
    {
        case 'undefined': return undefinedType;
        case 'bigint': return bigIntType;
        case 'number': return Number.isFinite(value) && !Object.is(value, -0) ? undefined : numberType;
        default: return undefined;
    }
}

/**
 * The kind of an object, or `undefined` for one that JSON writes as it is: a plain object, or an array without
 * empty places and properties of its own.
 */
export function typeOfObject(value: object, classes: ClassTable): ValueType | undefined
{
    const prototype = Object.getPrototypeOf(value) as object | null;

    if (prototype === Object.prototype)
    {
        return undefined;
    }

    if (prototype === Array.prototype && Array.isArray(value))
    {
        return isRegular(value) ? undefined : prototypes.get(prototype);
    }

    if (prototype === null)
    {
        return withoutPrototype;
    }

    return prototypes.get(prototype) ?? typeOfInstance(value, prototype, classes);
}

function typeOfInstance(value: object, prototype: object, classes: ClassTable): ValueType
{
    const shape = classes.byPrototype(prototype);

    if (shape?.isError === false || prototype === UnknownInstance.prototype)
    {
        return instanceType;
    }

    return value instanceof Error ? errorType : refuse(reasonOf(value));
}

/** Integer keys come first and in order, so that the count and the last one tell of all. */
function isRegular(value: readonly unknown[]): boolean
{
    const keys = Object.keys(value);

    return keys.length === value.length && (keys.length === 0 || keys[keys.length - 1] === String(keys.length - 1));
}

function reasonOf(value: object): string
{
    for (const [name, reason] of refusedTypes)
    {
        const Type: unknown = (globalThis as Record<string, unknown>)[name];

        if (typeof Type === 'function' && value instanceof Type)
        {
            return reason;
        }
    }

    return Symbol.asyncIterator in value ? 'it is a stream' : 'it is an instance of a class that is not exported by a module of the segment';
}
