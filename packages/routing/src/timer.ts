/** Runs an action after so many milliseconds; the returned function cancels it. */
export type Timer = (milliseconds: number, action: () => void) => () => void;

/** The timer of the host. */
export const startTimer: Timer = (milliseconds, action) =>
{
    const timer = setTimeout(action, milliseconds);

    return () => clearTimeout(timer);
};
