import { createError } from '@jitar/errors';
import { connectionHeaders, equalKeys, normalizeVersion, requestHeaders, reservedHeaderPrefix } from '@jitar/protocol';
import type { Caller, Invocation } from '@jitar/protocol';

import { signedCall } from './request-signature.js';
import type { RequestVerifier } from './request-signature.js';
import { isTagged, readBodyArguments, readQueryArguments, readsBody } from './rpc-arguments.js';
import type { RpcRequest } from './rpc-request.js';

/** What the reading of a request needs to know. */
export interface RequestRules
{
    readonly trustKey: string | undefined;
    /** Recognises members that pass calls on; absent without a trust key. */
    readonly verifyMember: RequestVerifier | undefined;
    /** In bytes. */
    readonly bodyLimit: number;
}

const wholeMilliseconds = /^[1-9]\d{0,8}$/;

/**
 * Makes an invocation of a request. Cheap checks come first, and the body is read last, so that who may not call
 * costs little. It is a promise only where something has to be waited for: where a context follows the calls, each wait costs as
 * much as all of the checks.
 *
 * @throws `INVALID_REQUEST`, `INVALID_VERSION`, `WRONG_TRUST_KEY`, `UNSUPPORTED_CONTENT_TYPE`, `BODY_TOO_LARGE`, and
 * `VALUE_NOT_READABLE`.
 */
export function readInvocation(fqn: string, request: RpcRequest, rules: RequestRules): Invocation | Promise<Invocation>
{
    checkPath(request.url);

    const encoding = request.header(requestHeaders.encoding);

    if (encoding !== null && !isTagged(request))
    {
        throw createError('INVALID_REQUEST', { reason: `the data encoding "${encoding}" is unknown` });
    }

    const version = readVersion(request.header(requestHeaders.version));
    const timeout = readTimeout(request.header(requestHeaders.timeout));
    const key = request.header(requestHeaders.trustKey);
    const signature = request.header(requestHeaders.member);
    const invocation = {
        fqn,
        ...version,
        headers: contextHeaders(request),
        signal: request.signal,
        ...(timeout !== undefined && { deadline: performance.now() + timeout }),
        ...(request.method !== 'GET' && request.method !== 'POST' && { dryRun: true })
    };

    const finish = (caller: Caller, member: boolean): Invocation | Promise<Invocation> => readsBody(request)
        ? readBodyArguments(request, { limit: rules.bodyLimit, member }, args => Object.assign(invocation, { caller, args }))
        : Object.assign(invocation, { caller, args: readQueryArguments(request.url) });

    return key === null && signature === null
        ? finish(stranger, false)
        : recognize(fqn, { key, signature }, rules).then(({ caller, member }) => finish(caller, member));
}

function checkPath(url: string): void
{
    // Most paths have nothing that would have to be decoded.
    if (/^[\w/:.-]*(?:$|\?)/.test(url))
    {
        return;
    }

    let path: string;

    try
    {
        path = decodeURIComponent(new URL(url, 'http://host').pathname);
    }
    catch (cause)
    {
        throw createError('INVALID_REQUEST', { reason: 'its path is not encoded correctly' }, { cause });
    }

    // Names get into logs, so they must stay on their line.
    if (/\p{Cc}/u.test(path))
    {
        throw createError('INVALID_REQUEST', { reason: 'its path holds a control character' });
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

const stranger: Caller = { kind: 'outside', trusted: false };

interface Credentials
{
    readonly key: string | null;
    readonly signature: string | null;
}

async function recognize(fqn: string, { key, signature }: Credentials, { trustKey, verifyMember }: RequestRules): Promise<{ readonly caller: Caller; readonly member: boolean }>
{
    return {
        caller: key === null ? stranger : await recognizeCaller(key, trustKey),
        member: signature !== null && await recognizeMember(fqn, signature, verifyMember)
    };
}

async function recognizeCaller(given: string, expected: string | undefined): Promise<Caller>
{
    if (expected === undefined || !await equalKeys(given, expected))
    {
        throw createError('WRONG_TRUST_KEY', {});
    }

    return { kind: 'outside', trusted: true };
}

async function recognizeMember(fqn: string, signature: string, verify: RequestVerifier | undefined): Promise<true>
{
    if (await verify?.(signedCall(fqn), signature) !== true)
    {
        throw createError('WRONG_TRUST_KEY', {});
    }

    return true;
}

/** The headers that follow the call: not those of the connection and the body, and none that are Jitar's own. */
function contextHeaders(request: RpcRequest): Readonly<Record<string, string>>
{
    const connection = request.header('connection');
    const nominated = connection === null || connection === 'keep-alive' ? undefined : new Set(connection.split(',').map(name => name.trim().toLowerCase()));
    const headers: Record<string, string> = {};

    for (const [name, value] of request.headers())
    {
        if (!connectionHeaders.has(name) && nominated?.has(name) !== true && !name.startsWith(reservedHeaderPrefix))
        {
            headers[name] = value;
        }
    }

    return headers;
}
