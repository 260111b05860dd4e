/** A product that a customer orders. */
export default class OrderLine
{
    /**
     * @param product - The number of the product.
     * @param quantity - Units.
     * @param discount - Percent.
     */
    constructor(
        readonly product: number,
        readonly quantity: number,
        readonly discount: number = 0
    ) { }
}
