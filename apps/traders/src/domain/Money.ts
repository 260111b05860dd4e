/** An amount in dollars, exact to a hundredth of a cent: discounted prices add up without loss, and are rounded where they are read. */
export default class Money
{
    readonly #units: number;

    constructor(dollars: number)
    {
        const units = Math.round(dollars * 10_000);

        if (!Number.isSafeInteger(units))
        {
            throw new RangeError(`${dollars} is not an amount of dollars.`);
        }

        this.#units = units;
    }

    /** The sum of many amounts. */
    static sum(amounts: Iterable<Money>): Money
    {
        let units = 0;

        for (const amount of amounts)
        {
            units += amount.#units;
        }

        return new Money(units / 10_000);
    }

    get dollars(): number { return this.#units / 10_000; }

    /** Rounded to cents, and the same on every machine: `$27,861.90`. */
    toString(): string
    {
        const [whole = '', cents = ''] = (Math.round(Math.abs(this.#units) / 100) / 100).toFixed(2).split('.');
        const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');

        return `${this.#units < 0 ? '-' : ''}$${grouped}.${cents}`;
    }
}
