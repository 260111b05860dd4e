import type Money from './Money.js';
import type Month from './Month.js';

/** What was sold in a month, in one line. */
export default class MonthSummary
{
    readonly #month: Month;
    readonly #orders: number;
    readonly #total: Money;

    constructor(month: Month, orders: number, total: Money)
    {
        this.#month = month;
        this.#orders = orders;
        this.#total = total;
    }

    get month(): Month { return this.#month; }

    /** How many. */
    get orders(): number { return this.#orders; }

    get total(): Money { return this.#total; }
}
