import { JitarError, errorRegistry, hasCode, isJitarError } from '@jitar/errors';
import type { ErrorCode } from '@jitar/errors';
import { RemoteFailure, describeFailure, isRemoteFailure } from '@jitar/protocol';
import type { FailureEnvelope } from '@jitar/protocol';
import { copy } from '@jitar/serialization';
import type { Codec } from '@jitar/serialization';

import { toPayload } from './encoded-payload.js';
import { decodePayload } from './lazy-payload.js';

/** Whether an error is Jitar's own, as the registry has it, so that its code and message say all. */
function saysAll(error: unknown): error is JitarError
{
    if (!isJitarError(error) || error.name !== 'JitarError' || !Object.hasOwn(errorRegistry, error.code) || 'cause' in error && !isCancellation(error))
    {
        return false;
    }

    const { status, hint, audience, retryable } = errorRegistry[error.code as ErrorCode];

    return error.status === status && error.hint === hint && error.audience === audience && error.retryable === retryable;
}

/** Its cause is the caller's own reason to give up. */
function isCancellation(error: unknown): boolean
{
    return hasCode(error, 'CALL_CANCELLED');
}

/**
 * Makes what a call that came encoded is rejected with: what a procedure threw, encoded with the classes of its
 * segment. Its cause, which stays in this process, is the error itself, for the log.
 */
export async function encodeFailure(error: unknown, codec: Codec): Promise<unknown>
{
    try
    {
        return isRemoteFailure(error) || saysAll(error)
            ? error
            : failureOf(error, { ...describeFailure(error), payload: toPayload(await codec.encodeAsync(error, 'error')) });
    }
    catch
    {
        // An error that holds what cannot be sent arrives by name and message: never as a different failure.
        return failureOf(error, describeFailure(error));
    }
}

function failureOf(error: unknown, envelope: FailureEnvelope): RemoteFailure
{
    const failure = new RemoteFailure(envelope);

    failure.cause = error;

    return failure;
}

/** Makes what a stub or middleware is rejected with: the error of another process, with the classes of who called. */
export function decodeFailure(error: unknown, codec: Codec): unknown
{
    if (!isRemoteFailure(error))
    {
        return error;
    }

    const { envelope } = error;

    if (envelope.payload?.form !== 'tagged')
    {
        return rebuildError(envelope);
    }

    try
    {
        return decodePayload(envelope.payload, codec, 'error');
    }
    catch
    {
        return rebuildError(envelope);
    }
}

/** Copies what a procedure threw from its segment to the calling one. */
export function copyFailure(error: unknown, from: Codec, to: Codec): unknown
{
    try
    {
        return isCancellation(error) ? error : copy(error, from, to, 'error');
    }
    catch
    {
        return rebuildError(describeFailure(error));
    }
}

/** Makes an error of the name, message and status that are known of one. */
function rebuildError({ name, message, code, status, retryable }: FailureEnvelope): Error
{
    if (code === undefined && status === undefined)
    {
        return named(new Error(message), name);
    }

    const definition = code !== undefined && Object.hasOwn(errorRegistry, code) ? errorRegistry[code as ErrorCode] : undefined;

    return named(new JitarError(message, { code: code ?? 'SERVER_ERROR', status, retryable, hint: definition?.hint, audience: definition?.audience }), name);
}

function named(error: Error, name: string): Error
{
    if (error.name !== name)
    {
        Object.defineProperty(error, 'name', { value: name, writable: true, configurable: true, enumerable: false });
    }

    return error;
}
