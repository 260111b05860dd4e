import { createError } from '@jitar/errors';
import { limits, requestHeaders } from '@jitar/protocol';
import type { EncodedPayload } from '@jitar/protocol';
import { parsePlain } from '@jitar/serialization';
import type { Encoded } from '@jitar/serialization';

import { transitCodec } from './public-payload.js';
import { isPartsBody, toEncoded } from './request-body.js';
import type { RpcRequest } from './rpc-request.js';

/** What the reading of arguments needs to know. */
export interface ArgumentRules
{
    /** Bytes of the body. */
    readonly limit: number;
    /** Whether a member of the cluster passes the call on, whose middleware may have set `*name` arguments. */
    readonly member: boolean;
}

const jsonType = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Tells whether the caller sends and expects the form of the codec. */
export function isTagged(request: RpcRequest): boolean
{
    return request.header(requestHeaders.encoding) === 'tagged';
}

/** Tells whether the arguments of a call are in its body. */
export function readsBody(request: RpcRequest): boolean
{
    return request.method === 'POST' || (request.method === 'OPTIONS' && request.header('content-type') !== null);
}

/** Reads named arguments that are text. */
export function readQueryArguments(url: string): EncodedPayload
{
    const start = url.indexOf('?');
    const query = start < 0 ? [] : [...new URLSearchParams(url.slice(start))];
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

/**
 * Reads named arguments from the JSON object that is the body.
 *
 * @param finish - What becomes of them: within the one wait that there is.
 */
export function readBodyArguments<Result>(request: RpcRequest, { limit, member }: ArgumentRules, finish: (args: EncodedPayload) => Result): Promise<Result>
{
    const contentType = checkContentType(request);

    return request.read(limit).then(bytes => finish(toArguments(toText(bytes, contentType, limit), isTagged(request), member)), refuseBody);
}

/** @param bytes - `undefined`: there were more than may be. */
function toText(bytes: Uint8Array | undefined, contentType: string, limit: number): Encoded
{
    if (bytes === undefined)
    {
        throw createError('BODY_TOO_LARGE', { limit });
    }

    try
    {
        return toEncoded(bytes, contentType);
    }
    catch (cause)
    {
        return refuseBody(cause);
    }
}

function refuseBody(cause: unknown): never
{
    throw createError('INVALID_REQUEST', { reason: 'its body is no UTF-8 text, has not the parts that it announces, ended early, or was read already' }, { cause });
}

/** The content type of a body of arguments. */
function checkContentType(request: RpcRequest): string
{
    const contentType = request.header('content-type');

    if (contentType === null && isWithoutBody(request))
    {
        throw createError('INVALID_REQUEST', { reason: 'it has no body; send the arguments as a JSON object, if only {}' });
    }

    // Plain JSON cannot refer to parts.
    if (contentType === null || !(jsonType.test(contentType) || (isPartsBody(contentType) && isTagged(request))))
    {
        throw createError('UNSUPPORTED_CONTENT_TYPE', { contentType: contentType ?? 'none' });
    }

    const coding = request.header('content-encoding');

    // What is small on its way may be large when it is unpacked, so nothing is.
    if (coding !== null && coding.toLowerCase() !== 'identity')
    {
        throw createError('UNSUPPORTED_CONTENT_TYPE', { contentType: `${contentType}, packed as ${coding}` });
    }

    return contentType;
}

function isWithoutBody(request: RpcRequest): boolean
{
    const length = request.header('content-length');

    return length === '0' || (length === null && request.header('transfer-encoding') === null);
}

function toArguments(body: Encoded, tagged: boolean, member: boolean): EncodedPayload
{
    const { text, parts } = body;

    if (text === '')
    {
        throw createError('INVALID_REQUEST', { reason: 'its body is empty; send the arguments as a JSON object, if only {}' });
    }

    const value = tagged ? transitCodec.decodeParts(body, 'args') : parsePlain(text, { depth: limits.jsonDepth }, 'args');

    if (!isRecord(value))
    {
        throw createError('INVALID_REQUEST', { reason: 'its body is no JSON object of named arguments' });
    }

    if (!member)
    {
        refuseReserved(Object.keys(value));
    }

    return tagged ? { form: 'tagged', text, ...parts.length > 0 && { parts } } : { form: 'json', text, parsed: value };
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
