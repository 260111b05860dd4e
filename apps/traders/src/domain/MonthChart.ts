import Money from './Money.js';
import type Month from './Month.js';

/** The figures of a month that a picture shows. */
export default class MonthChart
{
    readonly #month: Month;
    readonly #orders: number;
    readonly #categories: ReadonlyMap<string, Money>;
    readonly #days: ReadonlyMap<number, Money>;

    /**
     * @param orders - How many.
     * @param categories - The amount of each category that sold, the largest first.
     * @param days - The amount of each day of the month on which something sold, in order.
     */
    constructor(month: Month, orders: number, categories: ReadonlyMap<string, Money>, days: ReadonlyMap<number, Money>)
    {
        this.#month = month;
        this.#orders = orders;
        this.#categories = categories;
        this.#days = days;
    }

    get month(): Month { return this.#month; }

    get orders(): number { return this.#orders; }

    get categories(): ReadonlyMap<string, Money> { return this.#categories; }

    get days(): ReadonlyMap<number, Money> { return this.#days; }

    get total(): Money { return Money.sum(this.#categories.values()); }
}
