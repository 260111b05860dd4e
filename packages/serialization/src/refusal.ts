import type { Limits } from './limits.js';

/** Which of the two sides cannot go on: the one that takes values apart, or the one that builds them. */
export type RefusalCode = 'VALUE_NOT_SERIALIZABLE' | 'VALUE_NOT_READABLE';

/** Where a refused value stands, below the value that is being looked at, and what caused the refusal. */
export interface RefusalOptions
{
    readonly segment?: string;
    readonly cause?: unknown;
    /** Whether the operation has to end, even where a part may be left out; default `false`. */
    readonly final?: boolean;
}

/** Ends an operation from within; whoever began the operation adds the path. It never leaves the package. */
export class Refusal extends Error
{
    readonly code: RefusalCode;
    readonly segment: string | undefined;
    readonly final: boolean;

    constructor(code: RefusalCode, reason: string, options: RefusalOptions = {})
    {
        super(reason, options);

        this.code = code;
        this.segment = options.segment;
        this.final = options.final ?? false;
    }
}

/** Refuses a value that cannot be sent. */
export function refuse(reason: string, options?: RefusalOptions): never
{
    throw new Refusal('VALUE_NOT_SERIALIZABLE', reason, options);
}

/** Refuses content that cannot be read. */
export function reject(reason: string, options?: RefusalOptions): never
{
    throw new Refusal('VALUE_NOT_READABLE', reason, options);
}

/** Why something is refused that is beyond a limit. */
export function beyond(limit: keyof Limits, most: number): string
{
    return `it goes beyond the limit of ${String(most)} for ${limit}`;
}

const wrongInside = 'it is not what its tag says';

/** Refuses content that is not what its tag says. */
export function invalid(): never
{
    return reject(wrongInside);
}

/** Makes what a host's constructor may refuse; what goes wrong is told without the value, which such errors quote. */
export function attempt<Made>(make: () => Made): Made
{
    try
    {
        return make();
    }
    catch (thrown)
    {
        throw thrown instanceof Refusal ? thrown : new Refusal('VALUE_NOT_READABLE', wrongInside);
    }
}
