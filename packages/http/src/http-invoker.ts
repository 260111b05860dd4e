import { createError } from '@jitar/errors';
import { answerHeaders, connectionHeaders, limits, requestHeaders, reservedHeaderPrefix } from '@jitar/protocol';
import type { Invocation, Invoker, Outcome } from '@jitar/protocol';
import { createCodec, parsePlain } from '@jitar/serialization';
import type { Codec, Encoded } from '@jitar/serialization';

import { connectionFailure } from './connection-failure.js';
import { readFailure, readOutcome } from './http-outcome.js';
import { partsContentType, writePartsBody } from './parts-body.js';
import { signRequest, signedCall } from './request-signature.js';

/** Whom to call, and how. */
export interface HttpInvokerOptions
{
    /** The URL of the service; its RPC API is below, at `rpc/`. */
    readonly url: string;
    /** Default: the `fetch` of the host. */
    readonly fetch?: typeof fetch | undefined;
    /**
     * The secret of the cluster. It goes along with calls of a member's own application, and with calls whose
     * caller proved to know it; never with those of anybody else.
     */
    readonly trustKey?: string | undefined;
    /** Encodes and decodes calls with live values; default: one that knows no class of the application. */
    readonly codec?: Codec | undefined;
    /** Bytes of the largest answer that is taken; default 64 MB. */
    readonly maxAnswerBytes?: number | undefined;
}

/**
 * Creates an invoker that calls procedures of a service over its RPC API.
 *
 * It rejects with `SERVICE_UNREACHABLE`, `OUTCOME_UNKNOWN`, `DEADLINE_EXCEEDED` or `INVALID_ANSWER`, or with the failure that the
 * service answered.
 *
 * @example
 * ```ts
 * const sales = createHttpInvoker({ url: 'https://sales.example.com' });
 * ```
 */
export function createHttpInvoker(options: HttpInvokerOptions): Invoker
{
    const { url, trustKey, maxAnswerBytes = limits.linkMessage, codec = createCodec() } = options;
    const base = new URL('rpc/', url.endsWith('/') ? url : `${url}/`);

    async function invoke(invocation: Invocation): Promise<Outcome>
    {
        const request = new URL(base.href + encodeFqn(invocation.fqn));
        const headers = requestHeadersOf(invocation, trustKey);
        const args = await encodeArguments(invocation, codec);

        if (invocation.args.form === 'tagged' && invocation.args.streams !== undefined)
        {
            throw createError('STREAM_NOT_CARRIED', { fqn: invocation.fqn, kind: invocation.args.streams.every(({ kind }) => kind === 'signal') ? 'an AbortSignal' : 'a stream' });
        }

        // Only members may set what middleware sets; anybody else's request with such a name is refused there.
        if (trustKey !== undefined && args.text.includes('"*'))
        {
            headers.set(requestHeaders.member, await signRequest(signedCall(invocation.fqn), { trustKey }));
        }

        headers.set('content-type', args.parts.length === 0 ? 'application/json' : partsContentType);

        const patience = createPatience(invocation);

        try
        {
            const response = await (options.fetch ?? fetch)(request, {
                method: invocation.dryRun === true ? 'OPTIONS' : 'POST',
                headers,
                body: args.parts.length === 0 ? args.text : writePartsBody(args),
                redirect: 'manual',
                signal: patience.signal
            });

            return response.headers.get(answerHeaders.encoding) === 'tagged' && response.ok
                ? await readOutcome(response, { url, maxAnswerBytes, live: invocation.args.form === 'live', fqn: invocation.fqn, codec })
                : await readFailure(response, { url, maxAnswerBytes, live: invocation.args.form === 'live', fqn: invocation.fqn, codec });
        }
        catch (error)
        {
            throw patience.explain(error) ?? (error instanceof TypeError ? connectionFailure(error, url, invocation.args.form === 'live') : error);
        }
        finally
        {
            patience.end();
        }
    }

    return { invoke };
}

function encodeFqn(fqn: string): string
{
    return fqn.split('/').map(encodeURIComponent).join('/');
}

function requestHeadersOf(invocation: Invocation, trustKey: string | undefined): Headers
{
    const headers = new Headers();

    try
    {
        for (const [name, value] of Object.entries(invocation.headers))
        {
            if (!connectionHeaders.has(name) && !name.startsWith(reservedHeaderPrefix))
            {
                headers.set(name, value);
            }
        }
    }
    catch (cause)
    {
        throw createError('INVALID_REQUEST', { reason: 'a header has a name or a value that HTTP cannot carry' }, { cause });
    }

    headers.set(requestHeaders.encoding, 'tagged');

    if (invocation.version !== undefined)
    {
        headers.set(requestHeaders.version, invocation.match === 'exact' ? `=${invocation.version}` : invocation.version);
    }

    if (invocation.deadline !== undefined && invocation.deadline !== Infinity)
    {
        headers.set(requestHeaders.timeout, String(Math.max(1, Math.ceil(invocation.deadline - performance.now()))));
    }

    if (trustKey !== undefined && (invocation.caller.kind === 'member' || invocation.caller.trusted))
    {
        headers.set(requestHeaders.trustKey, trustKey);
    }

    return headers;
}

async function encodeArguments({ args }: Invocation, codec: Codec): Promise<Encoded>
{
    switch (args.form)
    {
        case 'tagged': return { text: args.text, parts: args.parts ?? [] };
        // What is plain has no tags: encoded, it is told apart from what has.
        case 'json': return codec.encodeParts(parsePlain(args.text, {}, 'args'), 'args');
        case 'live': return codec.encodeAsync(args.value, 'args');
    }
}

/** How long a caller waits: until it gives up, or its deadline passes. */
interface Patience
{
    readonly signal: AbortSignal;
    /** The reason why the waiting ended, where that is why something failed. */
    explain(error: unknown): unknown;
    end(): void;
}

function createPatience({ fqn, deadline, signal }: Invocation): Patience
{
    const controller = new AbortController();
    const giveUp = (): void => controller.abort(signal?.reason);
    let timer: ReturnType<typeof setTimeout> | undefined;

    if (signal?.aborted === true)
    {
        giveUp();
    }

    signal?.addEventListener('abort', giveUp, { once: true });

    if (deadline !== undefined && deadline !== Infinity)
    {
        timer = setTimeout(() => controller.abort(createError('DEADLINE_EXCEEDED', { fqn })), Math.max(0, deadline - performance.now()));
    }

    return {
        signal: controller.signal,

        explain: () => controller.signal.aborted ? controller.signal.reason as unknown : undefined,

        end()
        {
            clearTimeout(timer);
            signal?.removeEventListener('abort', giveUp);
        }
    };
}
