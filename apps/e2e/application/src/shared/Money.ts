/** An amount of money: private state behind getters, in no segment. */
export class Money
{
    readonly #cents: number;
    readonly #currency: string;

    constructor(cents: number, currency = 'EUR')
    {
        this.#cents = cents;
        this.#currency = currency;
    }

    get cents(): number { return this.#cents; }

    get currency(): string { return this.#currency; }

    add(other: Money): Money
    {
        return new Money(this.#cents + other.#cents, this.#currency);
    }

    toString(): string
    {
        return `${(this.#cents / 100).toFixed(2)} ${this.#currency}`;
    }
}
