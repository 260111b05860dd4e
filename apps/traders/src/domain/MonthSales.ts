import Money from './Money.js';
import type Month from './Month.js';
import type SoldOrder from './SoldOrder.js';
import type SoldProduct from './SoldProduct.js';

/** Everything that was sold in a month. */
export default class MonthSales
{
    readonly #month: Month;
    readonly #orders: readonly SoldOrder[];
    readonly #products: readonly SoldProduct[];
    readonly #totals: ReadonlyMap<string, Money>;

    /**
     * @param orders - In the order of their numbers.
     * @param products - The best-selling first.
     * @param totals - The amount of each category that sold, the largest first.
     */
    constructor(month: Month, orders: readonly SoldOrder[], products: readonly SoldProduct[], totals: ReadonlyMap<string, Money>)
    {
        this.#month = month;
        this.#orders = orders;
        this.#products = products;
        this.#totals = totals;
    }

    get month(): Month { return this.#month; }

    get orders(): readonly SoldOrder[] { return this.#orders; }

    get products(): readonly SoldProduct[] { return this.#products; }

    get totals(): ReadonlyMap<string, Money> { return this.#totals; }

    get total(): Money { return Money.sum(this.#totals.values()); }

    /** How many customers ordered. */
    get customers(): number { return new Set(this.#orders.map(order => order.customer)).size; }

    get averageOrder(): Money { return new Money(this.total.dollars / Math.max(1, this.#orders.length)); }
}
