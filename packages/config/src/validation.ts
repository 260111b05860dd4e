import type { z } from 'zod';

import type { Document } from './document.js';
import type { Environment } from './environment.js';
import { expandValue } from './expansion.js';
import { suggestNearest } from './problem.js';
import type { Problem, ValuePath } from './problem.js';

type Issue = z.core.$ZodIssue;

/** What validation makes of a document; without problems `value` has the shape of the schema. */
export interface Validation<Written>
{
    readonly value: Written | undefined;
    /** The expanded value, whether it is valid or not. */
    readonly raw: unknown;
    readonly problems: readonly Problem[];
}

/** Replaces the references in a document and holds it to a schema. All problems are listed, each with its place. */
export function validate<Written>(document: Document, schema: z.ZodType<Written>, environment: Environment): Validation<Written>
{
    const expansion = expandValue(document.value, environment);
    const unexpanded = expansion.problems.map(({ path, message }) => createProblem(document, path, message));
    const parsed = schema.safeParse(expansion.value);

    if (parsed.success)
    {
        return { value: unexpanded.length === 0 ? parsed.data : undefined, raw: expansion.value, problems: unexpanded };
    }

    // A text that misses its variable is no URL either: one problem is enough.
    const places = new Set(unexpanded.map(({ path }) => JSON.stringify(path)));
    const invalid = parsed.error.issues
        .flatMap(issue => problemsOf(issue, [], document, expansion.value))
        .filter(({ path }) => !places.has(JSON.stringify(path)));

    return { value: undefined, raw: expansion.value, problems: [...unexpanded, ...invalid] };
}

/** A problem of the value at a path. */
export function createProblem(document: Document, path: ValuePath, message: string): Problem
{
    return { file: document.file, place: document.placeOfValue(path), path, message };
}

/** A problem of the key that a path ends in. */
export function createKeyProblem(document: Document, path: ValuePath, message: string): Problem
{
    return { file: document.file, place: document.placeOfKey(path), path, message };
}

function problemsOf(issue: Issue, parent: ValuePath, document: Document, root: unknown): Problem[]
{
    const path: ValuePath = [...parent, ...issue.path.map(part => typeof part === 'number' ? part : String(part))];

    if (issue.code !== 'unrecognized_keys' && !document.has(path))
    {
        return [createProblem(document, path, 'is missing')];
    }

    switch (issue.code)
    {
        case 'unrecognized_keys':
        {
            const messages = issue.message.split('\n');

            return issue.keys.map((key, index) => createKeyProblem(document, [...path, key], messages[index] ?? 'is not a known key'));
        }
        case 'invalid_union':
        {
            // The branch whose kind fits says what is wrong inside; where none fits, the union says what fits.
            const branch = issue.errors.find(errors => !errors.some(error => error.code === 'invalid_type' && error.path.length === 0));

            return branch === undefined || branch.length === 0
                ? [createProblem(document, path, issue.message)]
                : branch.flatMap(error => problemsOf(error, path, document, root));
        }
        case 'invalid_type':
        {
            return [createProblem(document, path, describeWrongType(issue.expected, issue.message))];
        }
        case 'invalid_value':
        {
            const value = valueAt(root, path);
            const known = issue.values.map(String);

            return [createProblem(document, path, `must be one of ${known.join(', ')}${typeof value === 'string' ? suggestNearest(value, known).replace(/^; known.*/, '') : ''}`)];
        }
        case 'invalid_format':
        case 'invalid_key':
        case 'invalid_element':
        case 'not_multiple_of':
        case 'too_big':
        case 'too_small':
        case 'custom':
        {
            return [createProblem(document, path, issue.message)];
        }
    }
}

const typeNames: Partial<Record<string, string>> = {
    string: 'a text', number: 'a number', boolean: 'true or false', array: 'a list', object: 'an object', record: 'an object'
};

function describeWrongType(expected: string, message: string): string
{
    return message.startsWith('Invalid') ? `must be ${typeNames[expected] ?? expected}` : message;
}

function valueAt(root: unknown, path: ValuePath): unknown
{
    return path.reduce<unknown>((value, part) => typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[part] : undefined, root);
}
