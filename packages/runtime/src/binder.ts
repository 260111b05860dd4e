import { createError } from '@jitar/errors';
import type { Binding, Parameter } from '@jitar/protocol';

import type { ArgumentRecord } from './argument-record.js';

/** What named arguments are bound to. */
export interface BindingTarget
{
    readonly fqn: string;
    readonly parameters: readonly Parameter[];
}

/** Items of a rest parameter that every engine can pass in one call, on an ordinary stack. */
const mostItems = 65_535;

/** How strictly arguments are bound. */
export interface BindingOptions
{
    /** Whether someone outside wrote them, so that a wrong shape is refused before anything runs. */
    readonly outside: boolean;
    /** Whether they may hold the `*name` arguments that only middleware sets. */
    readonly hidden: boolean;
}

/**
 * Puts named arguments in the order of the parameters.
 *
 * A parameter takes the argument of its name, or `*name` where middleware set it; a destructured one takes its
 * position (`0`) as a whole, or its variables' names; a rest parameter takes the array `...names`. An optional one
 * that is absent is `undefined`, so that the procedure applies its own default.
 *
 * @throws `MISSING_ARGUMENT`, `UNKNOWN_ARGUMENT`, `INVALID_ARGUMENT`.
 */
export function bindArguments(target: BindingTarget, args: ArgumentRecord, options: BindingOptions): unknown[]
{
    const source = createSource(target.fqn, args, options);
    const values: unknown[] = [];

    target.parameters.forEach((parameter, position) =>
    {
        if (parameter.rest)
        {
            values.push(...bindRest(parameter.binding, String(position), source));
        }
        else
        {
            values.push(bindParameter(parameter.binding, String(position), source));
        }
    });

    source.finish();

    return values;
}

/** The arguments of one call, of which each is taken once. */
interface Source
{
    readonly fqn: string;
    readonly outside: boolean;
    has(name: string): boolean;
    take(name: string): unknown;
    /** Refuses what nothing took. */
    finish(): void;
}

function createSource(fqn: string, args: ArgumentRecord, { outside, hidden }: BindingOptions): Source
{
    const taken = new Set<string>();
    const has = (name: string): boolean => Object.hasOwn(args, name);

    return {
        fqn,
        outside,
        has: name => (hidden && has(`*${name}`)) || has(name),

        take(name)
        {
            taken.add(name);

            // What middleware set wins over what the caller wrote under the plain name.
            return hidden && has(`*${name}`) ? args[`*${name}`] : args[name];
        },

        finish()
        {
            for (const name of Object.keys(args))
            {
                if (!taken.has(name) && !(hidden && name.startsWith('*')))
                {
                    throw createError('UNKNOWN_ARGUMENT', { fqn, name });
                }
            }
        }
    };
}

function bindParameter(binding: Binding, position: string, source: Source): unknown
{
    if (binding.kind === 'name' || !source.has(position))
    {
        return bindByName(binding, source);
    }

    const value = source.take(position);

    // What a stub passes means what it means in JavaScript: the procedure itself throws.
    if (source.outside)
    {
        checkShape(binding, value, position, source.fqn);
    }

    return value;
}

function bindRest(binding: Binding, position: string, source: Source): readonly unknown[]
{
    const name = `...${binding.kind === 'name' ? binding.name : position}`;

    if (source.has(name))
    {
        return checkCount(takeArray(name, source), name, source);
    }

    if (binding.kind === 'name')
    {
        return [];
    }

    const value = bindParameter(binding, position, source);

    return Array.isArray(value) ? checkCount(value, position, source) : [];
}

/** Few characters from outside can announce more items than a call can pass; a stub got its own through a call. */
function checkCount(items: readonly unknown[], name: string, { fqn, outside }: Source): readonly unknown[]
{
    if (outside && items.length > mostItems)
    {
        throw createError('INVALID_ARGUMENT', { fqn, name, reason: `has more than ${String(mostItems)} items` });
    }

    return items;
}

function bindByName(binding: Binding, source: Source): unknown
{
    if (binding.kind === 'name')
    {
        if (!source.has(binding.name) && !binding.optional)
        {
            throw createError('MISSING_ARGUMENT', { fqn: source.fqn, name: binding.name });
        }

        return source.has(binding.name) ? source.take(binding.name) : undefined;
    }

    if (binding.optional && !variablesOf(binding).some(name => source.has(name)))
    {
        return undefined;
    }

    return binding.kind === 'object' ? bindObject(binding, source) : bindArray(binding, source);
}

function bindObject(binding: Extract<Binding, { kind: 'object' }>, source: Source): object
{
    const entries: [string, unknown][] = [];

    if (binding.rest !== undefined)
    {
        const name = source.has(`...${binding.rest}`) ? `...${binding.rest}` : binding.rest;
        const rest = source.has(name) ? source.take(name) : {};

        if (typeof rest !== 'object' || rest === null || Array.isArray(rest))
        {
            throw createError('INVALID_ARGUMENT', { fqn: source.fqn, name, reason: 'must be an object' });
        }

        entries.push(...Object.entries(rest));
    }

    for (const { key, value } of binding.properties)
    {
        const bound = bindByName(value, source);

        // An absent property and one that is undefined take the same default.
        if (bound !== undefined)
        {
            entries.push([key, bound]);
        }
    }

    return Object.fromEntries(entries);
}

function bindArray(binding: Extract<Binding, { kind: 'array' }>, source: Source): unknown[]
{
    const elements = binding.elements.map(element => element === null ? undefined : bindByName(element, source));

    if (binding.rest === undefined)
    {
        return elements;
    }

    if (binding.rest.kind === 'name')
    {
        const name = source.has(`...${binding.rest.name}`) ? `...${binding.rest.name}` : binding.rest.name;

        return [...elements, ...(source.has(name) ? takeArray(name, source) : [])];
    }

    const rest = bindByName(binding.rest, source);

    return Array.isArray(rest) ? [...elements, ...rest as unknown[]] : elements;
}

function takeArray(name: string, source: Source): readonly unknown[]
{
    const value = source.take(name);

    if (!Array.isArray(value))
    {
        throw createError('INVALID_ARGUMENT', { fqn: source.fqn, name, reason: 'must be an array' });
    }

    return value;
}

/** Refuses what the parameter's pattern would throw on. */
function checkShape(binding: Binding, value: unknown, name: string, fqn: string): void
{
    if (binding.kind === 'name' || (value === undefined && binding.optional))
    {
        return;
    }

    if (value === null || value === undefined)
    {
        throw createError('INVALID_ARGUMENT', { fqn, name, reason: binding.kind === 'object' ? 'must be an object' : 'must be an array' });
    }

    if (binding.kind === 'object')
    {
        for (const { key, value: inner } of binding.properties)
        {
            checkShape(inner, (value as Record<string, unknown>)[key], `${name}.${key}`, fqn);
        }

        return;
    }

    if (typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function')
    {
        throw createError('INVALID_ARGUMENT', { fqn, name, reason: 'must be an array' });
    }

    const items = [...value as Iterable<unknown>];

    binding.elements.forEach((element, index) =>
    {
        if (element !== null)
        {
            checkShape(element, items[index], `${name}[${index}]`, fqn);
        }
    });

    if (binding.rest !== undefined)
    {
        checkShape(binding.rest, items.slice(binding.elements.length), `${name}[]`, fqn);
    }
}

/** The names that a pattern declares, each also as a rest is written. */
function variablesOf(binding: Binding): string[]
{
    switch (binding.kind)
    {
        case 'name': return [binding.name];
        case 'object': return [...binding.properties.flatMap(({ value }) => variablesOf(value)), ...restNames(binding.rest)];
        case 'array':
        {
            const rest = binding.rest?.kind === 'name' ? restNames(binding.rest.name) : binding.rest === undefined ? [] : variablesOf(binding.rest);

            return [...binding.elements.flatMap(element => element === null ? [] : variablesOf(element)), ...rest];
        }
    }
}

function restNames(name: string | undefined): string[]
{
    return name === undefined ? [] : [name, `...${name}`];
}
