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
