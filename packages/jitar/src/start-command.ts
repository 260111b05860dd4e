import { readEnvironment, readProjectConfig, readServiceConfig } from '@jitar/config';
import type { ServiceConfig } from '@jitar/config';
import { createError, isJitarError } from '@jitar/errors';
import type { Service } from '@jitar/http';
import { serve } from '@jitar/http/node';
import type { Serving } from '@jitar/http/node';
import { limits } from '@jitar/protocol';
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

import { logRequests } from './call-log.js';
import { tieToProcess } from './lifecycle.js';
import type { Logger } from './logger.js';
import { createService } from './service-factory.js';

/** What `jitar start` was asked. */
export interface StartCommand
{
    /** The service file. */
    readonly service: string;
    /** The project file; default `jitar.json`, if there is one. */
    readonly config?: string;
    /** The file with environment variables; default `.env`, if there is one. */
    readonly envFile?: string;
    /** Bytes of a request body; default 204 800. */
    readonly httpBodyLimit?: number;
    readonly logger: Logger;
}

/**
 * Starts the service that a service file describes, and ties it to the process: it runs until a signal.
 *
 * The variables of the environment file are the application's as well.
 *
 * @throws What is wrong with the configuration, the build or the port; `START_FAILED` for what the application threw.
 */
export async function runStart(command: StartCommand): Promise<void>
{
    const { logger, httpBodyLimit } = command;
    const env = await readEnvironment({ file: command.envFile, processEnv: process.env });
    const project = await readProjectConfig(process.cwd(), { file: command.config, env });
    const config = await readServiceConfig(command.service, { env });
    const tls = await readCertificate(config);

    adoptVariables(env);

    const service = createService(config, { target: project.target, logger, httpBodyLimit });
    const starting = serve(logRequests(service, logger), { url: config.url, ...(tls === undefined ? {} : { tls }), ...(config.drain === undefined ? {} : { drain: config.drain }) });
    let serving: Serving | undefined;
    const ending = new AbortController();

    // A service may be told to stop while it still waits for others to start with.
    const stop = async (): Promise<void> =>
    {
        ending.abort();

        await (serving ?? await stopStarting(service, starting))?.close();
    };

    const untie = tieToProcess({ logger, stop, process });

    try
    {
        serving = await starting;
    }
    catch (error)
    {
        if (ending.signal.aborted)
        {
            return;
        }

        untie();

        throw isJitarError(error) ? error : createError('START_FAILED', { reason: error instanceof Error ? error.message : String(error) }, { cause: error });
    }

    logger.info(`Server started at ${serving.url}`);
    logProcedures(service, logger);
}

/** Cuts a start off; where it was over already, there is something to close. A set-up that hangs is waited for like a call. */
async function stopStarting(service: Service, starting: Promise<Serving>): Promise<Serving | undefined>
{
    const patience = new AbortController();
    const cutOff = (async () =>
    {
        await service.stop();

        return starting.catch(() => undefined);
    })();

    try
    {
        return await Promise.race([cutOff, setTimeout(limits.drain, undefined, { signal: patience.signal, ref: false })]);
    }
    finally
    {
        patience.abort();
    }
}

function logProcedures(service: object, logger: Logger): void
{
    if ('procedures' in service && typeof service.procedures === 'function')
    {
        const names = (service.procedures as () => readonly { readonly fqn: string }[])().map(({ fqn }) => fqn);

        logger.info(`RPC procedures: [ ${[...new Set(names)].sort().join(', ')} ]`);
    }
}

async function readCertificate({ tls }: ServiceConfig): Promise<{ cert: string; key: string } | undefined>
{
    if (tls === undefined)
    {
        return undefined;
    }

    const [cert, key] = await Promise.all([tls.cert, tls.key].map(async file =>
    {
        try
        {
            return await readFile(file, 'utf8');
        }
        catch (cause)
        {
            throw createError('FILE_NOT_FOUND', { file }, { cause });
        }
    }));

    return { cert: cert ?? '', key: key ?? '' };
}

function adoptVariables(env: Readonly<Record<string, string | undefined>>): void
{
    for (const [name, value] of Object.entries(env))
    {
        if (value !== undefined)
        {
            process.env[name] ??= value;
        }
    }
}
