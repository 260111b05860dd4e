/** Up to this many keys are looked for one by one, which takes less time than a table. */
const few = 12;

/** Gives objects, or whatever else there is to find again, numbers in the order in which they are met. */
export class Numbering<Key = object>
{
    readonly #keys: Key[] = [];
    #numbers: Map<Key, number> | undefined;

    /** The number of a key that was met before; one that was not gets the next number, and the answer is -1. */
    meet(key: Key): number
    {
        const number = this.#numbers === undefined ? this.#keys.indexOf(key) : this.#numbers.get(key) ?? -1;

        if (number < 0)
        {
            const size = this.#keys.push(key);

            if (this.#numbers !== undefined)
            {
                this.#numbers.set(key, size - 1);
            }
            else if (size > few)
            {
                this.#numbers = new Map(this.#keys.map((known, index) => [known, index]));
            }
        }

        return number;
    }

    /** The keys in the order of their numbers. */
    get keys(): readonly Key[]
    {
        return this.#keys;
    }

    /** How many keys have a number. */
    get size(): number
    {
        return this.#keys.length;
    }

    /** Takes back the last numbers. */
    shrink(size: number): void
    {
        for (const key of this.#keys.splice(size))
        {
            this.#numbers?.delete(key);
        }
    }
}
