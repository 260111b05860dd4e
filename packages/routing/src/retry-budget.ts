import type { RetryStatus } from '@jitar/protocol';

import { SlidingCount } from './sliding-count.js';

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
    const common = new SlidingCount(seconds);
    const all = new SlidingCount(seconds);

    const settings: AccountSettings = {
        share,
        seconds,
        took: at => all.add(at),
        spendCommon(at, debt)
        {
            const isLeft = common.atMost(at) + debt + 1 <= perSecond * seconds;

            if (isLeft)
            {
                common.add(at);
            }

            return isLeft;
        }
    };

    return {
        open: () => new Account(settings),
        status: at => ({ spent: all.atMost(at), left: Math.max(0, perSecond * seconds - common.atMost(at)) })
    };
}

/** What all accounts of a budget have in common. */
interface AccountSettings
{
    readonly share: number;
    readonly seconds: number;
    /** A retry is taken. */
    readonly took: (at: number) => void;
    /** Takes one of those per second. @param debt - The retries that are to be left for what this account has taken before. */
    readonly spendCommon: (at: number, debt: number) => boolean;
}

class Account implements RetryAccount
{
    readonly #settings: AccountSettings;
    readonly #calls: SlidingCount;

    /** Most procedures never need one. */
    #retries: SlidingCount | undefined;

    constructor(settings: AccountSettings)
    {
        this.#settings = settings;
        this.#calls = new SlidingCount(settings.seconds);
    }

    called(at: number): void
    {
        this.#calls.add(at);
    }

    spend(at: number): boolean
    {
        const { share, seconds, took, spendCommon } = this.#settings;
        const retries = this.#retries ??= new SlidingCount(seconds);
        const paid = share * this.#calls.atLeast(at);
        const taken = retries.atMost(at);
        const isPaid = taken + 1 <= paid;

        // The calls that paid for a retry may have left the window before it: then it counts as one of those per second.
        if (!isPaid && !spendCommon(at, Math.max(0, taken - paid)))
        {
            return false;
        }

        if (isPaid)
        {
            retries.add(at);
        }

        took(at);

        return true;
    }
}
