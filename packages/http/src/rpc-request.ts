import type { CancelSignal } from '@jitar/protocol';

import { readBytes } from './request-body.js';

/** A request of the RPC API, as each host brings it. */
export interface RpcRequest
{
    readonly method: string;
    /** The path with the query, as it came; what stands before the path does not matter. */
    readonly url: string;
    /** Aborts when the caller has left. */
    readonly signal: CancelSignal;
    /** @returns The value of a header of this lower-case name, several of them with commas between; `null` where there is none. */
    header(name: string): string | null;
    /** All headers, with lower-case names. */
    headers(): Iterable<readonly [string, string]>;
    /**
     * Reads the body, once.
     *
     * @param limit - In bytes; more is never held.
     * @returns `undefined` when the body is larger.
     * @throws When its sender ends early, or it was read already.
     */
    read(limit: number): Promise<Uint8Array | undefined>;
}

/** A request of fetch. */
export function fromFetch(request: Request): RpcRequest
{
    const { method, url, headers } = request;

    return {
        method,
        url,
        get signal() { return request.signal; },
        header: name => headers.get(name),
        headers: () => headers,
        read: limit => readBytes(request, limit)
    };
}
