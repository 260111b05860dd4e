import { JitarError, applicationErrors, isJitarError } from '@jitar/errors';
import type { ApplicationErrorName } from '@jitar/errors';

import type { ClassTable } from './class-table.js';
import { namesOf } from './instance-layout.js';
import { dataValue, forbiddenKey, putHidden, read, setOwn } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { invalid, refuse, reject } from './refusal.js';

/** The tag's word for an error with the brand of `@jitar/errors`. */
const branded = 'JitarError';

const builtIns = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError, DOMException];

const builtInNames: ReadonlyMap<object | null, string> = new Map(builtIns.map(({ prototype, name }) => [prototype, name]));

const isText = (value: unknown): value is string => typeof value === 'string';

/** The fields that errors have without declaring them, and what each of them can be; never the stack. */
const fields: Readonly<Record<string, (value: unknown) => boolean>> = {
    name: isText,
    message: isText,
    cause: () => true,
    errors: Array.isArray,
    code: isText,
    status: value => Number.isInteger(value) && value as number >= 100 && value as number <= 599,
    hint: isText,
    audience: value => value === 'caller' || value === 'developer' || value === 'operator',
    retryable: value => typeof value === 'boolean'
};

const names = Object.keys(fields);

const impliedNames: ReadonlyMap<string, readonly string[]> = new Map([branded, ...builtInNames.values()].map(type => [type, names.filter(name => isImplied(type, name))]));

/** What crosses of an error. */
export interface ErrorDescription
{
    /** The built-in type that it is or extends. */
    readonly type: string;
    readonly names: readonly string[];
    /** The key of its class, if the table has it. */
    readonly key: string | undefined;
}

/** Tells whether errors of a type have a field without declaring it. */
export function isImplied(type: string, name: string): boolean
{
    const place = names.indexOf(name);

    return place >= 0 && (place < 3 || (type === branded ? place > 3 : type === 'AggregateError' && place === 3));
}

/** Tells whether an error is sent without a field that cannot be: its cause, and what it happens to have. */
export function mayLack(type: string, name: string): boolean
{
    return name === 'cause' || !isImplied(type, name);
}

/** Tells whether an error keeps a field whose class is not known: what it is told apart by. */
export function mayRemain(type: string, name: string): boolean
{
    return isImplied(type, name) || name === 'code' || name === 'status';
}

/** Tells whether an error may have a field that neither its type implies nor a class declares: `code` of those of Node, say. */
export function isExtra(type: string, name: string): boolean
{
    return !isImplied(type, name) && name !== 'stack' && name !== forbiddenKey;
}

/**
 * Tells what crosses of an error: what its class declares, and what its type implies. What is no instance of a class of
 * the table has nothing declared, and its own properties cross.
 */
export function describeError(error: Error, { kinds }: ClassTable): ErrorDescription
{
    const kind = kinds.get(Object.getPrototypeOf(error) as object);
    const shape = kind?.form === 'class' ? kind : undefined;
    const type = isJitarError(error) ? branded : builtInName(error) ?? refuse('it is no error any more');
    const declared = shape === undefined ? [] : namesOf(error, shape);
    const extra = shape === undefined ? Object.keys(error).filter(name => isExtra(type, name)) : [];
    const implied = (impliedNames.get(type) as readonly string[]).filter(name => !declared.includes(name) && name in error && fitsImplied(name, read(error, name)));

    return { type, names: declared.length + extra.length === 0 ? implied : inRecordOrder([...declared, ...implied, ...extra]), key: shape?.key };
}

/** Tells the built-in type that an error is or extends: the nearest one. */
function builtInName(error: Error): string | undefined
{
    for (let type = Object.getPrototypeOf(error) as object | null; type !== null; type = Object.getPrototypeOf(type) as object | null)
    {
        const name = builtInNames.get(type);

        if (name !== undefined)
        {
            return name;
        }
    }

    return undefined;
}

/** The order in which a record has its properties: numbers first. */
function inRecordOrder(names: readonly string[]): string[]
{
    return Object.keys(Object.fromEntries(names.map(name => [name, true])));
}

/** Tells whether the text names a type of errors. */
export function isErrorType(type: unknown): type is string
{
    return impliedNames.has(type as string);
}

/** Tells whether a value is what errors have in an implied field. */
export function fitsImplied(name: string, value: unknown): boolean
{
    return fields[name]?.(value) === true;
}

/** Sets a field that an error has without declaring it. */
export function setImplied(error: object, name: string, value: unknown): void
{
    if (!fitsImplied(name, value))
    {
        reject('it is not what an error has here', { segment: name });
    }

    if (names.indexOf(name) < 4)
    {
        const isSet = Object.getPrototypeOf(error) === DOMException.prototype ? read(error, name) === value : dataValue(error, name) === value;

        if (!isSet || name === 'cause')
        {
            putHidden(error, name, value);
        }
    }
    else if (isJitarError(error))
    {
        // An error that is branded there and not here has no use for them.
        setOwn(error, name, value);
    }
}

/** What V8 and JavaScriptCore go by; elsewhere there is no such thing. */
const host = Error as { stackTraceLimit?: number };

/**
 * Makes an error without the stack of the place where it is made, which costs many times what the error does and tells
 * of nothing but the codec.
 */
export function withoutStack<Made>(make: () => Made): Made
{
    const { stackTraceLimit } = host;
    const isChanged = typeof stackTraceLimit === 'number' && Reflect.set(host, 'stackTraceLimit', 0);

    try
    {
        return make();
    }
    finally
    {
        if (isChanged)
        {
            host.stackTraceLimit = stackTraceLimit;
        }
    }
}

/**
 * Makes an error whose class is not in the table; its cause and errors are set when they exist.
 *
 * @param record - Its fields, of which those that are no text may still be content.
 */
export function createError(type: string, record: Readonly<PropertyRecord>): Error
{
    const given = (name: string): unknown => fitsImplied(name, record[name]) ? record[name] : undefined;
    const message = given('message') as string | undefined ?? '';
    const name = given('name') as string | undefined ?? type;

    if (type !== branded)
    {
        const Type = builtIns.find(builtIn => builtIn.name === type) ?? invalid();

        return Type === DOMException
            ? new DOMException(message, name)
            : rename(Type === AggregateError ? new AggregateError([], message) : new (Type as ErrorConstructor)(message), name);
    }

    const Known = Object.hasOwn(applicationErrors, name) ? applicationErrors[name as ApplicationErrorName] : undefined;
    const known = Known === undefined ? undefined : new Known(message);
    const code = given('code') ?? 'SERVER_ERROR';
    const status = given('status') ?? 500;
    const error = known?.code === code && known.status === status ? known : new JitarError(message, { code, status } as ConstructorParameters<typeof JitarError>[1]);

    for (const field of ['hint', 'audience', 'retryable'])
    {
        if (given(field) !== undefined)
        {
            setOwn(error, field, given(field));
        }
    }

    return rename(error, name);
}

function rename<Type extends Error>(error: Type, name: string): Type
{
    if (name !== error.name)
    {
        putHidden(error, 'name', name);
    }

    return error;
}
