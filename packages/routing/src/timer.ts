import type { CancelSignal } from '@jitar/protocol';

/** Runs an action after so many milliseconds; the returned function cancels it. */
export type Timer = (milliseconds: number, action: () => void) => () => void;

/** What a timer of the host can wait, some 24 days: with more it would fire at once. */
const longest = 2_147_483_647;

/** The timer of the host. */
export const startTimer: Timer = (milliseconds, action) =>
{
    const timer = setTimeout(action, Math.min(milliseconds, longest));

    return () => clearTimeout(timer);
};

/** Waits, but no longer than somebody is interested. */
export function pause(milliseconds: number, after: Timer, signal: CancelSignal | undefined): Promise<void>
{
    return new Promise(resolve =>
    {
        const end = (): void =>
        {
            cancel();
            signal?.removeEventListener('abort', end);
            resolve();
        };

        const cancel = after(milliseconds, end);

        signal?.addEventListener('abort', end);
    });
}
