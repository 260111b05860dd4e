import { JitarError, createError, errorRegistry } from '@jitar/errors';
import { RemoteFailure, answerHeaders, reservedHeaderPrefix } from '@jitar/protocol';
import type { EncodedPayload, Outcome, Payload } from '@jitar/protocol';
import type { Codec, Encoded } from '@jitar/serialization';

import { isRegistered } from './error-answer.js';
import type { ErrorBody } from './error-answer.js';
import { readBytes, toEncoded } from './request-body.js';
import { readStreams } from './stream-outcome.js';
import { streamsContentType } from './stream-records.js';

/** What the reading of an answer needs to know. */
export interface AnswerRules
{
    /** Where the answer comes from. */
    readonly url: string;
    readonly maxAnswerBytes: number;
    /** Whether the caller passed live values, and wants such back. */
    readonly live: boolean;
    /** Of the procedure. */
    readonly fqn: string;
    readonly codec: Codec;
}

/** Headers of an answer that concern the connection, the body, or the server that sent it. */
const transportHeaders: ReadonlySet<string> = new Set([
    'connection', 'keep-alive', 'proxy-authenticate', 'te', 'trailer', 'transfer-encoding', 'upgrade',
    'content-length', 'content-type', 'content-encoding', 'date', 'server', 'vary', 'x-content-type-options'
]);

/** Reads the answer to a call that succeeded. */
export async function readOutcome(response: Response, rules: AnswerRules): Promise<Outcome>
{
    const result = await readResult(response, rules);
    const contentType = response.headers.get(answerHeaders.contentType);
    const status = response.headers.get(answerHeaders.status);

    const headers = Object.fromEntries([...response.headers].filter(([name]) =>
        !transportHeaders.has(name) && !name.startsWith(reservedHeaderPrefix) && !name.startsWith('access-control-')));

    return {
        result,
        headers: contentType === null ? headers : { ...headers, 'content-type': contentType },
        ...(status !== null && /^[2-5]\d\d$/.test(status) && { status: Number(status) })
    };
}

async function readResult(response: Response, rules: AnswerRules): Promise<Payload>
{
    if (response.headers.get('content-type') === streamsContentType && response.body !== null)
    {
        const { fqn, url, maxAnswerBytes, live } = rules;
        const payload = await readStreams(response.body, { fqn, url, limit: maxAnswerBytes, readFailure: body => failureOf(body, { status: 500, unstarted: false }, rules) });

        if (!live)
        {
            return payload;
        }

        payload.streams?.forEach(stream => stream.stop());

        throw createError('UNSUPPORTED_RESULT', { fqn, kind: 'a stream' });
    }

    const encoded = await readAnswer(response, rules);

    return rules.live ? { form: 'live', value: rules.codec.decodeParts(encoded, 'result') } : toPayload(encoded);
}

/** Reads the answer to a call that failed, and throws what it tells. */
export async function readFailure(response: Response, rules: AnswerRules): Promise<never>
{
    const answer = await readAnswer(response, rules);

    if (parseErrorBody(answer.text) === undefined)
    {
        throw [502, 503, 504].includes(response.status)
            ? createError('SERVICE_UNREACHABLE', { url: rules.url }, { cause: new Error(`It answered with status ${response.status}.`) })
            : createError('INVALID_ANSWER', { url: rules.url, reason: `status ${response.status} without a result or an error` });
    }

    throw failureOf(answer, { status: response.status, unstarted: response.headers.get(answerHeaders.unstarted) === 'true' }, rules);
}

/**
 * What the body of an error tells.
 *
 * @param place - What its answer tells beside the body: nothing of a failure after it began, which is an internal one.
 */
function failureOf({ text, parts = [] }: Omit<EncodedPayload, 'form'>, { status, unstarted }: { readonly status: number; readonly unstarted: boolean }, rules: AnswerRules): Error
{
    const body = parseErrorBody(text);

    if (body === undefined)
    {
        return createError('INVALID_ANSWER', { url: rules.url, reason: 'a stream failed without an error' });
    }

    const { code, message, name = 'Error', hint, payload, correlationId } = body.error;
    const retryable = isRegistered(code) && errorRegistry[code].retryable;

    if (!rules.live)
    {
        return new RemoteFailure({
            name, message, code, retryable, status, unstarted,
            ...(payload !== undefined && { payload: toPayload({ text: payload, parts }) }),
            ...(correlationId !== undefined && { correlationId })
        });
    }

    const sent = payload === undefined ? undefined : decodeError({ text: payload, parts }, rules.codec);

    return sent instanceof Error ? sent : new JitarError(message, { code, status, hint, retryable });
}

/** An error of which not all can be read is still the failure that it is. */
function decodeError(encoded: Encoded, codec: Codec): unknown
{
    try
    {
        return codec.decodeParts(encoded, 'error');
    }
    catch
    {
        return undefined;
    }
}

function toPayload({ text, parts }: Encoded): EncodedPayload
{
    return parts.length === 0 ? { form: 'tagged', text } : { form: 'tagged', text, parts };
}

async function readAnswer(response: Response, { url, maxAnswerBytes }: AnswerRules): Promise<Encoded>
{
    let encoded: Encoded | undefined;

    try
    {
        const bytes = await readBytes(response, maxAnswerBytes);

        encoded = bytes === undefined ? undefined : toEncoded(bytes, response.headers.get('content-type'));
    }
    catch (cause)
    {
        throw createError('INVALID_ANSWER', { url, reason: 'it ended early, is no UTF-8 text, or has not the parts that it announces' }, { cause });
    }

    if (encoded === undefined)
    {
        throw createError('INVALID_ANSWER', { url, reason: `it is larger than ${String(maxAnswerBytes)} bytes` });
    }

    return encoded;
}

function parseErrorBody(text: string): ErrorBody | undefined
{
    let body: unknown;

    try
    {
        body = JSON.parse(text);
    }
    catch
    {
        return undefined;
    }

    const error = (body as Partial<ErrorBody> | null)?.error as Readonly<Record<string, unknown>> | undefined | null;

    if (typeof error?.code !== 'string' || typeof error.message !== 'string')
    {
        return undefined;
    }

    const optional = ['name', 'hint', 'payload', 'correlationId'] as const;

    return {
        error: {
            code: error.code,
            message: error.message,
            ...Object.fromEntries(optional.filter(name => typeof error[name] === 'string').map(name => [name, error[name]]))
        }
    };
}
