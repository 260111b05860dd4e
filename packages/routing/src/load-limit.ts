import { createError } from '@jitar/errors';
import { limits } from '@jitar/protocol';
import type { Invocation, Invoker, Outcome } from '@jitar/protocol';

import { accompany } from './accompany.js';
import { unstarted } from './failure.js';
import { startTimer } from './timer.js';
import type { Timer } from './timer.js';

/** How much a service takes on. */
export interface LoadLimitOptions
{
    /** Calls that run at a time; default 1024. */
    readonly inFlight?: number | undefined;
    /** Calls that wait for one of them to end; default 1024. */
    readonly queue?: number | undefined;
    /** Milliseconds on the clock of deadlines; default `performance.now`. */
    readonly now?: () => number;
    /** Default: the timer of the host. */
    readonly after?: Timer;
}

interface Waiting
{
    readonly start: () => void;
    readonly leave: () => void;
}

/**
 * Runs so many calls at a time. So many others wait, in order; what exceeds that fails at once with `OVERLOADED`, in
 * a way that says that nothing started. A call whose deadline passes while it waits, or whose caller gives up, does
 * not start.
 *
 * The calls of members are counted by themselves: they are parts of calls that run already, somewhere, and these
 * would wait for each other for ever.
 */
export function limitLoad(invoker: Invoker, options: LoadLimitOptions = {}): Invoker
{
    const outside = createLane(invoker, options);
    const members = createLane(invoker, options);

    return {
        invoke: invocation => invocation.dryRun === true ? invoker.invoke(invocation) : (invocation.caller.kind === 'member' ? members : outside)(invocation)
    };
}

function createLane(invoker: Invoker, options: LoadLimitOptions): (invocation: Invocation) => Promise<Outcome>
{
    const { inFlight: most = limits.inFlight, queue = limits.queue, now = () => performance.now(), after = startTimer } = options;
    const waiting = new Set<Waiting>();

    let running = 0;

    return function invoke(invocation)
    {
        if (running < most)
        {
            running++;

            return accompany(invoker, invocation, leave);
        }

        return waiting.size < queue ? turn(invocation).then(() => accompany(invoker, invocation, leave)) : Promise.reject(unstarted(createError('OVERLOADED', { limit: most + queue })));
    };

    function leave(): void
    {
        running--;

        const [next] = waiting;

        if (next !== undefined && running < most)
        {
            // The place is taken before anyone else looks.
            running++;
            next.leave();
            next.start();
        }
    }

    /** Resolves when it is the turn of a call. */
    async function turn({ fqn, deadline, signal }: Invocation): Promise<void>
    {
        if (signal?.aborted === true)
        {
            throw signal.reason;
        }

        return new Promise((resolve, reject) =>
        {
            const giveUp = (reason: unknown): void =>
            {
                entry.leave();
                // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller chose its reason
                reject(reason);
            };

            const abort = (): void => giveUp(signal?.reason);
            const cancel = deadline === undefined ? undefined : after(Math.max(0, deadline - now()), () => giveUp(unstarted(createError('DEADLINE_EXCEEDED', { fqn }))));

            const entry: Waiting = {
                start: resolve,
                leave: () =>
                {
                    waiting.delete(entry);
                    cancel?.();
                    signal?.removeEventListener('abort', abort);
                }
            };

            waiting.add(entry);
            signal?.addEventListener('abort', abort);
        });
    }
}
