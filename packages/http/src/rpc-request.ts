import { createError } from '@jitar/errors';
import { connectionHeaders, equalKeys, normalizeVersion, requestHeaders, reservedHeaderPrefix } from '@jitar/protocol';
import type { Caller, EncodedPayload, Invocation } from '@jitar/protocol';
import { parsePlain } from '@jitar/serialization';

import { transitCodec } from './public-payload.js';
import { readText } from './request-body.js';

/** What the reading of a request needs to know. */
export interface RequestRules
{
    readonly trustKey: string | undefined;
    /** In bytes. */
    readonly bodyLimit: number;
}

const wholeMilliseconds = /^[1-9]\d{0,8}$/;
const jsonType = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Tells whether the caller sends and expects the form of the codec. */
export function isTagged(request: Request): boolean
{
    return request.headers.get(requestHeaders.encoding) === 'tagged';
}

/**
 * Makes an invocation of a request. Cheap checks come first, and the body is read last, so that who may not call
 * costs little.
 *
 * @throws `INVALID_REQUEST`, `INVALID_VERSION`, `WRONG_TRUST_KEY`, `UNSUPPORTED_CONTENT_TYPE`, `BODY_TOO_LARGE`, and
 * `VALUE_NOT_READABLE`.
 */
export async function readInvocation(fqn: string, request: Request, rules: RequestRules): Promise<Invocation>
{
    checkPath(request.url);

    const encoding = request.headers.get(requestHeaders.encoding);

    if (encoding !== null && encoding !== 'tagged')
    {
        throw createError('INVALID_REQUEST', { reason: `the data encoding "${encoding}" is unknown` });
    }

    const version = readVersion(request.headers.get(requestHeaders.version));
    const timeout = readTimeout(request.headers.get(requestHeaders.timeout));
    const caller = await readCaller(request.headers.get(requestHeaders.trustKey), rules.trustKey);
    const args = readsBody(request) ? await readBodyArguments(request, rules.bodyLimit) : readQueryArguments(request.url);

    return {
        fqn,
        ...version,
        args,
        headers: contextHeaders(request.headers),
        ...(timeout !== undefined && { deadline: performance.now() + timeout }),
        signal: request.signal,
        caller,
        ...(request.method !== 'GET' && request.method !== 'POST' && { dryRun: true })
    };
}

function checkPath(url: string): void
{
    try
    {
        decodeURIComponent(new URL(url).pathname);
    }
    catch (cause)
    {
        throw createError('INVALID_REQUEST', { reason: 'its path is not encoded correctly' }, { cause });
    }
}

/** A version with `=` before it is required exactly, as the stubs of the cluster do. */
function readVersion(text: string | null): Pick<Invocation, 'version' | 'match'>
{
    if (text === null)
    {
        return { match: 'compatible' };
    }

    return text.startsWith('=')
        ? { version: normalizeVersion(text.slice(1)), match: 'exact' }
        : { version: normalizeVersion(text), match: 'compatible' };
}

function readTimeout(text: string | null): number | undefined
{
    if (text !== null && !wholeMilliseconds.test(text))
    {
        throw createError('INVALID_REQUEST', { reason: `the timeout "${text}" is no number of milliseconds` });
    }

    return text === null ? undefined : Number(text);
}

async function readCaller(given: string | null, expected: string | undefined): Promise<Caller>
{
    if (given === null)
    {
        return { kind: 'outside', trusted: false };
    }

    if (expected === undefined || !await equalKeys(given, expected))
    {
        throw createError('WRONG_TRUST_KEY', {});
    }

    return { kind: 'outside', trusted: true };
}

/** The headers that follow the call: not those of the connection and the body, and none that are Jitar's own. */
function contextHeaders(headers: Headers): Readonly<Record<string, string>>
{
    const nominated = new Set((headers.get('connection') ?? '').split(',').map(name => name.trim().toLowerCase()));

    return Object.fromEntries([...headers].filter(([name]) =>
        !connectionHeaders.has(name) && !nominated.has(name) && !name.startsWith(reservedHeaderPrefix)));
}

function readsBody(request: Request): boolean
{
    return request.method === 'POST' || (request.method === 'OPTIONS' && request.headers.has('content-type'));
}

function readQueryArguments(url: string): EncodedPayload
{
    const query = [...new URL(url).searchParams];
    const names = new Set<string>();

    for (const [name] of query)
    {
        if (names.has(name))
        {
            throw createError('INVALID_REQUEST', { reason: `the argument "${name}" is given twice` });
        }

        names.add(name);
    }

    refuseReserved(names);

    return { form: 'json', text: JSON.stringify(Object.fromEntries(query)) };
}

async function readBodyArguments(request: Request, limit: number): Promise<EncodedPayload>
{
    const contentType = request.headers.get('content-type');

    if (contentType === null && isWithoutBody(request.headers))
    {
        throw createError('INVALID_REQUEST', { reason: 'it has no body; send the arguments as a JSON object, if only {}' });
    }

    if (contentType === null || !jsonType.test(contentType))
    {
        throw createError('UNSUPPORTED_CONTENT_TYPE', { contentType: contentType ?? 'none' });
    }

    const text = await readArgumentText(request, limit);
    const form = isTagged(request) ? 'tagged' : 'json';
    const value = form === 'tagged' ? transitCodec.decode(text, 'args') : parsePlain(text, {}, 'args');

    if (!isRecord(value))
    {
        throw createError('INVALID_REQUEST', { reason: 'its body is no JSON object of named arguments' });
    }

    refuseReserved(Object.keys(value));

    return { form, text };
}

function isWithoutBody(headers: Headers): boolean
{
    const length = headers.get('content-length');

    return length === '0' || (length === null && !headers.has('transfer-encoding'));
}

async function readArgumentText(request: Request, limit: number): Promise<string>
{
    let text: string | undefined;

    try
    {
        text = await readText(request, limit);
    }
    catch (cause)
    {
        throw createError('INVALID_REQUEST', { reason: 'its body is no UTF-8 text, ended early, or was read already' }, { cause });
    }

    if (text === undefined)
    {
        throw createError('BODY_TOO_LARGE', { limit });
    }

    if (text === '')
    {
        throw createError('INVALID_REQUEST', { reason: 'its body is empty; send the arguments as a JSON object, if only {}' });
    }

    return text;
}

/** Names with a star are the middleware's. */
function refuseReserved(names: Iterable<string>): void
{
    for (const name of names)
    {
        if (name.startsWith('*'))
        {
            throw createError('INVALID_REQUEST', { reason: `the argument "${name}" cannot be set from outside` });
        }
    }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>>
{
    if (typeof value !== 'object' || value === null)
    {
        return false;
    }

    const prototype: unknown = Object.getPrototypeOf(value);

    return prototype === Object.prototype || prototype === null;
}
