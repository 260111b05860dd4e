import { createError } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';

import type { Limits } from './limits.js';
import { formatPath } from './path.js';
import type { Segment } from './path.js';
import { Refusal } from './refusal.js';
import type { RefusalCode } from './refusal.js';

/** Where an operation stands in a value, and how much of its limits it has used. */
export class Walk
{
    readonly #limits: Limits;
    readonly #root: string;
    readonly #path: Segment[] = [];

    #items = 0;

    /** What goes wrong without a {@link Refusal} is refused with this code. */
    code: RefusalCode;

    constructor(code: RefusalCode, limits: Limits, root: string)
    {
        this.#limits = limits;
        this.#root = root;
        this.code = code;
    }

    get depth(): number
    {
        return this.#path.length;
    }

    enter(segment: Segment): void
    {
        this.#path.push(segment);
        this.spend(1);

        if (this.#path.length > this.#limits.depth)
        {
            throw new Refusal(this.code, `it nests deeper than ${String(this.#limits.depth)} levels`);
        }
    }

    leave(): void
    {
        this.#path.pop();
    }

    /** Goes back to where the walk stood, after a value that was given up. */
    return(depth: number): void
    {
        this.#path.length = depth;
    }

    /** Counts items before they are made. */
    spend(items: number): void
    {
        this.#items += items;

        if (this.#items > this.#limits.items)
        {
            throw new Refusal(this.code, `there are more than ${String(this.#limits.items)} items`, { final: true });
        }
    }

    /** The error that leaves the package, for whatever was thrown where the walk stands. */
    explain(thrown: unknown): JitarError
    {
        if (thrown instanceof Refusal)
        {
            const path = formatPath(this.#root, thrown.segment === undefined ? this.#path : [...this.#path, thrown.segment]);

            return createError(thrown.code, { path, reason: thrown.message }, 'cause' in thrown ? { cause: thrown.cause } : {});
        }

        const path = formatPath(this.#root, this.#path);

        return isOverflow(thrown)
            ? createError(this.code, { path, reason: 'it nests too deeply for this host' })
            : createError(this.code, { path, reason: this.code === 'VALUE_NOT_SERIALIZABLE' ? 'reading it failed' : 'rebuilding it failed' }, { cause: thrown });
    }
}

/** V8 and JavaScriptCore throw a RangeError, SpiderMonkey an InternalError. */
function isOverflow(thrown: unknown): boolean
{
    return thrown instanceof Error && (thrown.name === 'RangeError' || thrown.name === 'InternalError') && /call stack|recursion/i.test(thrown.message);
}
