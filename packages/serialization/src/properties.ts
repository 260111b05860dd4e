import { refuse } from './refusal.js';

/** An object whose properties are read by name. */
export type PropertyRecord = Record<string, unknown>;

/** The one name that is refused as a key everywhere, for what it does when a record is merged into another. */
export const forbiddenKey = '__proto__';

/** Tells whether parsed JSON is an object. */
export function isRecord(value: unknown): value is PropertyRecord
{
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a property of a value that is to be sent; a getter or proxy that throws is told by the name. */
export function read(object: object, name: string): unknown
{
    try
    {
        return (object as PropertyRecord)[name];
    }
    catch (cause)
    {
        return refuse('reading it failed', { segment: name, cause });
    }
}

/** Makes or replaces an own property, whatever the prototype has of that name. */
export function put(object: object, name: string, value: unknown): void
{
    if (name in object && !Object.hasOwn(object, name))
    {
        Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
    }
    else
    {
        (object as PropertyRecord)[name] = value;
    }
}

/** V8 keeps elements one by one from this gap on. */
const gap = 4_095;

/**
 * Prepares an object for properties of which some have numbers as names: V8 would take memory for all numbers below,
 * 12 kB for a property that is named 999.
 *
 * @param names - The names to come; what else is among them does no harm.
 */
export function makeRoom<Type extends object>(object: Type, names: readonly unknown[]): Type
{
    // What has one digit takes no more memory than what is prepared.
    if (names.some(name => typeof name === 'string' && name.length > 1 && isNumber(name)))
    {
        const elements = object as Record<number, unknown>;

        elements[gap] = undefined;
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- It is the place that was taken.
        delete elements[gap];
    }

    return object;
}

/** Tells of names that are numbers that they are, and of some others. */
export function isNumber(name: string): boolean
{
    const code = name.charCodeAt(0);

    return code >= 48 && code <= 57;
}

/** Makes an object with the own properties of another that show up in loops; those under symbols may be among them. */
export function cloneOf(object: PropertyRecord): PropertyRecord
{
    for (const first in object)
    {
        // Numbers come before other names.
        return isNumber(first) ? numberedOf(object) : { ...object };
    }

    return {};
}

function numberedOf(object: PropertyRecord): PropertyRecord
{
    const names = Object.keys(object);
    const clone = makeRoom<PropertyRecord>({}, names);

    for (const name of names)
    {
        put(clone, name, object[name]);
    }

    return clone;
}

/** Tells whether a prototype has been given enumerable properties, so that loops find too many. */
export function mayInherit(): boolean
{
    for (const _ in {})
    {
        return true;
    }

    return false;
}

/** Makes or replaces an own property that does not show up in loops, as errors have them. */
export function putHidden(object: object, name: string, value: unknown): void
{
    Object.defineProperty(object, name, { value, writable: true, enumerable: false, configurable: true });
}

/** The value that an object has or inherits under a name, without running a getter. */
export function dataValue(object: object, name: string): unknown
{
    for (let holder: object | null = object; holder !== null; holder = Object.getPrototypeOf(holder) as object | null)
    {
        const descriptor = Object.getOwnPropertyDescriptor(holder, name);

        if (descriptor !== undefined)
        {
            return descriptor.value;
        }
    }

    return undefined;
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
