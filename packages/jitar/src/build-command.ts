import { buildApplication, describeSegment, formatDiagnostic } from '@jitar/build';
import type { BuildResult, Diagnostic } from '@jitar/build';
import { readApplicationConfig, readEnvironment, readProjectConfig } from '@jitar/config';

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
}

/**
 * Builds the application of the working folder, and tells what came of it.
 *
 * @throws `INVALID_CONFIGURATION`, `FILE_NOT_FOUND`; `BUILD_FAILED` after all diagnostics are logged.
 */
export async function runBuild(command: BuildCommand): Promise<void>
{
    const folder = process.cwd();
    const env = await readEnvironment({ file: command.envFile, processEnv: process.env });
    const config = await readProjectConfig(folder, { file: command.config, env });
    const { segments, resources } = await readApplicationConfig(folder, { config, env });
    const result = await buildApplication({ folder, config, segments, resources });

    if (command.json === true)
    {
        command.output.write(`${JSON.stringify(describeResult(result))}\n`);
    }
    else
    {
        logDiagnostics(result.diagnostics, command.logger);
    }

    if (!result.succeeded)
    {
        throw result.error;
    }

    for (const segment of result.segments)
    {
        command.logger.info(describeSegment(segment));
    }
}

function logDiagnostics(diagnostics: readonly Diagnostic[], logger: Logger): void
{
    const colors = process.stderr.isTTY;

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
