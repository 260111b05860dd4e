import type OrderLine from './OrderLine.js';

/** What a customer orders. */
export default class Order
{
    readonly #customer: string;
    readonly #orderedOn: Date;
    readonly #lines: readonly OrderLine[];

    /**
     * @param customer - The customer's key: five letters.
     * @param lines - One for each product.
     */
    constructor(customer: string, orderedOn: Date, lines: readonly OrderLine[])
    {
        this.#customer = customer;
        this.#orderedOn = orderedOn;
        this.#lines = lines;
    }

    get customer(): string { return this.#customer; }

    get orderedOn(): Date { return this.#orderedOn; }

    get lines(): readonly OrderLine[] { return this.#lines; }

    /** The day, as `YYYY-MM-DD`. */
    get day(): string { return this.#orderedOn.toISOString().slice(0, 10); }
}
