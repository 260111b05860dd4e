import { createError } from '@jitar/errors';
import leven from 'leven';

import type { Place } from './place.js';

/** The way to a value in a file: keys and positions. */
export type ValuePath = readonly (string | number)[];

/** Something in a configuration file that must be mended. */
export interface Problem
{
    readonly file: string;
    readonly place: Place | undefined;
    readonly path: ValuePath;
    /** What is wrong and how it must be; never a value that could be a secret. */
    readonly message: string;
}

/** Writes a path as JavaScript would: `node.segments[0]`. */
function describePath(path: ValuePath): string
{
    return path.map((part, index) => describePart(part, index === 0)).join('');
}

/** Writes a problem as one line: file, place, path in the file, and what to do. */
function describeProblem(problem: Problem): string
{
    const { file, place, path, message } = problem;
    const position = place === undefined ? '' : `:${place.line}:${place.column + 1}`;

    return path.length === 0 ? `${file}${position} ${message}` : `${file}${position} ${describePath(path)}: ${message}`;
}

/**
 * Lists all problems in one error.
 *
 * @throws `INVALID_CONFIGURATION` when there is any.
 */
export function refuseProblems(problems: readonly Problem[]): void
{
    if (problems.length > 0)
    {
        throw createError('INVALID_CONFIGURATION', { problems: problems.map(describeProblem) });
    }
}

/** The end of a message that suggests the nearest of some names: `; did you mean "segments"?` */
export function suggestNearest(name: string, known: readonly string[]): string
{
    const ranked = known
        .map(candidate => ({ candidate, distance: leven(name.toLowerCase(), candidate.toLowerCase()) }))
        .sort((left, right) => left.distance - right.distance);
    const [nearest] = ranked;

    return nearest !== undefined && nearest.distance <= Math.max(2, name.length / 2)
        ? `; did you mean "${nearest.candidate}"?`
        : `; known are ${known.join(', ')}`;
}

function describePart(part: string | number, first: boolean): string
{
    if (typeof part === 'number')
    {
        return `[${part}]`;
    }

    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(part))
    {
        return `[${JSON.stringify(part)}]`;
    }

    return first ? part : `.${part}`;
}
