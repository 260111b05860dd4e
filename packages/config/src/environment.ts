import { hasCode } from '@jitar/errors';
import { parse } from 'dotenv';

import { readText } from './reading.js';

/** The variables that `${NAME}` may take. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the environment comes from. */
export interface EnvironmentOptions
{
    /** The environment file; default `.env`, if there is one. */
    readonly file?: string | undefined;
    /** What the file's path is relative to; default the working folder. */
    readonly folder?: string | undefined;
    /** The environment of the process, which wins; default `process.env`. */
    readonly processEnv?: Environment | undefined;
}

/**
 * Reads the environment: that of the process, and what an environment file adds to it.
 *
 * @throws `FILE_NOT_FOUND` when a file is named that does not exist.
 *
 * @example
 * ```ts
 * const env = await readEnvironment({ file: 'production.env' });
 * ```
 */
export async function readEnvironment(options: EnvironmentOptions = {}): Promise<Environment>
{
    const { file, folder = '.', processEnv = process.env } = options;

    return { ...await readVariables(folder, file), ...processEnv };
}

async function readVariables(folder: string, file: string | undefined): Promise<Environment>
{
    try
    {
        return parse(await readText({ folder, file: file ?? '.env' }));
    }
    catch (error)
    {
        if (file === undefined && hasCode(error, 'FILE_NOT_FOUND'))
        {
            return {};
        }

        throw error;
    }
}
