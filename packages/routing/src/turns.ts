/** Milliseconds for which a turn of the event loop may be busy: what comes meanwhile is not even seen. */
const longest = 10;

/** So many calls start in a turn as long as nothing is known of them. */
const first = 64;

/** What turns need of the host. */
export interface TurnsOptions
{
    /** Milliseconds on some clock, which only goes forward. */
    readonly now: () => number;
    /** Runs an action when this turn of the event loop is over. */
    readonly soon: (action: () => void) => void;
    /** A turn is over, and calls may start again. */
    readonly next: () => void;
}

/** Spreads calls over the turns of the event loop. */
export interface Turns
{
    /** Whether one more call may start in this turn. */
    readonly open: boolean;
    /** A call starts. */
    start(): void;
}

/**
 * Lets only so many calls start in a turn as their work leaves the event loop free to look for what comes: procedures
 * that compute would otherwise all run at once, and neither would their answers leave nor others be refused meanwhile.
 * How many these are is learnt from what turns take; those that only wait for something start all at once.
 */
export function createTurns({ now, soon, next }: TurnsOptions): Turns
{
    let allowed = first;
    let started = 0;
    let began = 0;

    return {
        get open() { return started < allowed; },
        start: () =>
        {
            if (started++ === 0)
            {
                began = now();
                soon(end);
            }
        }
    };

    function end(): void
    {
        const took = now() - began;

        if (took > longest)
        {
            allowed = Math.max(1, Math.floor(started * longest / took));
        }
        else if (started >= allowed && took * 2 <= longest)
        {
            allowed *= 2;
        }

        started = 0;
        next();
    }
}

const { setImmediate } = globalThis as { setImmediate?: (action: () => void) => unknown };

/** The end of a turn, of the host: where there is no better, that of its shortest pause. */
export const endOfTurn: (action: () => void) => void = setImmediate === undefined ? action => void setTimeout(action) : action => void setImmediate(action);
