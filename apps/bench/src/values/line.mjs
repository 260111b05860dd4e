/** A class as applications have them: private fields with getters, and one public field that changes. */
export class Line
{
    #product;
    #price;
    quantity;

    constructor(product, price, quantity)
    {
        this.#product = product;
        this.#price = price;
        this.quantity = quantity;
    }

    get product()
    {
        return this.#product;
    }

    get price()
    {
        return this.#price;
    }
}

/** What the build tells the codec of {@link Line}. */
export const lineDefinition = {
    key: 'sales/Line',
    parameters: ['product', 'price', 'quantity'],
    fields: ['quantity'],
    accessors: [],
    getters: ['product', 'price'],
    implementation: Line
};
