/** Up to this many keys are looked for one by one, which takes less time than a table. */
const few = 12;

/** Gives objects, or whatever else there is to find again, numbers in the order in which they are met. */
export class Numbering<Key = object>
{
    readonly #first: Key[] = [];
    #all: Map<Key, number> | undefined;

    /** The number of a key that was met before; one that was not gets the next number, and the answer is -1. */
    meet(key: Key): number
    {
        if (this.#all === undefined)
        {
            const number = this.#first.indexOf(key);

            if (number < 0 && this.#first.push(key) > few)
            {
                this.#all = new Map(this.#first.map((first, index) => [first, index]));
            }

            return number;
        }

        const number = this.#all.get(key);

        if (number === undefined)
        {
            this.#all.set(key, this.#all.size);

            return -1;
        }

        return number;
    }

    /** The keys in the order of their numbers. */
    get keys(): readonly Key[]
    {
        return [...this.#all?.keys() ?? this.#first];
    }

    /** How many keys have a number. */
    get size(): number
    {
        return this.#all?.size ?? this.#first.length;
    }

    /** Takes back the last numbers. */
    shrink(size: number): void
    {
        if (this.size > size)
        {
            this.keys.slice(size).forEach(key => this.#all?.delete(key));
            this.#first.splice(size);
        }
    }
}
