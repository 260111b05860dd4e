import type { Clock } from './clock.js';

/** How a link notices that its peer is silent. */
export interface HeartbeatOptions
{
    /** Milliseconds between two looks; default 1000. */
    readonly interval: number;
    /** Looks without a sign of life after which new calls are refused; default 3. Calls in flight go on waiting. */
    readonly silentAfter: number;
    /** Looks without a sign of life after which the link is closed; default 30. */
    readonly closeAfter: number;
}

/** What holds where nothing else is given. */
export const heartbeatDefaults: HeartbeatOptions = { interval: 1000, silentAfter: 3, closeAfter: 30 };

/** What a heartbeat reports. */
export interface HeartbeatHandlers
{
    readonly ping: () => void;
    /** The peer fell silent (`false`), or is back (`true`). */
    readonly changed: (responsive: boolean) => void;
    readonly gone: () => void;
}

/** A running heartbeat. */
export interface Heartbeat
{
    /** The peer gave a sign of life. */
    heard(): void;
    stop(): void;
}

/**
 * Starts a heartbeat. It counts looks, not time: a process that was paused itself does not take its peer for dead.
 */
export function startHeartbeat(options: HeartbeatOptions, clock: Clock, handlers: HeartbeatHandlers): Heartbeat
{
    let misses = 0;
    let cancel = clock.after(options.interval, look);

    return { heard, stop: () => cancel() };

    function look(): void
    {
        misses++;

        if (misses > options.closeAfter)
        {
            handlers.gone();
            return;
        }

        if (misses === options.silentAfter + 1)
        {
            handlers.changed(false);
        }

        handlers.ping();
        cancel = clock.after(options.interval, look);
    }

    function heard(): void
    {
        const silent = misses > options.silentAfter;

        misses = 0;

        if (silent)
        {
            handlers.changed(true);
        }
    }
}
