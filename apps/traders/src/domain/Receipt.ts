import type Money from './Money.js';
import type OrderLine from './OrderLine.js';

/** What became of an order. */
export default class Receipt
{
    readonly #number: number;
    readonly #total: Money;
    readonly #lines: readonly OrderLine[];
    readonly #reorder: readonly string[];

    /**
     * @param number - The number that the order got.
     * @param lines - What is delivered.
     * @param reorder - The names of the products that must be bought again soon.
     */
    constructor(number: number, total: Money, lines: readonly OrderLine[], reorder: readonly string[])
    {
        this.#number = number;
        this.#total = total;
        this.#lines = lines;
        this.#reorder = reorder;
    }

    get number(): number { return this.#number; }

    get total(): Money { return this.#total; }

    get lines(): readonly OrderLine[] { return this.#lines; }

    get reorder(): readonly string[] { return this.#reorder; }
}
