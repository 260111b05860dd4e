import { buildApplication, describeSegment, formatDiagnostic } from '@jitar/build';
import type { BuildResult, Diagnostic } from '@jitar/build';
import { readApplicationConfig, readEnvironment, readProjectConfig } from '@jitar/config';
import { isJitarError } from '@jitar/errors';

import { showsColors } from './logger.js';
import type { LineWriter, Logger } from './logger.js';

/** What `jitar build` was asked. */
export interface BuildCommand
{
    /** The project file; default `jitar.json`, if there is one. */
    readonly config?: string;
    /** The file with environment variables; default `.env`, if there is one. */
    readonly envFile?: string;
    /** Whether the result is written as one JSON object. */
    readonly json?: boolean;
    readonly logger: Logger;
    /** Takes the JSON object. */
    readonly output: LineWriter;
    /** Where the log writes what is wrong. */
    readonly errors: LineWriter;
}

/**
 * Builds the application of the working folder, and tells what came of it.
 *
 * @throws `INVALID_CONFIGURATION`, `FILE_NOT_FOUND`; `BUILD_FAILED` after all diagnostics are logged.
 */
export async function runBuild(command: BuildCommand): Promise<void>
{
    const { json = false, logger, output, errors } = command;

    try
    {
        const { result, segmentFolder } = await build(command);

        if (json)
        {
            output.write(`${JSON.stringify(describeResult(result))}\n`);
        }
        else
        {
            logDiagnostics(result.diagnostics, logger, showsColors(errors));
        }

        if (!result.succeeded)
        {
            throw result.error;
        }

        result.segments.forEach(segment => { logger.info(describeSegment(segment)); });

        if (result.segments.length === 0)
        {
            logger.warn(`There is no segment, so nothing can be called. Say in ${segmentFolder}/<name>.json which functions belong together`);
        }
    }
    catch (error)
    {
        // A script that reads the result finds one, whatever stopped the build.
        if (json && isJitarError(error) && error.code !== 'BUILD_FAILED')
        {
            const { code, message, hint } = error;

            output.write(`${JSON.stringify({ succeeded: false, segments: [], diagnostics: [], error: { code, message, hint } })}\n`);
        }

        throw error;
    }
}

async function build(command: BuildCommand): Promise<{ readonly result: BuildResult; readonly segmentFolder: string }>
{
    const folder = process.cwd();
    const env = await readEnvironment({ file: command.envFile, processEnv: process.env });
    const config = await readProjectConfig(folder, { file: command.config, env });
    const { segments, resources } = await readApplicationConfig(folder, { config, env });

    return { result: await buildApplication({ folder, config, segments, resources }), segmentFolder: config.segments };
}

function logDiagnostics(diagnostics: readonly Diagnostic[], logger: Logger, colors: boolean): void
{
    for (const diagnostic of diagnostics)
    {
        logger[diagnostic.severity === 'error' ? 'error' : 'warn'](formatDiagnostic(diagnostic, { colors }));
    }
}

function describeResult(result: BuildResult): object
{
    const { succeeded, diagnostics } = result;

    return result.succeeded
        ? { succeeded, build: result.manifest.build, segments: result.segments, written: result.written, removed: result.removed, diagnostics }
        : { succeeded, segments: [], diagnostics };
}
