import { createError } from '@jitar/errors';
import { limits } from '@jitar/protocol';
import type { Invocation, Invoker, LaneStatus, LoadStatus, Outcome } from '@jitar/protocol';

import { accompany } from './accompany.js';
import { unstarted } from './failure.js';
import { startTimer } from './timer.js';
import type { Timer } from './timer.js';
import { createTurns, endOfTurn } from './turns.js';
import type { Turns } from './turns.js';

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
    /** Runs an action when this turn of the event loop is over; default that of the host. */
    readonly soon?: (action: () => void) => void;
}

/** A limited invoker. */
export interface LoadLimit extends Invoker
{
    /** What it has in hand. */
    load(): LoadStatus;
}

/** The calls of one kind. */
interface Lane extends Invoker
{
    /** Starts those who wait, as many as may. */
    startNext(): void;
    status(): LaneStatus;
}

interface Waiting
{
    readonly start: () => void;
    readonly leave: () => void;
}

/** The share of the time that a call has left which it may wait: with less than the rest it would start in vain. */
const patience = 0.5;

/** The weight of the newest pause between two starts, in the average of them. */
const weight = 1 / 32;

/** Milliseconds for which it holds, beside the pause itself, when nobody waits any more. */
const memory = 1_000;

/**
 * Runs so many calls at a time. So many others wait, in order; what exceeds that fails at once with `OVERLOADED`, in
 * a way that says that nothing started. So does a call that would wait for most of the time that it has, as those
 * before it do: it would take a place, and start too late. A call whose deadline passes while it waits, or whose caller
 * gives up, does not start.
 *
 * Calls that keep the processor busy start a few at a time, so that the others are seen, and the answers leave.
 *
 * The calls of members are counted by themselves: they are parts of calls that run already, somewhere, and these
 * would wait for each other for ever.
 */
export function limitLoad(invoker: Invoker, options: LoadLimitOptions = {}): LoadLimit
{
    const { now = () => performance.now(), soon = endOfTurn } = options;
    // All calls share the one event loop.
    const turns = createTurns({ now, soon, next: () => { members.startNext(); outside.startNext(); } });
    const outside = createLane(invoker, turns, options);
    const members = createLane(invoker, turns, options);

    return {
        invoke: invocation => invocation.dryRun === true ? invoker.invoke(invocation) : (invocation.caller.kind === 'member' ? members : outside).invoke(invocation),
        load: () => ({ outside: outside.status(), members: members.status() })
    };
}

function createLane(invoker: Invoker, turns: Turns, options: LoadLimitOptions): Lane
{
    const { inFlight: most = limits.inFlight, queue = limits.queue, now = () => performance.now(), after = startTimer } = options;
    const waiting = new Set<Waiting>();

    let running = 0;
    let refused = 0;
    // Milliseconds between two starts while others wait, and when the last of them was.
    let interval = 0;
    let last = 0;

    return { invoke, startNext, status: () => ({ inFlight: running, queued: waiting.size, refused }) };

    function invoke(invocation: Invocation): Promise<Outcome>
    {
        if (running < most && waiting.size === 0 && turns.open)
        {
            running++;
            turns.start();

            return accompany(invoker, invocation, leave);
        }

        if (running + waiting.size >= most + queue || isHopeless(invocation))
        {
            refused++;

            return Promise.reject(unstarted(createError('OVERLOADED', { limit: most + queue })));
        }

        return turn(invocation).then(() => accompany(invoker, invocation, leave));
    }

    function isHopeless({ deadline }: Invocation): boolean
    {
        return deadline !== undefined && waiting.size * interval > (deadline - now()) * patience;
    }

    function leave(): void
    {
        running--;
        startNext();
    }

    function startNext(): void
    {
        for (const next of waiting)
        {
            if (running >= most || !turns.open)
            {
                return;
            }

            const at = now();

            interval += (at - last - interval) * weight;
            last = at;
            // The place is taken before anyone else looks.
            running++;
            turns.start();
            next.leave();
            next.start();
        }
    }

    /** The first one waits. What was learnt of those before holds for a while: they may have been of another kind. */
    function renew(): void
    {
        const at = now();

        if (waiting.size > 0)
        {
            return;
        }

        if (at - last > interval + memory)
        {
            interval = 0;
        }

        last = at;
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

            renew();
            waiting.add(entry);
            signal?.addEventListener('abort', abort);
        });
    }
}
