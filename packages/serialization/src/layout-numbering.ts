import type { InstanceLayout } from './instance-layout.js';
import { Numbering } from './numbering.js';

/** Gives layouts of instances the numbers by which the text lists them. */
export class LayoutNumbering extends Numbering<string>
{
    #last: InstanceLayout | undefined;
    #lastNumber = 0;

    /** The number of a layout. Instances of one class stand together more often than not. */
    numberOf(layout: InstanceLayout): number
    {
        if (layout !== this.#last)
        {
            const number = this.meet(JSON.stringify([layout.key, ...layout.names]));

            this.#last = layout;
            this.#lastNumber = number < 0 ? this.size - 1 : number;
        }

        return this.#lastNumber;
    }

    override shrink(size: number): void
    {
        super.shrink(size);
        this.#last = undefined;
    }
}
