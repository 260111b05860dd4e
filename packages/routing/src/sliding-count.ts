/**
 * Counts what happened within the last seconds, of which the oldest may lie in the window in part. Counting touches two
 * numbers: there is a counter for each procedure, and each call is counted.
 */
export class SlidingCount
{
    readonly #seconds: number;

    /** The second of the last look, and what was counted in it. */
    #second = 0;
    #count = 0;
    /** The seconds before it, each at its remainder; absent: nothing happened in them. */
    #past: number[] | undefined;

    /** @param seconds - How long the window is; parts of one count as one. */
    constructor(seconds: number)
    {
        this.#seconds = Math.ceil(seconds);
    }

    /** @param at - Milliseconds on some clock, which only goes forward. */
    add(at: number): void
    {
        this.#forward(at);
        this.#count++;
    }

    /** With all of the oldest second. */
    atMost(at: number): number
    {
        this.#forward(at);

        return this.#count + (this.#past?.reduce((sum, count) => sum + count, 0) ?? 0);
    }

    /** Without it. */
    atLeast(at: number): number
    {
        return this.atMost(at) - (this.#past?.[this.#placeOf(this.#second + 1)] ?? 0);
    }

    #forward(at: number): void
    {
        const second = Math.floor(at / 1000);

        if (second !== this.#second)
        {
            this.#turn(second);
        }
    }

    /** Forgets what has left the window. */
    #turn(second: number): void
    {
        if (this.#count > 0)
        {
            this.#past ??= Array<number>(this.#seconds + 1).fill(0);
            this.#past[this.#placeOf(this.#second)] = this.#count;
        }

        for (let step = Math.max(this.#second + 1, second - this.#seconds); this.#past !== undefined && step <= second; step++)
        {
            this.#past[this.#placeOf(step)] = 0;
        }

        this.#second = second;
        this.#count = 0;
    }

    #placeOf(second: number): number
    {
        return second % (this.#seconds + 1);
    }
}
