import { JitarError, applicationErrors, isJitarError } from '@jitar/errors';
import type { ApplicationErrorName } from '@jitar/errors';

import { namesOf } from './instance-plan.js';
import { makeInstance, setOwn } from './instance-type.js';
import type { ImplicitFields } from './instance-type.js';
import { createLayout } from './layout.js';
import { dataValue, forbiddenKey, isRecord, putHidden, read } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { refuse, reject } from './refusal.js';
import { omitted, pending } from './value-type.js';
import type { Maker, RecordType } from './value-type.js';

/** The tag's word for an error with the brand of `@jitar/errors`. */
const branded = 'JitarError';

const builtIns = new Map<string, (message: string) => Error>([
    ['Error', message => new Error(message)],
    ['EvalError', message => new EvalError(message)],
    ['RangeError', message => new RangeError(message)],
    ['ReferenceError', message => new ReferenceError(message)],
    ['SyntaxError', message => new SyntaxError(message)],
    ['TypeError', message => new TypeError(message)],
    ['URIError', message => new URIError(message)],
    ['AggregateError', message => new AggregateError([], message)]
]);

const typeNames = new Map<object, string>(Array.from(builtIns, ([name, create]) => [Object.getPrototypeOf(create('')) as object, name]));

const audiences: readonly unknown[] = ['caller', 'developer', 'operator'];

/** The fields that errors have without declaring them, and what each of them can be; never the stack. */
const commonFields = new Map<string, (value: unknown) => boolean>([
    ['name', value => typeof value === 'string'],
    ['message', value => typeof value === 'string'],
    ['cause', () => true]
]);

const brandedFields = new Map<string, (value: unknown) => boolean>([
    ['code', value => typeof value === 'string'],
    ['status', value => typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599],
    ['hint', value => typeof value === 'string'],
    ['audience', value => audiences.includes(value)],
    ['retryable', value => typeof value === 'boolean']
]);

const aggregateFields = new Map<string, (value: unknown) => boolean>([['errors', value => Array.isArray(value)]]);

/** Errors of every kind. */
export const errorType: RecordType = {
    form: 'record',
    tag: 'Error',
    take(value, { classes })
    {
        const error = value as Error;
        const shape = classes.byPrototype(Object.getPrototypeOf(error) as object);
        const type = typeNameOf(error);
        const names = shape === undefined ? [] : namesOf(error, shape);
        const others = [...implicitFields(type)].filter(([name, fits]) => name in error && !names.includes(name) && fits(read(error, name)));

        return createLayout([...names, ...others.map(([name]) => name)], type, shape?.key);
    },
    make(content, maker, id)
    {
        if (!Array.isArray(content) || content.length < 2 || content.length > 3 || !isRecord(content[1]) || Object.hasOwn(content[1], forbiddenKey))
        {
            return reject('it is not a type of error and fields');
        }

        const [type, fields, key] = content as [unknown, PropertyRecord, unknown];

        if (typeof type !== 'string' || type !== branded && !builtIns.has(type) || key !== undefined && typeof key !== 'string')
        {
            return reject('it is of no known type of error');
        }

        const shape = key === undefined ? undefined : maker.settings.classes.byKey(key);

        if (shape === undefined)
        {
            return makeError({ type, fields, id, named: key !== undefined }, maker);
        }

        return shape.isError ? makeInstance({ shape, fields, id, implicit: implicitOf(type) }, maker) : reject('its class is not one of errors');
    }
};

function typeNameOf(error: Error): string
{
    if (isJitarError(error))
    {
        return branded;
    }

    for (let prototype: unknown = Object.getPrototypeOf(error); prototype !== null; prototype = Object.getPrototypeOf(prototype))
    {
        const name = typeNames.get(prototype as object);

        if (name !== undefined)
        {
            return name;
        }
    }

    return refuse('it is no error any more');
}

function implicitFields(type: string): Map<string, (value: unknown) => boolean>
{
    return new Map([...commonFields, ...type === branded ? brandedFields : type === 'AggregateError' ? aggregateFields : []]);
}

/** How the undeclared fields of an error with a class of its own are set. */
function implicitOf(type: string): ImplicitFields
{
    const fields = implicitFields(type);

    return {
        has: name => fields.has(name),
        part: (maker, content, name) => name === 'cause' ? maker.cause(content, name) : maker.part(content, name),
        set(instance, name, value)
        {
            if (value === omitted)
            {
                return;
            }

            if (fields.get(name)?.(value) !== true)
            {
                reject('it is not what an error has here', { segment: name });
            }

            if (brandedFields.has(name))
            {
                // An error that is branded there and not here has no use for them.
                if (isJitarError(instance))
                {
                    setOwn(instance, name, value);
                }
            }
            else if (name === 'cause' || dataValue(instance, name) !== value)
            {
                putHidden(instance, name, value);
            }
        }
    };
}

interface ErrorContent
{
    readonly type: string;
    readonly fields: Readonly<PropertyRecord>;
    readonly id: unknown;
    /** Whether it has a class, which is not known here: the fields that its class declares are left out then. */
    readonly named: boolean;
}

/** Makes an error whose class is not in the table: of the same name, message and status. */
function makeError({ type, fields, id, named }: ErrorContent, maker: Maker): Error
{
    const error = type === branded ? createBranded(fields) : createBuiltIn(type, fields);
    const implicit = implicitFields(type);
    const names = Object.keys(fields);
    const { walk } = maker;
    const level = walk.open(names.length, names[0]);

    maker.announce(id, error);

    for (const name of names)
    {
        // The list of errors may be a reference; it is looked at when it is made.
        if (!named && name !== 'errors' && implicit.get(name)?.(fields[name]) !== true || !named && !implicit.has(name))
        {
            walk.path[level] = name;
            reject('errors of this type do not have this field');
        }

        const part = name === 'cause' ? maker.cause(fields[name], name) : maker.lenient(fields[name], name);

        if (part === pending)
        {
            maker.whenReady(value => setPart(error, name, value));
        }
        else
        {
            setPart(error, name, part);
        }
    }

    walk.depth = level;

    return error;
}

function setPart(error: Error, name: string, part: unknown): void
{
    if (name === 'cause' && part !== omitted)
    {
        putHidden(error, name, part);
    }

    if (name === 'errors' && error instanceof AggregateError)
    {
        putHidden(error, name, Array.isArray(part) ? part : reject('it is no list of errors'));
    }
}

function createBuiltIn(type: string, fields: Readonly<PropertyRecord>): Error
{
    const create = builtIns.get(type) ?? reject('it is of no known type of error');

    return named(create(text(fields['message'], '')), fields);
}

function createBranded(fields: Readonly<PropertyRecord>): JitarError
{
    const name = text(fields['name'], branded);
    const message = text(fields['message'], '');
    const given = (field: string): unknown => brandedFields.get(field)?.(fields[field]) === true ? fields[field] : undefined;
    const code = text(given('code'), 'SERVER_ERROR');
    const Known = Object.hasOwn(applicationErrors, name) ? applicationErrors[name as ApplicationErrorName] : undefined;
    const known = Known === undefined ? undefined : new Known(message);
    const status = given('status') ?? 500;

    if (known?.code !== code || known.status !== status)
    {
        const options = { code, status, hint: given('hint'), audience: given('audience'), retryable: given('retryable') };

        return named(new JitarError(message, options as ConstructorParameters<typeof JitarError>[1]), fields);
    }

    for (const field of ['hint', 'audience', 'retryable'])
    {
        if (given(field) !== undefined)
        {
            setOwn(known, field, given(field));
        }
    }

    return known;
}

function named<Type extends Error>(error: Type, fields: Readonly<PropertyRecord>): Type
{
    const name = text(fields['name'], error.name);

    if (name !== error.name)
    {
        putHidden(error, 'name', name);
    }

    return error;
}

function text(value: unknown, otherwise: string): string
{
    return typeof value === 'string' ? value : otherwise;
}
