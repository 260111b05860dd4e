/** So much slower than the fastest counts: less may be chance. */
const slow = Math.log(3);

/** Milliseconds below which all are equally fast. */
const floor = 1;

/** So many calls are seen of a member before it is judged: the first ones take longer, for nothing is compiled or loaded yet. */
const enough = 5;

/** The weight of the newest of the times that a member took, and of those before it is judged. */
const weights = { first: 1 / 2, later: 1 / 4 } as const;

/** Milliseconds in which what is known loses most of its weight. */
const memory = 5_000;

/** So many calls, or milliseconds, after its last one even a slow member gets one more: it may be as fast as others by now. */
const retrial = { calls: 1024, milliseconds: 60_000 } as const;

/** Tells how many times as long as at the fastest a call takes at a member; 1: about as long. */
export type Slowness = (member: object) => number;

/** How long the calls of one procedure take, at each of the members that serve it. */
export interface Latencies
{
    /** A member gets a call. @param turn - Counts the calls. @param at - Milliseconds on some clock, which only goes forward. */
    called(member: object, turn: number, at: number): void;
    /** A member answered. */
    answered(member: object, milliseconds: number, at: number): void;
    /** It is no member any more, or another one in its place. */
    forget(member: object): void;
    /** Tells who is slow; absent when nobody is, which costs nothing then. */
    slowness(turn: number, at: number): Slowness | undefined;
}

interface Taken
{
    /** The logarithm of milliseconds: of times that differ by factors the mean of logarithms is in the middle, where outliers do not pull it away. */
    estimate: number;
    samples: number;
    /** Of the last answer. */
    known: number;
    /** Of the last call. */
    turn: number;
    at: number;
}

/**
 * Creates the record of what calls take, as means in which the last ones weigh most. Members that take less than three
 * times as long as the fastest count as equal to it.
 */
export function createLatencies(): Latencies
{
    const records = new Map<object, Taken>();

    let least = Infinity;
    let most = -Infinity;

    return { called, answered, forget, slowness };

    function called(member: object, turn: number, at: number): void
    {
        const record = records.get(member);

        if (record !== undefined)
        {
            record.turn = turn;
            record.at = at;
        }
    }

    function answered(member: object, milliseconds: number, at: number): void
    {
        const value = Math.log(Math.max(floor, milliseconds));
        const record = records.get(member);

        if (record === undefined)
        {
            records.set(member, { estimate: value, samples: 1, known: at, turn: 0, at });

            return;
        }

        const { estimate, samples, known } = record;

        record.estimate += (value - estimate) * Math.max(samples < enough ? weights.first : weights.later, 1 - Math.exp((known - at) / memory));
        record.known = at;
        record.samples++;

        if (record.samples > enough && estimate !== least && estimate !== most)
        {
            widen(record);
        }
        else if (record.samples >= enough)
        {
            measure();
        }
    }

    function forget(member: object): void
    {
        if (records.delete(member))
        {
            measure();
        }
    }

    function slowness(turn: number, at: number): Slowness | undefined
    {
        return most - least <= slow ? undefined : member =>
        {
            const record = records.get(member);

            if (record === undefined || record.samples < enough || record.estimate - least <= slow)
            {
                return 1;
            }

            return turn - record.turn >= retrial.calls || at - record.at >= retrial.milliseconds ? 1 : Math.exp(record.estimate - least);
        };
    }

    function widen({ estimate }: Taken): void
    {
        least = Math.min(least, estimate);
        most = Math.max(most, estimate);
    }

    function measure(): void
    {
        least = Infinity;
        most = -Infinity;

        for (const record of records.values())
        {
            if (record.samples >= enough)
            {
                widen(record);
            }
        }
    }
}
