import { createError } from '@jitar/errors';
import type { Invocation } from '@jitar/protocol';
import type { Codec } from '@jitar/serialization';

import { toArgumentRecord } from './argument-record.js';
import type { ArgumentRecord } from './argument-record.js';
import { HeaderCarrier } from './header-map.js';
import type { HeaderSource } from './header-map.js';
import { createLazyPayload, isObject } from './lazy-payload.js';
import type { LazyPayload } from './lazy-payload.js';

const brand = Symbol.for('jitar.request');

/** What a request is made of. */
export interface RequestOptions
{
    readonly fqn: string;
    /** The requested version; absent: none. */
    readonly version?: string | undefined;
    readonly args?: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>;
    readonly headers?: HeaderSource;
}

/** How middleware and the runtime share what is behind a request. */
interface RequestState
{
    payload: LazyPayload | undefined;
    args: Map<string, unknown> | undefined;
    /** Whether the arguments are as someone outside wrote them, and so cannot hold what only middleware sets. */
    outside: boolean;
}

let stateOf: (request: Request) => RequestState;

/**
 * A call that came from outside, as middleware sees it, and as `this` in the procedure where it entered. What
 * middleware changes in it is what the procedure gets.
 *
 * @example
 * ```ts
 * const request = new Request({ fqn: 'sales/listMonths', args: { year: 1997 } });
 *
 * request.setHeader('X-Tenant', 'north');
 * request.getHeader('x-tenant'); // 'north'
 * ```
 */
export class Request extends HeaderCarrier
{
    readonly fqn: string;
    readonly version: string | undefined;

    readonly #state: RequestState;

    static
    {
        stateOf = request => request.#state;
    }

    constructor(options: RequestOptions)
    {
        super(options.headers);

        const { args } = options;

        this.fqn = options.fqn;
        this.version = options.version;
        this.#state = { payload: undefined, outside: false, args: args && new Map(args instanceof Map ? args as Map<string, unknown> : Object.entries(args)) };
    }

    /** The arguments by name. Arguments that came as text are decoded when this is first read. */
    get args(): Map<string, unknown>
    {
        return this.#state.args ??= new Map(Object.entries(this.#readArguments()));
    }

    #readArguments(): ArgumentRecord
    {
        const { payload } = this.#state;
        const args = payload === undefined ? {} : toArgumentRecord(payload.get());
        const hidden = this.#state.outside ? Object.keys(args).find(name => name.startsWith('*')) : undefined;

        if (hidden !== undefined)
        {
            throw createError('UNKNOWN_ARGUMENT', { fqn: this.fqn, name: hidden });
        }

        return args;
    }

    getArgument(name: string): unknown
    {
        return this.args.get(name);
    }

    /** Sets an argument. One named `*name` reaches a parameter `name` of the procedure, or is dropped. */
    setArgument(name: string, value: unknown): void
    {
        this.args.set(name, value);
    }

    hasArgument(name: string): boolean
    {
        return this.args.has(name);
    }

    removeArgument(name: string): void
    {
        this.args.delete(name);
    }
}

Object.defineProperty(Request.prototype, brand, { value: true });

/** Tells whether a value is a {@link Request}, of whichever copy of this package. */
export function isRequest(value: unknown): value is Request
{
    return isObject(value) && (value as Record<symbol, unknown>)[brand] === true;
}

/** Creates the request of an invocation. Its arguments are decoded by the codec when they are first touched. */
export function requestOf(invocation: Invocation, codec: Codec): Request
{
    const request = new Request({ fqn: invocation.fqn, version: invocation.version, headers: () => invocation.headers });
    const state = stateOf(request);

    state.payload = createLazyPayload({
        source: invocation.args,
        codec,
        root: 'args',
        isMutable: args => isObject(args) && Object.values(args).some(isObject)
    });
    state.outside = invocation.args.form === 'json';

    return request;
}

/** The invocation as the request has it now. Untouched arguments are passed on as they came. */
export async function toInvocation(request: Request, invocation: Invocation): Promise<Invocation>
{
    const { payload, args } = stateOf(request);

    if (args !== undefined && differs(args, payload?.get()))
    {
        payload?.set(Object.fromEntries(args));
    }

    return {
        ...invocation,
        args: await payload?.toPayload(invocation.args.form === 'live') ?? invocation.args,
        headers: Object.fromEntries(request.headers)
    };
}

/** Lets the procedure that runs see the arguments that it got in its request, where middleware did not touch them. */
export function resolveArguments(request: Request, args: ArgumentRecord): void
{
    stateOf(request).payload?.resolve(args);
}

function differs(args: ReadonlyMap<string, unknown>, source: unknown): boolean
{
    const record = source as ArgumentRecord;

    return args.size !== Object.keys(record).length || [...args].some(([name, value]) => !Object.hasOwn(record, name) || !Object.is(record[name], value));
}
