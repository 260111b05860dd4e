import { createError } from '@jitar/errors';
import { requestHeaders } from '@jitar/protocol';
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

/** Reads the named arguments of a call: text values of the query, or the JSON object of the body. */
export async function readArguments(request: RpcRequest, rules: ArgumentRules): Promise<EncodedPayload>
{
    return readsBody(request) ? readBodyArguments(request, rules) : readQueryArguments(request.url);
}

function readsBody(request: RpcRequest): boolean
{
    return request.method === 'POST' || (request.method === 'OPTIONS' && request.header('content-type') !== null);
}

function readQueryArguments(url: string): EncodedPayload
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

async function readBodyArguments(request: RpcRequest, { limit, member }: ArgumentRules): Promise<EncodedPayload>
{
    const contentType = request.header('content-type');

    if (contentType === null && isWithoutBody(request))
    {
        throw createError('INVALID_REQUEST', { reason: 'it has no body; send the arguments as a JSON object, if only {}' });
    }

    const tagged = isTagged(request);

    // Plain JSON cannot refer to parts.
    if (contentType === null || !(jsonType.test(contentType) || (tagged && isPartsBody(contentType))))
    {
        throw createError('UNSUPPORTED_CONTENT_TYPE', { contentType: contentType ?? 'none' });
    }

    const coding = request.header('content-encoding');

    // What is small on its way may be large when it is unpacked, so nothing is.
    if (coding !== null && coding.toLowerCase() !== 'identity')
    {
        throw createError('UNSUPPORTED_CONTENT_TYPE', { contentType: `${contentType}, packed as ${coding}` });
    }

    const encoded = await readArgumentBody(request, contentType, limit);
    const { text, parts } = encoded;
    const value = tagged ? transitCodec.decodeParts(encoded, 'args') : parsePlain(text, {}, 'args');

    if (!isRecord(value))
    {
        throw createError('INVALID_REQUEST', { reason: 'its body is no JSON object of named arguments' });
    }

    if (!member)
    {
        refuseReserved(Object.keys(value));
    }

    return { form: tagged ? 'tagged' : 'json', text, ...parts.length > 0 && { parts } };
}

function isWithoutBody(request: RpcRequest): boolean
{
    const length = request.header('content-length');

    return length === '0' || (length === null && request.header('transfer-encoding') === null);
}

async function readArgumentBody(request: RpcRequest, contentType: string, limit: number): Promise<Encoded>
{
    let body: Encoded | undefined;

    try
    {
        const bytes = await request.read(limit);

        body = bytes === undefined ? undefined : toEncoded(bytes, contentType);
    }
    catch (cause)
    {
        throw createError('INVALID_REQUEST', { reason: 'its body is no UTF-8 text, has not the parts that it announces, ended early, or was read already' }, { cause });
    }

    if (body === undefined)
    {
        throw createError('BODY_TOO_LARGE', { limit });
    }

    if (body.text === '')
    {
        throw createError('INVALID_REQUEST', { reason: 'its body is empty; send the arguments as a JSON object, if only {}' });
    }

    return body;
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
