import type { Caller } from '@jitar/protocol';

import type { CallScope } from './call-scope.js';
import { createContextStorage } from './context-storage.js';
import type { ContextStorage } from './context-storage.js';
import type { Runtime } from './runtime.js';
import { formatTraceparent } from './trace.js';
import type { LazySpan } from './trace.js';

/** What follows a call through the cluster. */
export interface Context
{
    /** Lower-case names: what entered with the call, and what middleware set; not the trace context, which each hop has its own of. */
    readonly headers: Readonly<Record<string, string>>;
    /** The W3C trace context of this call. */
    readonly traceparent: string;
    /** When the call must have ended, on this process's `performance.now()`; `undefined`: never, or it has ended. */
    readonly deadline: number | undefined;
    /** Aborts when the caller gave up or the deadline passed; `undefined` outside of a call, or once it has ended. */
    readonly signal: AbortSignal | undefined;
    /** Who called. */
    readonly caller: Caller;
    readonly runtime: Runtime;
}

/** What a context is made of. */
export interface CallContextOptions
{
    readonly runtime: Runtime;
    readonly caller: Caller;
    readonly headers: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
    readonly span: LazySpan;
    /** Absent outside of a call. */
    readonly scope?: CallScope | undefined;
}

/** A context with what the runtime needs of it to make nested calls. */
export class CallContext implements Context
{
    readonly runtime: Runtime;
    readonly caller: Caller;
    readonly span: LazySpan;
    readonly scope: CallScope | undefined;

    readonly #read: (() => Readonly<Record<string, string>>) | undefined;

    #headers: Readonly<Record<string, string>> | undefined;

    constructor({ runtime, caller, headers, span, scope }: CallContextOptions)
    {
        this.runtime = runtime;
        this.caller = caller;
        this.span = span;
        this.scope = scope;
        this.#read = typeof headers === 'function' ? headers : undefined;
        this.#headers = typeof headers === 'function' ? undefined : headers;
    }

    get headers(): Readonly<Record<string, string>>
    {
        return this.#headers = ownHeaders(this.#read?.() ?? this.#headers ?? {});
    }

    get traceparent(): string
    {
        return formatTraceparent(this.span());
    }

    get deadline(): number | undefined
    {
        const deadline = this.scope?.deadline;

        return deadline === Infinity ? undefined : deadline;
    }

    get signal(): AbortSignal | undefined
    {
        return this.scope?.signal;
    }

}

/** A call has headers of its own: what its code does to them is seen nowhere else, as between processes. */
function ownHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>>
{
    if (Object.isFrozen(headers) && !Object.hasOwn(headers, 'traceparent'))
    {
        return headers;
    }

    const { traceparent: _traceparent, ...own } = headers;

    return Object.freeze(own);
}

const storageKey = Symbol.for('jitar.context.1');

/** The storage of contexts: one for all copies of this package, so that each finds the contexts of the others. */
export function contextStorage(): ContextStorage<CallContext>
{
    const holder = globalThis as unknown as Record<symbol, ContextStorage<CallContext> | undefined>;

    return holder[storageKey] ??= createContextStorage();
}

/**
 * The context of the call that this code runs in; `undefined` outside of any. It follows the call through
 * `await`s and timers. In hosts without AsyncLocalStorage (browsers) it is known up to the first `await` only.
 *
 * @example
 * ```ts
 * const tenant = context()?.headers['x-tenant'];
 * ```
 */
export function context(): Context | undefined
{
    return contextStorage().get();
}
