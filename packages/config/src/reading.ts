import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { createError } from '@jitar/errors';

import { parseDocument } from './document.js';
import type { Document } from './document.js';
import type { Problem } from './problem.js';

/** A file of a folder, with the name that messages give it. */
export interface FileReference
{
    readonly folder: string;
    /** Relative to the folder. */
    readonly file: string;
}

/**
 * Reads a JSON file. Problems of its syntax are added to the list.
 *
 * @throws `FILE_NOT_FOUND`
 */
export async function readDocument({ folder, file }: FileReference, problems: Problem[]): Promise<Document | undefined>
{
    const parsed = parseDocument(await readText({ folder, file }), file);

    problems.push(...parsed.problems);

    return parsed.document;
}

/**
 * Reads a text file.
 *
 * @throws `FILE_NOT_FOUND`; `INVALID_CONFIGURATION` when it is there but cannot be read.
 */
export async function readText({ folder, file }: FileReference): Promise<string>
{
    try
    {
        return await readFile(resolve(folder, file), 'utf8');
    }
    catch (cause)
    {
        if (isMissing(cause))
        {
            throw createError('FILE_NOT_FOUND', { file }, { cause });
        }

        throw createError('INVALID_CONFIGURATION', { problems: [`${file} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`] }, { cause });
    }
}

/** Tells whether an error of the file system says that there is no such file or folder. */
export function isMissing(error: unknown): boolean
{
    return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
