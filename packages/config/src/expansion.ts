import type { Environment } from './environment.js';
import type { ValuePath } from './problem.js';

/** A reference in a text that could not be replaced. */
export interface ExpansionProblem
{
    readonly path: ValuePath;
    readonly message: string;
}

/** A value with its references replaced. */
export interface Expansion
{
    readonly value: unknown;
    readonly problems: readonly ExpansionProblem[];
}

/**
 * Replaces `${NAME}` by the environment variable of that name, in every text of a value. Keys stay as they are, and
 * so does a reference that has a problem.
 */
export function expandValue(value: unknown, environment: Environment): Expansion
{
    const problems: ExpansionProblem[] = [];

    return { value: expand(value, [], environment, problems), problems };
}

function expand(value: unknown, path: ValuePath, environment: Environment, problems: ExpansionProblem[]): unknown
{
    if (typeof value === 'string')
    {
        return expandText(value, path, environment, problems);
    }

    if (Array.isArray(value))
    {
        return value.map((item: unknown, index) => expand(item, [...path, index], environment, problems));
    }

    if (typeof value === 'object' && value !== null)
    {
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item, [...path, key], environment, problems)]));
    }

    return value;
}

function expandText(text: string, path: ValuePath, environment: Environment, problems: ExpansionProblem[]): string
{
    return text.replace(/\$\{([^}]*)(\}?)/g, (reference: string, name: string, end: string) =>
    {
        if (end === '' || !/^[A-Za-z_]\w*$/.test(name))
        {
            problems.push({ path, message: 'has a reference that is not of the form ${NAME}' });

            return reference;
        }

        const value = Object.hasOwn(environment, name) ? environment[name] : undefined;

        if (value === undefined)
        {
            problems.push({ path, message: `needs the environment variable ${name}, which is not set` });
        }

        return value ?? reference;
    });
}
