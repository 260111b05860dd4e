import type { Outcome } from '@jitar/protocol';
import type { Codec } from '@jitar/serialization';

import { HeaderCarrier } from './header-map.js';
import { createLazyPayload, createPayload, isObject } from './lazy-payload.js';
import type { LazyPayload } from './lazy-payload.js';

const brand = Symbol.for('jitar.response');

/** What a response is made of. */
export interface ResponseOptions
{
    /** The HTTP status; default: what follows from the result. */
    readonly status?: number;
    readonly result?: unknown;
    readonly headers?: Readonly<Record<string, string>> | Iterable<readonly [string, string]>;
}

/** How middleware and the runtime share what is behind a response. */
interface ResponseState
{
    status: number | undefined;
    /** Where the result came from an invoker; else `value` holds it. */
    payload: LazyPayload | undefined;
    value: unknown;
}

let stateOf: (response: Response) => ResponseState | undefined;

/**
 * The answer to a call from outside, as middleware sees it. What middleware changes in it is what the caller gets.
 *
 * @example
 * ```ts
 * const response = new Response({ status: 202, result: 'accepted' });
 *
 * response.setHeader('Retry-After', '5');
 * ```
 */
export class Response extends HeaderCarrier
{
    readonly #state: ResponseState;

    static
    {
        stateOf = response => #state in response ? response.#state : undefined;
    }

    constructor(options: ResponseOptions = {})
    {
        super(options.headers);

        this.#state = { status: options.status, payload: undefined, value: options.result };
    }

    /** The HTTP status: 200 where nothing else was set. */
    get status(): number
    {
        return this.#state.status ?? 200;
    }

    set status(status: number)
    {
        this.#state.status = status;
    }

    /** What the procedure returned. A result that came as text is decoded when this is first read. */
    get result(): unknown
    {
        const { payload, value } = this.#state;

        return payload === undefined ? value : payload.get();
    }

    set result(result: unknown)
    {
        this.#state.payload?.release();
        this.#state.payload = undefined;
        this.#state.value = result;
    }
}

Object.defineProperty(Response.prototype, brand, { value: true });

/** Tells whether a value is a {@link Response}, of whichever copy of this package. */
export function isResponse(value: unknown): value is Response
{
    return isObject(value) && (value as Record<symbol, unknown>)[brand] === true;
}

/** Creates the response of an outcome. Its result is decoded by the codec when it is first touched. */
export function responseOf(outcome: Outcome, codec: Codec): Response
{
    const response = new Response({ headers: outcome.headers });
    const state = stateOf(response);

    if (state !== undefined)
    {
        state.status = outcome.status;
        state.payload = createLazyPayload({ source: outcome.result, codec, root: 'result', isMutable: isObject });
    }

    return response;
}

/** Nobody gets this response: what its result would still give is stopped, unless somebody reads it. */
export function releaseResponse(response: Response): void
{
    stateOf(response)?.payload?.release();
}

/** The outcome as the response has it now. An untouched result is passed on as it came. */
export async function toOutcome(response: Response, live: boolean, codec: Codec): Promise<Outcome>
{
    // A response of another copy of this package says its status and result only by its properties.
    const { status, payload, value } = stateOf(response) ?? { status: response.status, payload: undefined, value: response.result };
    const result = await (payload?.toPayload(live) ?? createPayload(value, live, codec, 'result'));
    const headers = Object.fromEntries(response.headers);

    return status === undefined ? { result, headers } : { result, headers, status };
}
