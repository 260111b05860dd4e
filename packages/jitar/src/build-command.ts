import { buildApplication, describeSegment, formatDiagnostic, watchApplication } from '@jitar/build';
import type { BuildOptions, BuildResult, BuiltApplication, Diagnostic } from '@jitar/build';
import { readApplicationConfig, readEnvironment, readProjectConfig } from '@jitar/config';
import { isJitarError } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';

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
    /** Whether it builds again after each change, until a signal ends it. */
    readonly watch?: boolean;
    readonly logger: Logger;
    /** Takes the JSON object. */
    readonly output: LineWriter;
    /** Where the log writes what is wrong. */
    readonly errors: LineWriter;
}

/**
 * Builds the application of the working folder, and tells what came of it; with `watch` again after each change, until SIGINT or
 * SIGTERM.
 *
 * @throws `INVALID_CONFIGURATION`, `FILE_NOT_FOUND`, `FILE_NOT_USABLE`; `BUILD_FAILED` after all diagnostics are logged.
 */
export async function runBuild(command: BuildCommand): Promise<void>
{
    const { json = false, output } = command;

    try
    {
        await (command.watch === true ? watch(command) : buildOnce(command));
    }
    catch (error)
    {
        // A script that reads the result finds one, whatever stopped the build.
        if (json && isJitarError(error) && error.code !== 'BUILD_FAILED')
        {
            output.write(`${JSON.stringify(describeFailure(error))}\n`);
        }

        throw error;
    }
}

async function buildOnce(command: BuildCommand): Promise<void>
{
    const options = await configure(command);
    const result = await buildApplication(options);

    report(result, command);

    if (!result.succeeded)
    {
        throw result.error;
    }

    describeBuilt(result, options.config.segments, command.logger);
}

async function watch(command: BuildCommand): Promise<void>
{
    const { config = 'jitar.json', envFile = '.env', logger, json = false, output } = command;
    const ending = new AbortController();
    const end = (): void => { ending.abort(); };
    let segmentFolder = '';
    let isFirst = true;

    const onBuilt = (result: BuildResult, duration: number): void =>
    {
        report(result, command);

        if (!result.succeeded)
        {
            logger.error(result.error.message);
        }
        else if (isFirst)
        {
            describeBuilt(result, segmentFolder, logger);
        }
        else
        {
            logger.info(`Built again in ${duration.toFixed(0)} ms (${String(result.written.length)} files written, ${String(result.removed.length)} removed)`);
        }

        isFirst &&= !result.succeeded;
    };

    process.on('SIGINT', end).on('SIGTERM', end);

    try
    {
        await watchApplication({
            folder: process.cwd(),
            configure: async () =>
            {
                const options = await configure(command);

                segmentFolder = options.config.segments;

                return options;
            },
            configurationFiles: [config, envFile],
            onBuild: outcome =>
            {
                if (outcome.kind === 'built')
                {
                    onBuilt(outcome.result, outcome.duration);

                    return;
                }

                const { error } = outcome;

                logger.error({ err: error }, error instanceof Error ? error.message : String(error));

                if (json && isJitarError(error))
                {
                    output.write(`${JSON.stringify(describeFailure(error))}\n`);
                }
            },
            onReady: () => { logger.info('Watching for changes'); },
            signal: ending.signal
        });
    }
    finally
    {
        process.off('SIGINT', end).off('SIGTERM', end);
    }
}

async function configure({ config: file, envFile }: BuildCommand): Promise<BuildOptions>
{
    const folder = process.cwd();
    const env = await readEnvironment({ file: envFile, processEnv: process.env });
    const config = await readProjectConfig(folder, { file, env });

    return { folder, config, ...await readApplicationConfig(folder, { config, env }), cacheFolder: '.jitar/build' };
}

/** Tells what is wrong or, to a script, all. */
function report(result: BuildResult, { json = false, logger, output, errors }: BuildCommand): void
{
    if (json)
    {
        output.write(`${JSON.stringify(describeResult(result))}\n`);
    }
    else
    {
        logDiagnostics(result.diagnostics, logger, showsColors(errors));
    }
}

function describeBuilt({ segments }: BuiltApplication, segmentFolder: string, logger: Logger): void
{
    segments.forEach(segment => { logger.info(describeSegment(segment)); });

    if (segments.length === 0)
    {
        logger.warn(`There is no segment, so nothing can be called. Say in ${segmentFolder}/<name>.json which functions belong together`);
    }
}

function describeFailure({ code, message, hint }: JitarError): object
{
    return { succeeded: false, segments: [], diagnostics: [], error: { code, message, hint } };
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
