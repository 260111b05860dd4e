import { byteTypes } from './byte-types.js';
import { partsTypes } from './parts-types.js';
import { textTypes } from './text-types.js';
import type { ValueType } from './value-type.js';
import { webTypes } from './web-types.js';

/** The kinds of objects that every codec knows. */
export const builtInTypes: readonly ValueType[] = [...textTypes, ...byteTypes, ...partsTypes, ...webTypes];

/** The kinds by what their text starts with, or the list that they are written as. */
export const typesByTag: ReadonlyMap<string, ValueType> = new Map(builtInTypes.map(type => [`$${type.tag}`, type]));

/** The values that are no objects and that JSON does not have, by how they are written. */
export const constants: ReadonlyMap<string, number | undefined> = new Map([['$undefined', undefined], ['$NaN', NaN], ['$Infinity', Infinity], ['$-Infinity', -Infinity], ['$-0', -0]]);

/** Objects that a user may expect to cross, and why they do not. */
const refusedTypes: Readonly<Record<string, string>> = {
    Promise: 'it is a promise; wait for its value first',
    SharedArrayBuffer: 'it is memory that is shared, not sent',
    ...Object.fromEntries(['WeakMap', 'WeakSet', 'WeakRef', 'AbortSignal', 'Request', 'Response'].map(name => [name, `it is a ${name}`]))
};

/** Why an object is none of the kinds. */
export function reasonOf(value: object): string
{
    for (const [name, reason] of Object.entries(refusedTypes))
    {
        const Type: unknown = (globalThis as Record<string, unknown>)[name];

        if (typeof Type === 'function' && value instanceof Type)
        {
            return reason;
        }
    }

    return Symbol.asyncIterator in value ? 'it is a stream' : 'it is an instance of a class that is not exported by a module of the segment';
}
