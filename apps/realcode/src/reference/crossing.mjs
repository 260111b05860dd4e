import { AsyncLocalStorage } from 'node:async_hooks';
import { types } from 'node:util';

/**
 * What happens at the boundaries of the unsplit run: a call that would go from one segment to another gets copies of
 * its arguments, and its caller a copy of the result or of the error. Written without anything of Jitar, so that the
 * two can be compared.
 */

/** The segment in which the running code would run. */
const place = new AsyncLocalStorage();

/** Each call between segments, and whether several of them could have taken it. */
export const crossings = [];

/** The values that could not be copied: the first of each call and path. */
export const refusals = [];

/** Whether refused values pass uncopied and are only noted: to find out which boundaries a split must avoid. */
const lenient = process.env.REFERENCE_LENIENT === 'true';

const builtInErrors = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError, DOMException];

const textual = [URL, URLSearchParams, Headers];

/** Runs the entry of a program in its segment. */
export function runIn(segment, work)
{
    return place.run(segment, work);
}

/** Calls a procedure; `segments` are those that have it. */
export async function cross({ name, segments }, procedure, args, self)
{
    const here = place.getStore();

    if (segments.includes(here))
    {
        return procedure.apply(self, args);
    }

    crossings.push({ name, ambiguous: segments.length > 1 });

    const copied = copyOrNote(args, 'args', name);

    try
    {
        return copyOrNote(await place.run(segments[0], () => procedure.apply(undefined, copied)), 'result', name);
    }
    catch (error)
    {
        throw copyFailure(error);
    }
}

function copyOrNote(value, path, call)
{
    try
    {
        return copy(value, path, new Map());
    }
    catch (error)
    {
        if (!(error instanceof Refusal))
        {
            throw error;
        }

        if (!refusals.some(known => known.call === call && known.message === error.message))
        {
            refusals.push({ call, message: error.message });
        }

        if (lenient)
        {
            return value;
        }

        throw error;
    }
}

/** What programs see of a refusal is what they see of Jitar's: its class and name. */
const Refusal = class JitarError extends Error
{
    constructor(path, what)
    {
        super(`The value at "${path}" cannot be sent: it is ${what}.`);

        this.name = 'JitarError';
    }
};

function copy(value, path, copies)
{
    if (typeof value === 'function' || typeof value === 'symbol')
    {
        throw new Refusal(path, `a ${typeof value}`);
    }

    if (typeof value !== 'object' || value === null)
    {
        return value;
    }

    const known = copies.get(value);

    if (known !== undefined)
    {
        return known;
    }

    const remember = copied =>
    {
        copies.set(value, copied);

        return copied;
    };

    if (Buffer.isBuffer(value))
    {
        return remember(Buffer.from(value));
    }

    if (types.isDate(value) || types.isRegExp(value) || types.isArrayBuffer(value) || ArrayBuffer.isView(value))
    {
        return remember(structuredClone(value));
    }

    if (types.isMap(value))
    {
        const copied = remember(new Map());

        value.forEach((item, key) => copied.set(copy(key, `${path} key`, copies), copy(item, `${path} ${String(key)}`, copies)));

        return copied;
    }

    if (types.isSet(value))
    {
        const copied = remember(new Set());

        value.forEach(item => copied.add(copy(item, `${path} item`, copies)));

        return copied;
    }

    const Text = textual.find(type => value instanceof type);

    if (Text !== undefined)
    {
        return remember(new Text(value));
    }

    if (value instanceof Error)
    {
        return copyError(value, path, copies);
    }

    const prototype = Object.getPrototypeOf(value);

    if (prototype !== null && prototype !== Object.prototype && !Array.isArray(value))
    {
        throw new Refusal(path, `an instance of ${prototype.constructor.name}`);
    }

    const copied = remember(Array.isArray(value) ? new Array(value.length) : Object.create(prototype));

    return Object.assign(copied, copyFields(value, path, copies, copied));
}

function copyFields(object, path, copies)
{
    return Object.fromEntries(Object.keys(object).map(name => [name, copy(object[name], `${path}.${name}`, copies)]));
}

/**
 * An error keeps its name, its message and its cause; its class and fields, where the class is one of the application;
 * and where it is not, what was added to it, as far as that can be copied.
 */
function copyError(error, path, copies)
{
    const prototype = Object.getPrototypeOf(error);
    const known = builtInErrors.some(type => type.prototype === prototype);
    const copied = error instanceof DOMException ? new DOMException(error.message, error.name) : Object.setPrototypeOf(new Error(error.message), prototype);

    copies.set(error, copied);

    if ('cause' in error)
    {
        copyOptional(error, 'cause', copies, value => hide(copied, 'cause', value));
    }

    if (!known)
    {
        return Object.assign(copied, copyFields(error, path, copies));
    }

    for (const name of Object.keys(error))
    {
        copyOptional(error, name, copies, value => { copied[name] = value; });
    }

    return copied;
}

/** What an error happens to have, and cannot be copied, is left out. */
function copyOptional(error, name, copies, set)
{
    try
    {
        set(copy(error[name], name, copies));
    }
    catch (refusal)
    {
        if (!(refusal instanceof Refusal))
        {
            throw refusal;
        }
    }
}

/** What a caller gets of an error that holds what cannot be copied: its name and message. */
function copyFailure(error)
{
    try
    {
        return copy(error, 'error', new Map());
    }
    catch (refusal)
    {
        if (!(refusal instanceof Refusal && error instanceof Error))
        {
            throw refusal;
        }

        const copied = new Error(error.message);

        return error.name === 'Error' ? copied : hide(copied, 'name', error.name);
    }
}

function hide(object, name, value)
{
    return Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
}
