/** When members that fail are left out, and for how long. */
export interface EjectionRules
{
    /** Consecutive failures after which a member is left out; default 5. */
    readonly failures?: number;
    /** Milliseconds of the first time; default 1000. Each further time takes twice as long. */
    readonly first?: number;
    /** Milliseconds of the longest time; default 60000. */
    readonly longest?: number;
}

/** What an ejection needs beside its rules. */
export interface EjectionOptions extends EjectionRules
{
    /** How many members may be left out at a time. */
    readonly atMost: () => number;
    /** Hears of each ejection, and for how many milliseconds it is. */
    readonly onEject?: ((id: string, milliseconds: number) => void) | undefined;
}

/**
 * How a call went that was not run. `failed`: the connection was lost, or the time was over; `refused`: there was no
 * connection to be had, or the member takes no calls; `neither`: it says nothing of the member.
 */
export type Failing = 'failed' | 'refused' | 'neither';

/** Leaves out members that fail, and takes them back when a single call, the probe, shows that they answer. */
export interface Ejection
{
    /** Whether nobody is left out. */
    readonly quiet: boolean;
    isEjected(id: string): boolean;
    /** The moment from which one that is left out may be probed; `undefined`: it is not left out. */
    probeAt(id: string): number | undefined;
    /** Whether a member may get a call now: it is not left out, or it is time for a probe. */
    admits(id: string, at: number): boolean;
    /** A member gets a call. @returns Whether that is a probe. */
    begin(id: string): boolean;
    /** A member has answered. */
    answered(id: string): void;
    /** A call of a member has ended without an answer. */
    ended(id: string, end: { readonly failing: Failing; readonly probe: boolean; readonly at: number }): void;
    /** There is news of a member that outweighs its past, or it is none any more. */
    forget(id: string): void;
}

interface Conduct
{
    failures: number;
    ejections: number;
    /** When it may be probed; absent: it is not left out. */
    until: number | undefined;
    probing: boolean;
}

/** Creates the record of who fails. Moments are milliseconds on some clock, which only goes forward. */
export function createEjection({ failures = 5, first = 1000, longest = 60_000, atMost, onEject }: EjectionOptions): Ejection
{
    // Only of those that failed.
    const records = new Map<string, Conduct>();

    let ejected = 0;

    return {
        get quiet() { return ejected === 0; },
        isEjected: id => records.get(id)?.until !== undefined,
        probeAt: id => records.get(id)?.until,

        admits: (id, at) =>
        {
            const record = records.get(id);

            return record?.until === undefined || (at >= record.until && !record.probing);
        },

        begin: id =>
        {
            const record = records.size === 0 ? undefined : records.get(id);

            // When all are left out, calls go there all the same: only the first of them is the probe.
            if (record?.until === undefined || record.probing)
            {
                return false;
            }

            record.probing = true;

            return true;
        },

        answered: id =>
        {
            if (records.size > 0)
            {
                forget(id);
            }
        },

        ended: (id, { failing, probe, at }) =>
        {
            const record = records.get(id) ?? { failures: 0, ejections: 0, until: undefined, probing: false };

            // There may have been a sign of life since.
            const isProbe = probe && record.until !== undefined;

            if (isProbe)
            {
                record.probing = false;
            }

            // What was under way when it was left out is no news.
            if (failing === 'neither' || (record.until !== undefined && !isProbe))
            {
                return;
            }

            records.set(id, record);
            record.failures++;

            if (isProbe || failing === 'refused' || record.failures >= failures)
            {
                eject(id, record, at);
            }
        },

        forget
    };

    function eject(id: string, record: Conduct, at: number): void
    {
        if (record.until === undefined)
        {
            if (ejected >= atMost())
            {
                return;
            }

            ejected++;
        }

        const milliseconds = Math.min(longest, first * 2 ** record.ejections);

        record.ejections++;
        record.until = at + milliseconds;
        onEject?.(id, milliseconds);
    }

    function forget(id: string): void
    {
        if (records.get(id)?.until !== undefined)
        {
            ejected--;
        }

        records.delete(id);
    }
}
