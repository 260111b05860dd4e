import type Money from './Money.js';

/** How much of a product was sold. */
export default class SoldProduct
{
    constructor(
        readonly name: string,
        readonly category: string,
        readonly quantity: number,
        readonly total: Money
    ) { }
}
