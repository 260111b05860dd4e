import type { Money } from './Money.js';

/** An order: a base class with a public field that is set later. */
export class Order
{
    note = '';

    constructor(readonly id: number, readonly total: Money, readonly placed: Date) { }
}

/** An order that has a discount: a subclass with an accessor pair. */
export class DiscountOrder extends Order
{
    #percent = 0;

    get percent(): number { return this.#percent; }

    set percent(value: number) { this.#percent = value; }
}
