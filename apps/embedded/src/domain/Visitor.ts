/** Somebody who is greeted. */
export class Visitor
{
    readonly #name: string;

    constructor(name: string)
    {
        this.#name = name;
    }

    get name(): string
    {
        return this.#name;
    }

    get title(): string
    {
        return this.#name.trim().replace(/^./u, letter => letter.toUpperCase());
    }
}
