import type { Logger } from './logger.js';

/** The part of a process that a service needs. */
export interface HostProcess
{
    on(event: string, listener: (subject: unknown) => void): unknown;
    off(event: string, listener: (subject: unknown) => void): unknown;
    exit(code: number): void;
}

/** How a process behaves while a service runs in it. */
export interface LifecycleOptions
{
    readonly logger: Logger;
    /** Finishes what runs, and frees everything. */
    readonly stop: () => Promise<void>;
    readonly process: HostProcess;
    /** Milliseconds of a clock that only goes forward; default that of the host. */
    readonly now?: () => number;
}

/** Milliseconds in which signals count as one: Ctrl-C reaches a process from the terminal and through its parent. */
const sameSignal = 1_000;

/**
 * Ties a service to its process: SIGINT and SIGTERM stop it, and the process ends with 0; a second signal, a second
 * later or more, ends it at once. What application code throws outside of any call is logged, and nothing else happens.
 *
 * @returns A function that unties them.
 */
export function tieToProcess(options: LifecycleOptions): () => void
{
    const { logger, stop, process: host, now = () => performance.now() } = options;
    let stoppedAt: number | undefined;

    const onSignal = (signal: unknown): void =>
    {
        if (stoppedAt !== undefined)
        {
            if (now() - stoppedAt < sameSignal)
            {
                return;
            }

            logger.warn(`Stopped at once by a second ${String(signal)}`);
            host.exit(1);

            return;
        }

        stoppedAt = now();
        logger.info(`Stopping on ${String(signal)}`);

        stop().then(
            () => { logger.info('Stopped'); host.exit(0); },
            (error: unknown) => { logger.error({ err: error }, 'Stopping failed'); host.exit(1); });
    };

    const onException = (error: unknown): void =>
    {
        logger.error({ err: error }, 'An exception reached nobody');
    };

    const onRejection = (reason: unknown): void =>
    {
        logger.error({ err: reason }, 'A rejection reached nobody');
    };

    const listeners: readonly [string, (subject: unknown) => void][] = [
        ['SIGINT', onSignal],
        ['SIGTERM', onSignal],
        ['uncaughtException', onException],
        ['unhandledRejection', onRejection]
    ];

    for (const [event, listener] of listeners)
    {
        host.on(event, listener);
    }

    return () =>
    {
        for (const [event, listener] of listeners)
        {
            host.off(event, listener);
        }
    };
}
