import type { RetryStatus } from '@jitar/protocol';

/** How many calls may be tried again. */
export interface RetryBudgetOptions
{
    /** Retries per call; default 0.2. */
    readonly share?: number;
    /** Retries per second beside that, so that few calls may be tried again as well; default 10. */
    readonly perSecond?: number;
    /** Seconds over which both are counted; default 10. */
    readonly seconds?: number;
}

/**
 * Keeps retries from multiplying the load of a cluster that has too much already.
 *
 * What is called has an account each. A call that passes a gateway twice, on its way to one procedure and from there to
 * another, would otherwise pay for twice as many retries of the second one.
 */
export interface RetryBudget
{
    /** Opens an account, whose calls pay for retries of their own. What is had per second beside that is had once. */
    open(): RetryAccount;
    /** How many retries were taken within the window, and how many are left of those per second. */
    status(at: number): RetryStatus;
}

/** What is called, and tried again. Moments are milliseconds on some clock, which only goes forward. */
export interface RetryAccount
{
    /** There is a call. */
    called(at: number): void;
    /** Takes a retry out of the budget. @returns Whether there was one left. */
    spend(at: number): boolean;
}

/** Creates a budget, over a window that slides by seconds. */
export function createRetryBudget({ share = 0.2, perSecond = 10, seconds = 10 }: RetryBudgetOptions = {}): RetryBudget
{
    const common = createCounter(seconds);
    const all = createCounter(seconds);

    return { open, status: at => ({ spent: all.atMost(at), left: Math.max(0, perSecond * seconds - common.atMost(at)) }) };

    function open(): RetryAccount
    {
        const calls = createCounter(seconds);
        const retries = createCounter(seconds);

        return {
            called: at => calls.add(at),

            spend: at =>
            {
                const paid = share * calls.atLeast(at);
                const taken = retries.atMost(at);

                if (taken + 1 <= paid)
                {
                    retries.add(at);
                    all.add(at);

                    return true;
                }

                // The calls that paid for a retry may have left the window before it: then it counts here.
                if (common.atMost(at) + Math.max(0, taken - paid) + 1 <= perSecond * seconds)
                {
                    common.add(at);
                    all.add(at);

                    return true;
                }

                return false;
            }
        };
    }
}

/** Counts what happened within the window, whose oldest second may lie in it in part. */
interface Counter
{
    add(at: number): void;
    /** With all of the oldest second. */
    atMost(at: number): number;
    /** Without it. */
    atLeast(at: number): number;
}

function createCounter(seconds: number): Counter
{
    const places = seconds + 1;
    const counts = new Uint32Array(places);
    let current = 0;

    return {
        add: at =>
        {
            const second = forward(at);

            counts[second] = (counts[second] ?? 0) + 1;
        },
        atMost: at =>
        {
            forward(at);

            return sum();
        },
        atLeast: at =>
        {
            const oldest = (forward(at) + 1) % places;

            return sum() - (counts[oldest] ?? 0);
        }
    };

    /** Forgets what has left the window. @returns The place of this second. */
    function forward(at: number): number
    {
        const second = Math.floor(at / 1000);

        for (let step = Math.max(current + 1, second - seconds); step <= second; step++)
        {
            counts[step % places] = 0;
        }

        current = second;

        return second % places;
    }

    function sum(): number
    {
        return counts.reduce((total, count) => total + count, 0);
    }
}
