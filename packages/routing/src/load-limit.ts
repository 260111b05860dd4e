import { createError } from '@jitar/errors';
import { limits } from '@jitar/protocol';
import type { Invocation, Invoker, LaneStatus, LoadStatus, Outcome } from '@jitar/protocol';

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

/** A limited invoker. */
export interface LoadLimit extends Invoker
{
    /** What it has in hand. */
    load(): LoadStatus;
}

/** The calls of one kind. */
interface Lane
{
    readonly invoke: (invocation: Invocation) => Promise<Outcome>;
    readonly status: () => LaneStatus;
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
export function limitLoad(invoker: Invoker, options: LoadLimitOptions = {}): LoadLimit
{
    const outside = createLane(invoker, options);
    const members = createLane(invoker, options);

    return {
        invoke: invocation => invocation.dryRun === true ? invoker.invoke(invocation) : (invocation.caller.kind === 'member' ? members : outside).invoke(invocation),
        load: () => ({ outside: outside.status(), members: members.status() })
    };
}

function createLane(invoker: Invoker, options: LoadLimitOptions): Lane
{
    const { inFlight: most = limits.inFlight, queue = limits.queue, now = () => performance.now(), after = startTimer } = options;
    const waiting = new Set<Waiting>();

    let running = 0;
    let refused = 0;

    return { invoke, status: () => ({ inFlight: running, queued: waiting.size, refused }) };

    async function invoke(invocation: Invocation): Promise<Outcome>
    {
        if (running < most)
        {
            running++;
        }
        else
        {
            if (waiting.size >= queue)
            {
                refused++;

                throw unstarted(createError('OVERLOADED', { limit: most + queue }));
            }

            await turn(invocation);
        }

        try
        {
            return await invoker.invoke(invocation);
        }
        finally
        {
            running--;
            startNext();
        }
    }

    function startNext(): void
    {
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
            const cancel = deadline === undefined || deadline === Infinity ? undefined : after(Math.max(0, deadline - now()), () => giveUp(unstarted(createError('DEADLINE_EXCEEDED', { fqn }))));

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
