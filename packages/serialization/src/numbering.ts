/** Up to this many objects are looked for one by one, which takes less time than a table. */
const few = 12;

/** Gives objects numbers, in the order in which they are met. */
export class Numbering
{
    readonly #first: object[] = [];
    #all: Map<object, number> | undefined;

    /** The number of an object that was met before; one that was not gets the next number, and the answer is -1. */
    meet(value: object): number
    {
        if (this.#all === undefined)
        {
            const number = this.#first.indexOf(value);

            if (number < 0 && this.#first.push(value) > few)
            {
                this.#all = new Map(this.#first.map((object, index) => [object, index]));
            }

            return number;
        }

        const number = this.#all.get(value);

        if (number === undefined)
        {
            this.#all.set(value, this.#all.size);

            return -1;
        }

        return number;
    }

    /** How many objects have a number. */
    get size(): number
    {
        return this.#all?.size ?? this.#first.length;
    }

    /** Takes back the last numbers. */
    shrink(size: number): void
    {
        this.#first.length = Math.min(this.#first.length, size);

        for (const object of [...this.#all?.keys() ?? []].slice(size))
        {
            this.#all?.delete(object);
        }
    }
}
