import { createNonce, createProof, equalProofs } from '@jitar/protocol';

/** What a signature covers. */
export interface SignedRequest
{
    readonly method: string;
    /** The URL of the request; its path and query are signed, the host is not: proxies may lie between. */
    readonly url: string;
}

/** How to sign. */
export interface SignOptions
{
    readonly trustKey: string;
    /** Milliseconds since 1970; default `Date.now`. */
    readonly now?: () => number;
    /** Makes what tells two requests apart; default random. */
    readonly nonce?: () => string;
}

/** How to verify. */
export interface VerifierOptions
{
    readonly trustKey: string;
    readonly now?: () => number;
    /** How far a clock may be off, in milliseconds; default 60 seconds. */
    readonly window?: number;
    /** How many requests are remembered within the window; default 1 000 000. When it is full, requests are refused. */
    readonly capacity?: number;
}

/** Tells whether a request carries a signature that was not used before. */
export type RequestVerifier = (request: SignedRequest, authorization: string | null | undefined) => Promise<boolean>;

const pattern = /^Jitar (\d{1,16})\.([0-9a-f]{32})\.([0-9a-f]{64})$/;

/**
 * Signs a request of a member of the cluster, so that the trust key itself need not travel.
 *
 * @returns The value of the `Authorization` header: `Jitar <timestamp>.<nonce>.<proof>`. The proof is an HMAC over
 * method, path with query, timestamp and nonce.
 */
export async function signRequest(request: SignedRequest, options: SignOptions): Promise<string>
{
    const timestamp = String((options.now ?? Date.now)());
    const nonce = (options.nonce ?? createNonce)();

    return `Jitar ${timestamp}.${nonce}.${await proofOf(request, options.trustKey, timestamp, nonce)}`;
}

/**
 * Creates the check of what {@link signRequest} makes. Each signature is good once, and only within the window
 * around its timestamp.
 */
export function createRequestVerifier({ trustKey, now = Date.now, window = 60_000, capacity = 1_000_000 }: VerifierOptions): RequestVerifier
{
    // In order of arrival, each with the last moment at which its timestamp is good.
    const used = new Map<string, number>();

    return async function verifyRequest(request, authorization): Promise<boolean>
    {
        const [, timestamp, nonce, proof] = pattern.exec(authorization ?? '') ?? [];

        if (timestamp === undefined || nonce === undefined || proof === undefined || Math.abs(now() - Number(timestamp)) > window)
        {
            return false;
        }

        if (!equalProofs(proof, await proofOf(request, trustKey, timestamp, nonce)))
        {
            return false;
        }

        // Only here, after the proof: who does not know the key cannot fill the memory.
        forget(used, now());

        if (used.has(nonce) || used.size >= capacity)
        {
            return false;
        }

        used.set(nonce, Number(timestamp) + window);

        return true;
    };
}

/** What a member signs that passes a call on: the procedure, wherever the RPC API is mounted. */
export function signedCall(fqn: string): SignedRequest
{
    return { method: 'RPC', url: `/${encodeURIComponent(fqn)}` };
}

function proofOf(request: SignedRequest, trustKey: string, timestamp: string, nonce: string): Promise<string>
{
    const { pathname, search } = new URL(request.url, 'http://localhost');

    return createProof(trustKey, ['jitar-request-1', request.method, pathname + search, timestamp, nonce]);
}

function forget(used: Map<string, number>, moment: number): void
{
    for (const [nonce, end] of used)
    {
        if (end >= moment)
        {
            return;
        }

        used.delete(nonce);
    }
}
