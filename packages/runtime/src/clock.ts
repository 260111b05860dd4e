/** The time as a runtime sees it; handed in, so that tests decide when it passes. */
export interface Clock
{
    /** Milliseconds, as `performance.now()` counts them: deadlines are on it. */
    now(): number;
    /** Runs the action after so many milliseconds, unless the returned function is called before. */
    after(milliseconds: number, action: () => void): () => void;
}

/** The longest time that `setTimeout` waits; with more it fires at once. */
const longestTimer = 2_147_483_647;

/** The clock of the host. */
export const systemClock: Clock = {
    now: () => performance.now(),
    after: (milliseconds, action) =>
    {
        if (milliseconds > longestTimer)
        {
            let cancel = systemClock.after(longestTimer, () => { cancel = systemClock.after(milliseconds - longestTimer, action); });

            return () => cancel();
        }

        const timer = setTimeout(action, milliseconds);

        return () => clearTimeout(timer);
    }
};
