/** A month of a year. */
export default class Month
{
    readonly #year: number;
    readonly #month: number;

    /**
     * @param year - 1 to 9999.
     * @param month - 1 (January) to 12.
     */
    constructor(year: number, month: number)
    {
        if (!Number.isInteger(year) || year < 1 || year > 9999 || !Number.isInteger(month) || month < 1 || month > 12)
        {
            throw new RangeError(`There is no month ${month} of the year ${year}.`);
        }

        this.#year = year;
        this.#month = month;
    }

    get year(): number { return this.#year; }

    get month(): number { return this.#month; }

    /** The first moment of it (UTC). */
    get start(): Date { return this.#day(0); }

    /** The first moment after it (UTC). */
    get end(): Date { return this.#day(1); }

    /** How many it has. */
    get days(): number { return Math.round((this.end.getTime() - this.start.getTime()) / 86_400_000); }

    /** For people: `July 1996`. */
    get name(): string
    {
        return this.start.toLocaleDateString('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
    }

    /** For machines: `1996-07`. */
    toString(): string
    {
        return this.start.toISOString().slice(0, 7);
    }

    #day(months: number): Date
    {
        const date = new Date(0);

        // Date.UTC would take the years 1 to 99 for 1901 to 1999.
        date.setUTCFullYear(this.#year, this.#month - 1 + months, 1);

        return date;
    }
}
