import { errorRegistry } from './registry.js';
import type { Audience, ErrorCode, ErrorDefinition, ErrorDetails } from './registry.js';

const brand = Symbol.for('jitar.error');

/** What an error is made of. */
export interface JitarErrorOptions
{
    /** The permanent code; matched instead of the class or the message. */
    readonly code: string;
    /** The HTTP status that an outside caller gets; default 500. */
    readonly status?: number | undefined;
    /** One sentence that says what to do. */
    readonly hint?: string | undefined;
    readonly audience?: Audience | undefined;
    /** Whether the same call may succeed a moment later; default `false`. */
    readonly retryable?: boolean | undefined;
    readonly cause?: unknown;
}

/**
 * The one error class of Jitar. It is recognised by its brand ({@link isJitarError}), not by `instanceof`,
 * so that several copies of this package in one process understand each other.
 */
export class JitarError extends Error
{
    readonly code: string;
    readonly status: number;
    declare readonly hint?: string;
    readonly audience: Audience;
    readonly retryable: boolean;

    constructor(message: string, options: JitarErrorOptions)
    {
        super(message, options);

        // At once, for V8 makes an object slow whose property is changed into one that does not show up in loops.
        Object.defineProperty(this, 'name', { value: new.target.name, writable: true, enumerable: false, configurable: true });

        this.code = options.code;
        this.status = options.status ?? 500;
        this.audience = options.audience ?? 'developer';
        this.retryable = options.retryable ?? false;

        if (options.hint !== undefined)
        {
            this.hint = options.hint;
        }
    }
}

Object.defineProperty(JitarError.prototype, brand, { value: true });

/** A code, and what the registry has of it. */
export interface RegisteredError<Code extends ErrorCode>
{
    readonly code: Code;
    readonly definition: ErrorDefinition<ErrorDetails<Code>>;
}

/**
 * Creates the error of a registered code.
 *
 * @param code - The permanent code.
 * @param details - What the message of the code needs to know.
 * @param options - The `cause`, where there is one.
 *
 * @example
 * ```ts
 * throw createError('NO_NODE_FOR_PROCEDURE', { fqn: 'sales/getMonthData' });
 * ```
 */
export function createError<Code extends ErrorCode>(code: Code, details: ErrorDetails<Code>, options: { readonly cause?: unknown } = {}): JitarError
{
    return createDefinedError({ code, definition: errorRegistry[code] }, details, options);
}

/**
 * As {@link createError}, for those that bring the definition along, and so do not need the registry.
 *
 * @param registered - The code, and what the registry has of it.
 */
export function createDefinedError<Code extends ErrorCode>({ code, definition }: RegisteredError<Code>, details: ErrorDetails<Code>, options: { readonly cause?: unknown } = {}): JitarError
{
    return new JitarError(definition.message(details), { ...definition, code, ...options });
}

/** Tells whether a value is an error of Jitar, or one of an application's that extends it, from whichever copy of this package. */
export function isJitarError(value: unknown): value is JitarError
{
    return value instanceof Error && (value as unknown as Record<symbol, unknown>)[brand] === true;
}

/** Tells whether a value is the error of this code. */
export function hasCode(value: unknown, code: ErrorCode): value is JitarError
{
    return isJitarError(value) && value.code === code;
}

/** The HTTP status of a thrown value: its own for a {@link JitarError}, 500 for anything else. */
export function statusOf(error: unknown): number
{
    return isJitarError(error) ? error.status : 500;
}
