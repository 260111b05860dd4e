import { createError } from '@jitar/errors';
import type { RequestEnvironment } from '@jitar/http';
import { limits, reservedHeaderPrefix } from '@jitar/protocol';

/** Where requests go. */
export interface ForwardingOptions
{
    /** The URL of the other server. */
    readonly url: string;
    /** Default: the `fetch` of the host. */
    readonly fetch?: typeof fetch | undefined;
    /** Milliseconds until the other server must begin to answer; default 15 seconds. */
    readonly timeout?: number | undefined;
}

/** Passes a request on, and its answer back. */
export type Forward = (request: Request, environment: RequestEnvironment | undefined) => Promise<Response>;

/** Headers that concern one connection only (RFC 9110, 7.6.1), and `Expect`, which was answered on it already. */
const hopByHop: ReadonlySet<string> = new Set([
    'connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'
]);

/** Methods that concern the connection or the server at its end, and that `fetch` refuses. */
const unforwardable: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/**
 * Creates a function that passes requests on to another server, bodies as streams.
 *
 * It rejects with `SERVICE_UNREACHABLE` when the server does not answer, and with `METHOD_NOT_ALLOWED` for what cannot
 * be passed on; with `CALL_CANCELLED` when the caller leaves.
 */
export function createForward(options: ForwardingOptions): Forward
{
    const { url, timeout = limits.timeout } = options;
    const base = url.replace(/\/+$/, '');

    return async function forward(request, environment)
    {
        if (unforwardable.has(request.method))
        {
            throw createError('METHOD_NOT_ALLOWED', { method: request.method });
        }

        const { pathname, search } = new URL(request.url);
        const patience = new AbortController();
        const giveUp = (): void => patience.abort(request.signal.reason);
        const timer = setTimeout(() => patience.abort(new Error(`No answer within ${String(timeout)} ms.`)), timeout);

        request.signal.addEventListener('abort', giveUp, { once: true });

        try
        {
            const answer = await (options.fetch ?? fetch)(`${base}${pathname}${search}`, {
                method: request.method,
                headers: requestHeaders(request, environment),
                redirect: 'manual',
                signal: patience.signal,
                ...hasBody(request) && { body: request.body, duplex: 'half' as const }
            });

            return new Response(answer.body, { status: answer.status, headers: answerHeaders(answer.headers) });
        }
        catch (cause)
        {
            throw request.signal.aborted
                ? createError('CALL_CANCELLED', { fqn: pathname }, { cause })
                : createError('SERVICE_UNREACHABLE', { url }, { cause });
        }
        finally
        {
            // From here on only the caller ends the answer, however long it is.
            clearTimeout(timer);
        }
    };
}

function hasBody(request: Request): boolean
{
    return request.method !== 'GET' && request.method !== 'HEAD' && request.body !== null;
}

function requestHeaders(request: Request, environment: RequestEnvironment | undefined): Headers
{
    const headers = endToEnd(request.headers, name => name !== 'host' && name !== 'content-length' && name !== 'forwarded' && !name.startsWith(reservedHeaderPrefix));
    const { protocol, host } = new URL(request.url);
    const before = request.headers.get('x-forwarded-for');
    const address = environment?.address ?? 'unknown';

    headers.set('x-forwarded-for', before === null ? address : `${before}, ${address}`);
    headers.set('x-forwarded-proto', protocol.slice(0, -1));
    headers.set('x-forwarded-host', host);
    // A packed answer would be unpacked on the way in, and then no longer be what its headers say.
    headers.set('accept-encoding', 'identity');

    return headers;
}

function answerHeaders(headers: Headers): Headers
{
    const packed = headers.has('content-encoding');

    return endToEnd(headers, name => !packed || (name !== 'content-encoding' && name !== 'content-length'));
}

function endToEnd(headers: Headers, passes: (name: string) => boolean): Headers
{
    const nominated = new Set((headers.get('connection') ?? '').split(',').map(name => name.trim().toLowerCase()));

    return new Headers([...headers].filter(([name]) => !hopByHop.has(name) && !nominated.has(name) && passes(name)));
}
