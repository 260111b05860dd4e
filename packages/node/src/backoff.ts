import type { Clock } from '@jitar/link';

/** How the pauses between attempts grow, in milliseconds. */
export interface BackoffOptions
{
    readonly first: number;
    readonly longest: number;
    /** A number from 0 to below 1. */
    readonly random: () => number;
}

/** The pauses between attempts. */
export interface Backoff
{
    /** The next pause: twice the one before, up to the longest, and up to half of it shorter, so that many do not return at once. */
    next(): number;
    /** It went well: the next pause is a first one. */
    reset(): void;
}

export function createBackoff({ first, longest, random }: BackoffOptions): Backoff
{
    let attempts = 0;

    return {
        next: () => Math.min(longest, first * 2 ** attempts++) * (1 - random() / 2),
        reset: () =>
        {
            attempts = 0;
        }
    };
}

/** Milliseconds that other members get to answer a leave: one that is gone must not hold up the end of a node. */
export const leaveTimeout = 2000;

/** Waits; when the signal aborts, no longer. */
export function pause(milliseconds: number, clock: Clock, signal: AbortSignal): Promise<void>
{
    return new Promise(resolve =>
    {
        const end = (): void =>
        {
            cancel();
            signal.removeEventListener('abort', end);
            resolve();
        };

        const cancel = clock.after(milliseconds, end);

        signal.addEventListener('abort', end);

        if (signal.aborted)
        {
            end();
        }
    });
}
