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

/** What is known of a member: so many numbers, side by side. */
const record = 5;

/** The place of each of them. */
const estimate = 0;
const samples = 1;
/** When it last answered. */
const known = 2;
/** When it was last called, counted while somebody is slow: in calls, and in milliseconds. */
const lastTurn = 3;
const lastCall = 4;

/**
 * Creates the record of what calls take, as means in which the last ones weigh most. Members that take less than three
 * times as long as the fastest count as equal to it.
 *
 * @param isMember - Tells who is recorded: not who answers when it is none any more. Default: everyone.
 */
export function createLatencies(isMember: (member: object) => boolean = () => true): Latencies
{
    return new MeanLatencies(isMember);
}

/** One list of numbers for all members: there are as many of these as procedures, and each call needs one. */
class MeanLatencies implements Latencies
{
    readonly #isMember: (member: object) => boolean;
    readonly #members: object[] = [];
    readonly #numbers: number[] = [];

    /** The least and the greatest estimate of those that are judged. */
    #least = Infinity;
    #most = -Infinity;

    constructor(isMember: (member: object) => boolean)
    {
        this.#isMember = isMember;
    }

    called(member: object, turn: number, at: number): void
    {
        if (this.#isEven)
        {
            return;
        }

        const place = this.#members.indexOf(member) * record;

        if (place >= 0)
        {
            this.#numbers[place + lastTurn] = turn;
            this.#numbers[place + lastCall] = at;
        }
    }

    answered(member: object, milliseconds: number, at: number): void
    {
        // Of times that differ by factors the mean of logarithms is in the middle, where outliers do not pull it away.
        const value = milliseconds <= floor ? 0 : Math.log(milliseconds / floor);
        const place = this.#members.indexOf(member) * record;

        if (place < 0)
        {
            if (this.#isMember(member))
            {
                this.#members.push(member);
                this.#numbers.push(value, 1, at, 0, at);
            }

            return;
        }

        const numbers = this.#numbers;
        const before = numbers[place + estimate] as number;
        const count = (numbers[place + samples] as number) + 1;
        const weight = Math.max(count <= enough ? weights.first : weights.later, 1 - Math.exp(((numbers[place + known] as number) - at) / memory));
        const after = before + (value - before) * weight;

        numbers[place + estimate] = after;
        numbers[place + samples] = count;
        numbers[place + known] = at;

        if (count > enough && before !== this.#least && before !== this.#most)
        {
            this.#widen(after);
        }
        else if (count >= enough && (count === enough || after !== before))
        {
            this.#measure();
        }
    }

    forget(member: object): void
    {
        const index = this.#members.indexOf(member);

        if (index >= 0)
        {
            this.#members.splice(index, 1);
            this.#numbers.splice(index * record, record);
            this.#measure();
        }
    }

    slowness(turn: number, at: number): Slowness | undefined
    {
        return this.#isEven ? undefined : member => this.#slownessOf(this.#members.indexOf(member) * record, turn, at);
    }

    get #isEven(): boolean
    {
        return this.#most - this.#least <= slow;
    }

    #slownessOf(place: number, turn: number, at: number): number
    {
        const numbers = this.#numbers;

        if (place < 0 || (numbers[place + samples] as number) < enough)
        {
            return 1;
        }

        const more = (numbers[place + estimate] as number) - this.#least;

        return more <= slow || turn - (numbers[place + lastTurn] as number) >= retrial.calls || at - (numbers[place + lastCall] as number) >= retrial.milliseconds
            ? 1
            : Math.exp(more);
    }

    #widen(value: number): void
    {
        this.#least = Math.min(this.#least, value);
        this.#most = Math.max(this.#most, value);
    }

    #measure(): void
    {
        this.#least = Infinity;
        this.#most = -Infinity;

        for (let place = 0; place < this.#numbers.length; place += record)
        {
            if ((this.#numbers[place + samples] as number) >= enough)
            {
                this.#widen(this.#numbers[place + estimate] as number);
            }
        }
    }
}
