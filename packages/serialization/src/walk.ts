import { createDefinedError, valueNotReadable, valueNotSerializable } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';

import type { Limits } from './limits.js';
import { formatPath } from './path.js';
import type { Segment } from './path.js';
import { Refusal } from './refusal.js';
import type { RefusalCode } from './refusal.js';

/**
 * Where an operation stands in a value, and how much of its limits it has used.
 *
 * Who goes through the parts of a value opens it, notes the segment of each part in `path` at the level that it got,
 * and closes it by setting `depth` to that level. So a step costs one assignment.
 */
export class Walk
{
    readonly path: Segment[] = [];
    depth = 0;

    /** What goes wrong without a {@link Refusal} is refused with this code. */
    code: RefusalCode;

    readonly #limitCode: RefusalCode;
    readonly #limits: Limits;
    readonly #root: string;
    #items = 0;

    constructor(code: RefusalCode, limits: Limits, root: string)
    {
        // What is too big is the sender's fault in a copy, whoever notices.
        this.#limitCode = code;
        this.#limits = limits;
        this.#root = root;
        this.code = code;
    }

    /**
     * Goes to the parts of a value, counting them.
     *
     * @param count - How many parts it has.
     * @param first - The segment of the first one.
     * @returns The level at which the segments of the parts stand in the path.
     */
    open(count: number, first: Segment | undefined): number
    {
        this.spend(count);

        const level = this.depth++;

        if (level >= this.#limits.depth && count > 0)
        {
            this.path[level] = first ?? 0;

            throw new Refusal(this.#limitCode, `it nests deeper than ${String(this.#limits.depth)} levels`);
        }

        return level;
    }

    /** Counts items before they are made. */
    spend(items: number): void
    {
        this.#items += items;

        if (this.#items > this.#limits.items)
        {
            throw new Refusal(this.#limitCode, `there are more than ${String(this.#limits.items)} items`, { final: true });
        }
    }

    /** The error that leaves the package, for whatever was thrown where the walk stands. */
    explain(thrown: unknown): JitarError
    {
        const { code, message, segment } = thrown instanceof Refusal ? thrown : { code: isOverflow(thrown) ? this.#limitCode : this.code, message: this.#reasonOf(thrown), segment: undefined };
        const path = formatPath(this.#root, [...this.path.slice(0, this.depth), ...segment === undefined ? [] : [segment]]);
        const cause = !(thrown instanceof Refusal) && !isOverflow(thrown) ? { cause: thrown } : {};

        const details = { path, reason: message };
        const options = thrown instanceof Refusal && 'cause' in thrown ? { cause: thrown.cause } : cause;

        return code === 'VALUE_NOT_READABLE'
            ? createDefinedError({ code, definition: valueNotReadable }, details, options)
            : createDefinedError({ code, definition: valueNotSerializable }, details, options);
    }

    #reasonOf(thrown: unknown): string
    {
        return isOverflow(thrown) ? 'it nests too deeply for this host' : this.code === 'VALUE_NOT_SERIALIZABLE' ? 'reading it failed' : 'rebuilding it failed';
    }
}

/** Tells whether the stack was too small. V8 and JavaScriptCore throw a RangeError, SpiderMonkey an InternalError. */
export function isOverflow(thrown: unknown): boolean
{
    return thrown instanceof Error && (thrown.name === 'RangeError' || thrown.name === 'InternalError') && /call stack|recursion/i.test(thrown.message);
}
