/** The time as a link sees it; handed in, so that tests decide when it passes. */
export interface Clock
{
    /** Milliseconds since some moment of this process, as `performance.now()` counts them. */
    now(): number;
    /** Runs the action after so many milliseconds, unless the returned function is called before. */
    after(milliseconds: number, action: () => void): () => void;
    /** Runs the action when this turn of the event loop is over. */
    soon(action: () => void): void;
}

const { setImmediate } = globalThis as { setImmediate?: (action: () => void) => unknown };

/** What a timer of the host can wait, some 24 days: with more it would fire at once. */
const longestTimer = 2_147_483_647;

/** The clock of the host. */
export const systemClock: Clock = {
    now: () => performance.now(),
    after: (milliseconds, action) =>
    {
        const timer = setTimeout(action, Math.min(milliseconds, longestTimer));

        return () => clearTimeout(timer);
    },
    // A browser has no setImmediate; there the end of the running task's jobs is the closest thing.
    soon: setImmediate === undefined ? action => queueMicrotask(action) : action => void setImmediate(action)
};
