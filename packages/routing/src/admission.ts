import { createError } from '@jitar/errors';
import type { Invocation, Invoker, Outcome } from '@jitar/protocol';

import { accompany } from './accompany.js';
import { isOverload, unstarted } from './failure.js';
import { startTimer } from './timer.js';
import type { Timer } from './timer.js';

/**
 * The door of a service: calls go through it, so that they can be kept out before the service is ready and when it
 * stops, and waited for.
 */
export interface Admission extends Invoker
{
    /** The calls that were let in and have not ended. */
    readonly inFlight: number;
    /** How many of them ended because there were too many for all that lies behind. */
    readonly refused: number;
    /** Lets calls in, to this invoker; does nothing once it was closed. */
    open(invoker: Invoker): void;
    /** Lets no more calls in, for good; the ones inside go on. */
    close(): void;
    /** Resolves when no call is inside. */
    idle(): Promise<void>;
    /**
     * Closes, and waits until the calls inside have ended, or the time is over.
     *
     * @param limit - Milliseconds.
     * @param after - Runs an action after so many milliseconds unless it is cancelled; default a timer of the host.
     * @returns How many calls are still inside.
     */
    drain(limit: number, after?: Timer): Promise<number>;
    /** Rejects with `SERVICE_STARTING` or `SERVICE_STOPPING` while it is not open, in a way that says that nothing started. */
    invoke(invocation: Invocation): Promise<Outcome>;
}

/**
 * Creates a door that is not open yet.
 *
 * @example
 * ```ts
 * const admission = createAdmission();
 * admission.open(router);
 * // and at the end:
 * const cutOff = await admission.drain(30_000);
 * ```
 */
export function createAdmission(): Admission
{
    let inFlight = 0;
    let refused = 0;
    let inside: Invoker | undefined;
    let closed = false;
    let refusal = createError('SERVICE_STARTING', {});
    let waiting: (() => void)[] = [];

    return {
        get inFlight() { return inFlight; },
        get refused() { return refused; },
        open: invoker =>
        {
            inside = closed ? undefined : invoker;
        },
        close,
        idle,
        drain,
        invoke
    };

    function close(): void
    {
        inside = undefined;
        closed = true;
        refusal = createError('SERVICE_STOPPING', {});
    }

    function idle(): Promise<void>
    {
        return inFlight === 0 ? Promise.resolve() : new Promise(resolve => waiting.push(resolve));
    }

    function drain(limit: number, after: Timer = startTimer): Promise<number>
    {
        close();

        return new Promise(resolve =>
        {
            const end = (): void =>
            {
                cancel();
                resolve(inFlight);
            };

            const cancel = after(limit, end);

            void idle().then(end);
        });
    }

    function invoke(invocation: Invocation): Promise<Outcome>
    {
        if (inside === undefined)
        {
            return Promise.reject(unstarted(refusal));
        }

        inFlight++;

        const outcome = accompany(inside, invocation, leave);

        outcome.catch(noteRefusal);

        return outcome;
    }

    function noteRefusal(error: unknown): void
    {
        if (isOverload(error))
        {
            refused++;
        }
    }

    function leave(): void
    {
        if (--inFlight === 0)
        {
            waiting.forEach(resolve => resolve());
            waiting = [];
        }
    }
}
