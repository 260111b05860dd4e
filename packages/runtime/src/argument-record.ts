import { createError } from '@jitar/errors';

import { isObject } from './lazy-payload.js';

/** Named arguments. */
export type ArgumentRecord = Readonly<Record<string, unknown>>;

/**
 * Checks that decoded arguments are named ones.
 *
 * @throws `INVALID_REQUEST`.
 */
export function toArgumentRecord(value: unknown): ArgumentRecord
{
    if (isObject(value) && isPlain(value))
    {
        return value as ArgumentRecord;
    }

    throw createError('INVALID_REQUEST', { reason: 'the arguments are not an object of named values' });
}

/** Of whichever realm: a plain object's prototype is none, or the end of the chain. */
function isPlain(value: object): boolean
{
    const prototype = Object.getPrototypeOf(value) as object | null;

    return prototype === null || Object.getPrototypeOf(prototype) === null;
}
