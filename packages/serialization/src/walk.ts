import { createDefinedError, valueNotReadable, valueNotSerializable } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';

import type { Limits } from './limits.js';
import { formatPath } from './path.js';
import type { Segment } from './path.js';
import { Refusal, beyond } from './refusal.js';
import type { RefusalCode } from './refusal.js';

const definitions = { VALUE_NOT_READABLE: valueNotReadable, VALUE_NOT_SERIALIZABLE: valueNotSerializable };

/**
 * Where an operation stands in a value, and how much of its limits it has used.
 *
 * Who goes through the parts of a value enters it, notes the segment of each part in `path` at the level that it got,
 * and leaves it by setting `depth` to that level. So a step costs one assignment.
 */
export class Walk
{
    readonly path: Segment[] = [];
    depth = 0;
    items = 0;
    references = 0;
    bytes = 0;
    costly = 0;

    /** What goes wrong without a {@link Refusal} is refused with this code. */
    code: RefusalCode;

    readonly limits: Limits;
    readonly #root: string;
    // What is too big is the sender's fault in a copy, whoever notices.
    readonly #limitCode: RefusalCode;

    constructor(code: RefusalCode, limits: Limits, root: string)
    {
        this.#limitCode = code;
        this.#root = root;
        this.limits = limits;
        this.code = code;
    }

    /** Goes to the parts of a value; the answer is the level at which their segments stand in the path. */
    enter(): number
    {
        return this.depth > this.limits.depth ? this.exceed('depth') : this.depth++;
    }

    /** Counts the parts of a value. */
    count(parts: number): void
    {
        if ((this.items += parts) > this.limits.items)
        {
            this.exceed('items');
        }
    }

    /**
     * Counts the properties of an object.
     *
     * @param parts - How many parts they are; default one each.
     */
    countKeys(keys: number, parts: number = keys): void
    {
        if (keys > this.limits.keys)
        {
            this.exceed('keys');
        }

        this.count(parts);
    }

    /** Counts a reference. */
    refer(): void
    {
        if (++this.references > this.limits.references)
        {
            this.exceed('references');
        }
    }

    /** Counts bytes of binary values. */
    spend(bytes: number): void
    {
        if ((this.bytes += bytes) > this.limits.bytes)
        {
            this.exceed('bytes');
        }
    }

    /** Counts objects that take long. */
    charge(cost: number): void
    {
        if ((this.costly += cost) > this.limits.costly)
        {
            this.exceed('costly');
        }
    }

    /** Refuses what is beyond a limit. */
    exceed(limit: keyof Limits): never
    {
        throw new Refusal(this.#limitCode, beyond(limit, this.limits[limit]), { final: limit !== 'depth' });
    }

    /** The error that leaves the package, for whatever was thrown where the walk stands. */
    explain(thrown: unknown): JitarError
    {
        const refusal = thrown instanceof Refusal ? thrown : isOverflow(thrown)
            ? new Refusal(this.#limitCode, 'it nests too deeply for this host')
            : new Refusal(this.code, this.code === 'VALUE_NOT_SERIALIZABLE' ? 'reading it failed' : 'rebuilding it failed', { cause: thrown });
        const { code, message: reason, segment } = refusal;
        const path = formatPath(this.#root, [...this.path.slice(0, this.depth), ...segment === undefined ? [] : [segment]]);

        return createDefinedError({ code, definition: definitions[code] }, { path, reason }, 'cause' in refusal ? { cause: refusal.cause } : {});
    }
}

/** Tells whether the stack was too small. V8 and JavaScriptCore throw a RangeError, SpiderMonkey an InternalError. */
export function isOverflow(thrown: unknown): boolean
{
    return thrown instanceof Error && /call stack|recursion/i.test(thrown.message);
}
