import type Money from './Money.js';

/** An order, as the report lists it. */
export default class SoldOrder
{
    constructor(
        readonly number: number,
        readonly customer: string,
        readonly orderedOn: Date,
        readonly total: Money
    ) { }
}
