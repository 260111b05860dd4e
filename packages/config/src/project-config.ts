import { hasCode } from '@jitar/errors';
import { z } from 'zod';

import type { Document } from './document.js';
import type { Environment } from './environment.js';
import { refuseProblems } from './problem.js';
import type { Problem } from './problem.js';
import { readDocument } from './reading.js';
import { object, text, texts } from './schema.js';
import { validate } from './validation.js';

/** `jitar.json` as it is written: everything is optional. */
export interface ProjectFile
{
    readonly $schema?: string | undefined;
    readonly source?: string | undefined;
    readonly target?: string | undefined;
    readonly segments?: string | undefined;
    readonly resources?: string | undefined;
    readonly build?: { readonly ignore?: readonly string[] | undefined } | undefined;
}

/** `jitar.json`, resolved. All paths are relative to the project's folder. */
export interface ProjectConfig
{
    /** Where the application's modules are; default `./src`. */
    readonly source: string;
    /** Where the build writes; default `./dist`. */
    readonly target: string;
    /** Where the segment files are; default `./segments`. */
    readonly segments: string;
    /** Where the resource files are; default `./resources`. */
    readonly resources: string;
    readonly build: {
        /** Globs, relative to the source folder, of files that the build leaves out; default none. */
        readonly ignore: readonly string[];
    };
}

/** How project files are read. */
export interface ProjectOptions
{
    /** The project file, relative to the project's folder; default `jitar.json`, if there is one. */
    readonly file?: string | undefined;
    /** What `${NAME}` may take. */
    readonly env: Environment;
}

const schema: z.ZodType<ProjectFile> = object({
    $schema: z.string().optional(),
    source: text.optional(),
    target: text.optional(),
    segments: text.optional(),
    resources: text.optional(),
    build: object({ ignore: texts.optional() }).optional()
});

/**
 * Reads the project file of a folder.
 *
 * @throws `FILE_NOT_FOUND` when a file is named that does not exist; `INVALID_CONFIGURATION`, which lists all problems.
 *
 * @example
 * ```ts
 * const config = await readProjectConfig('.', { env: process.env });
 * ```
 */
export async function readProjectConfig(folder: string, options: ProjectOptions): Promise<ProjectConfig>
{
    const problems: Problem[] = [];
    const document = await findDocument(folder, options.file, problems);
    const validation = document === undefined ? undefined : validate(document, schema, options.env);

    refuseProblems([...problems, ...validation?.problems ?? []]);

    return resolveProject(validation?.value ?? {});
}

function resolveProject(written: ProjectFile): ProjectConfig
{
    return {
        source: written.source ?? './src',
        target: written.target ?? './dist',
        segments: written.segments ?? './segments',
        resources: written.resources ?? './resources',
        build: { ignore: written.build?.ignore ?? [] }
    };
}

async function findDocument(folder: string, file: string | undefined, problems: Problem[]): Promise<Document | undefined>
{
    try
    {
        return await readDocument({ folder, file: file ?? 'jitar.json' }, problems);
    }
    catch (error)
    {
        if (file === undefined && hasCode(error, 'FILE_NOT_FOUND'))
        {
            return undefined;
        }

        throw error;
    }
}
