import { createHash } from 'node:crypto';

/**
 * Writes down what a program does, step by step, so that two runs of it can be compared as text: values with their
 * types, errors with their class, fields and causes. What may differ between runs (stacks, random values) is not in it.
 */
export function createRecord()
{
    const lines = [];

    return {
        async step(name, work)
        {
            try
            {
                lines.push(`${name}: ${describe(await work())}`);
            }
            catch (error)
            {
                lines.push(`${name} failed: ${describe(error)}`);
            }
        },

        text: () => lines.join('\n')
    };
}

function describe(value, seen = [])
{
    if (typeof value !== 'object' || value === null)
    {
        return typeof value === 'string' ? JSON.stringify(value) : typeof value === 'bigint' ? `${value}n` : typeof value === 'function' ? 'function' : Object.is(value, -0) ? '-0' : String(value);
    }

    if (seen.includes(value))
    {
        return `<${seen.length - seen.indexOf(value)} up>`;
    }

    const inner = [...seen, value];

    if (value instanceof Error)
    {
        return describeError(value, inner);
    }

    if (ArrayBuffer.isView(value))
    {
        return `${nameOf(value)} of ${value.byteLength} ${createHash('sha256').update(value).digest('hex')}`;
    }

    if (value instanceof Date)
    {
        return `Date ${value.getTime()}`;
    }

    if (value instanceof Map)
    {
        return `Map { ${[...value].map(([key, item]) => `${describe(key, inner)} => ${describe(item, inner)}`).join(', ')} }`;
    }

    if (value instanceof Set)
    {
        return `Set { ${[...value].map(item => describe(item, inner)).join(', ')} }`;
    }

    if (Array.isArray(value))
    {
        return `[${value.map(item => describe(item, inner)).join(', ')}]`;
    }

    return `${nameOf(value)} ${describeFields(value, Object.keys(value), inner)}`;
}

function describeError(error, seen)
{
    const fields = new Set(['name', 'message', ...Object.keys(error).sort(), ...'cause' in error ? ['cause'] : []]);

    return `${nameOf(error)} ${describeFields(error, [...fields].filter(name => name !== 'stack'), seen)}`;
}

function describeFields(object, names, seen)
{
    return `{ ${names.map(name => `${name}: ${describe(object[name], seen)}`).join(', ')} }`;
}

function nameOf(object)
{
    const prototype = Object.getPrototypeOf(object);

    return prototype === null ? 'null' : prototype === Object.prototype ? '' : prototype.constructor.name;
}
