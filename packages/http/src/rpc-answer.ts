import { answerHeaders, reservedHeaderPrefix } from '@jitar/protocol';
import type { EncodedPayload, JitarContentType, Outcome, Payload } from '@jitar/protocol';
import { isTagged, toPlain } from '@jitar/serialization';

import { encodedContent } from './answer.js';
import type { Answer } from './answer.js';
import { transitCodec } from './public-payload.js';
import { answerStream } from './stream-answer.js';
import type { StreamRules } from './stream-answer.js';
import { taggedStreams } from './tagged-streams.js';

/** A body with what its two content types say. */
interface Content
{
    readonly body: string | Uint8Array<ArrayBuffer> | null;
    readonly contentType: string | undefined;
    readonly jitarContentType: JitarContentType | undefined;
}

/** Headers of an answer that are the server's business, whatever middleware says. */
const ownHeaders: ReadonlySet<string> = new Set([
    'connection', 'keep-alive', 'proxy-authenticate', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade',
    'content-length', 'content-encoding'
]);

/** Statuses whose answers have no body (RFC 9110, 15). */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * Answers an outcome to an outside caller, who reads plain JSON, text or bytes. It is a promise only where the answer has to be
 * waited for.
 */
export function answerPlain(outcome: Outcome, rules: StreamRules): Answer | Promise<Answer>
{
    const { result } = outcome;
    const headers = applicationHeaders(outcome);
    const status = outcome.status ?? ('location' in headers ? 302 : 200);

    if (result.form === 'tagged' && result.streams !== undefined)
    {
        return answerStream(result, rules).then(answer => ({ ...answer, status, headers: { ...answer.headers, ...headers } }));
    }

    const content = plainObject(result) ?? toContent(valueOf(result));

    return content instanceof Promise ? content.then(read => toAnswer(read, status, headers)) : toAnswer(content, status, headers);
}

function toAnswer({ body, contentType, jitarContentType }: Content, status: number, headers: Record<string, string>): Answer
{
    if (contentType !== undefined)
    {
        headers['content-type'] ??= contentType;
    }

    if (jitarContentType !== undefined)
    {
        headers[answerHeaders.contentType] = jitarContentType;
    }

    return { status, headers, body: bodiless.has(status) ? null : body };
}

/**
 * Answers an outcome to a caller that reads the form of the codec. It is always a 200, so that a redirect of
 * middleware reaches the caller instead of leading it away; status and content type that middleware set are told
 * in headers.
 */
export async function answerTagged(outcome: Outcome, rules: Pick<StreamRules, 'fqn' | 'describeError'>): Promise<Answer>
{
    const headers = applicationHeaders(outcome);
    const own = headers['content-type'];
    const encoded = await encodedOf(outcome.result);
    const { body, contentType } = encoded.streams === undefined ? encodedContent(encoded) : taggedStreams(encoded, rules);

    headers['content-type'] = contentType;
    headers[answerHeaders.encoding] = 'tagged';

    if (own !== undefined)
    {
        headers[answerHeaders.contentType] = own;
    }

    if (outcome.status !== undefined)
    {
        headers[answerHeaders.status] = String(outcome.status);
    }

    return { status: 200, headers, body };
}

/** An object or a list whose text is plain is written as it is to be answered. */
function plainObject(result: Payload): Content | undefined
{
    return result.form === 'tagged' && /^[[{]/.test(result.text) && !isTagged(result.text)
        ? { body: result.text, contentType: 'application/json', jitarContentType: 'application/json' }
        : undefined;
}

function valueOf(result: Payload): unknown
{
    switch (result.form)
    {
        case 'live': return result.value;
        case 'json': return JSON.parse(result.text);
        case 'tagged': return transitCodec.decodeParts({ text: result.text, parts: result.parts ?? [] }, 'result');
    }
}

async function encodedOf(result: Payload): Promise<Omit<EncodedPayload, 'form'>>
{
    return result.form === 'tagged' ? result : transitCodec.encodeAsync(valueOf(result), 'result');
}

/** @throws `TypeError` for a header that HTTP cannot carry: a line break in it, say. */
function applicationHeaders({ headers }: Outcome): Record<string, string>
{
    const allowed: Record<string, string> = { 'x-content-type-options': 'nosniff' };

    for (const name in headers)
    {
        const value = headers[name];

        if (value !== undefined && !ownHeaders.has(name) && !name.startsWith(reservedHeaderPrefix))
        {
            allowed[name] = value;
        }
    }

    // Few answers have headers of the application, and the rules for them are those of fetch.
    return Object.keys(allowed).length === 1 ? allowed : Object.fromEntries(new Headers(allowed));
}

function toContent(result: unknown): Content | Promise<Content>
{
    if (result instanceof Blob)
    {
        const contentType = result.type === '' ? 'application/octet-stream' : result.type;

        return result.arrayBuffer().then(content => ({ body: new Uint8Array(content), contentType, jitarContentType: undefined }));
    }

    if (ArrayBuffer.isView(result) || result instanceof ArrayBuffer)
    {
        return { body: toBytes(result), contentType: 'application/octet-stream', jitarContentType: undefined };
    }

    if (typeof result === 'number')
    {
        // As text, for JSON has neither NaN nor infinities.
        const text = Object.is(result, -0) ? '-0' : String(result);

        return { body: text, contentType: Number.isFinite(result) ? 'application/json' : 'text/plain; charset=utf-8', jitarContentType: 'application/number' };
    }

    const plain = toPlain(result, { codec: transitCodec });

    switch (typeof plain)
    {
        case 'undefined': return { body: null, contentType: undefined, jitarContentType: 'application/undefined' };
        case 'boolean': return { body: String(plain), contentType: 'application/json', jitarContentType: 'application/boolean' };
        case 'string': return { body: plain, contentType: 'text/plain; charset=utf-8', jitarContentType: 'text/plain' };
        default: return { body: JSON.stringify(plain), contentType: 'application/json', jitarContentType: plain === null ? 'application/null' : 'application/json' };
    }
}

function toBytes(value: ArrayBufferView | ArrayBuffer): Uint8Array<ArrayBuffer>
{
    return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice() : new Uint8Array(value);
}
