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

/** Keeps retries from multiplying the load of a cluster that has too much already. */
export interface RetryBudget
{
    /** There is a call. @param at - Milliseconds on some clock, which only goes forward. */
    called(at: number): void;
    /** Takes a retry out of the budget. @returns Whether there was one left. */
    spend(at: number): boolean;
    /** How many retries were taken within the window, and how many are left. */
    status(at: number): RetryStatus;
}

interface Second
{
    number: number;
    calls: number;
    retries: number;
}

/** Creates a budget, over a window that slides by seconds. */
export function createRetryBudget({ share = 0.2, perSecond = 10, seconds = 10 }: RetryBudgetOptions = {}): RetryBudget
{
    const window = Array.from({ length: seconds }, (): Second => ({ number: -1, calls: 0, retries: 0 }));

    return {
        called: at =>
        {
            secondOf(at).calls++;
        },

        spend: at =>
        {
            if (status(at).left < 1)
            {
                return false;
            }

            secondOf(at).retries++;

            return true;
        },

        status
    };

    function status(at: number): RetryStatus
    {
        const current = secondOf(at);
        const recent = window.filter(({ number }) => number > current.number - seconds);
        const calls = recent.reduce((sum, second) => sum + second.calls, 0);
        const spent = recent.reduce((sum, second) => sum + second.retries, 0);

        return { spent, left: Math.max(0, Math.floor(share * calls + perSecond * seconds - spent)) };
    }

    function secondOf(at: number): Second
    {
        const number = Math.floor(at / 1000);
        // The window is not empty, and the rest of a division by its length is one of its indices.
        const second = window[number % seconds] as Second;

        if (second.number !== number)
        {
            second.number = number;
            second.calls = 0;
            second.retries = 0;
        }

        return second;
    }
}
