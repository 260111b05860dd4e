import { basename, dirname } from 'node:path';

import { createError } from '@jitar/errors';

import { pathWithin } from './source-files.js';

/** What the file system says when it cannot do what it is asked. */
interface SystemError extends Error
{
    readonly code: string;
    readonly syscall: string;
    /** Absent where an open file was read or written. */
    readonly path?: string;
    /** Where a file was to be moved. */
    readonly dest?: string;
}

function isSystemError(error: unknown): error is SystemError
{
    return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** The file that an error is about; of one that is written beside it for the time being, its folder; as far as is known. */
function fileOf({ path, dest = path }: SystemError, project: string): string
{
    if (dest === undefined)
    {
        return project;
    }

    const file = basename(dest).endsWith('.tmp') ? dirname(dest) : dest;

    return pathWithin(project, file) ?? file;
}

/**
 * What is told of an error: that a file cannot be read or written is no mistake of the build, but of what is around it.
 *
 * @returns `FILE_NOT_USABLE` for what the file system says; any other error as it is.
 */
export function describeFileFailure(error: unknown, project: string): unknown
{
    if (!isSystemError(error))
    {
        return error;
    }

    // EACCES: permission denied, open '/project/src/report.ts'
    const [, said = error.message] = /^\w+: ([^,]+)/.exec(error.message) ?? [];

    return createError('FILE_NOT_USABLE', { file: fileOf(error, project), reason: `${said} (${error.code})` }, { cause: error });
}
