import { JitarError, errorRegistry, isJitarError } from '@jitar/errors';
import type { ErrorCode } from '@jitar/errors';
import { RemoteFailure, describeFailure, isRemoteFailure } from '@jitar/protocol';
import type { FailureEnvelope } from '@jitar/protocol';
import { copy } from '@jitar/serialization';
import type { Codec } from '@jitar/serialization';

/** Whether an error is Jitar's own, so that its code says all. */
function isRegistered(error: unknown): error is JitarError
{
    return isJitarError(error) && error.name === 'JitarError' && Object.hasOwn(errorRegistry, error.code);
}

/** Makes what a call that came encoded is rejected with: what a procedure threw, encoded with the classes of its segment. */
export function encodeFailure(error: unknown, codec: Codec): unknown
{
    if (isRemoteFailure(error) || isRegistered(error))
    {
        return error;
    }

    const envelope = describeFailure(error);

    try
    {
        return new RemoteFailure({ ...envelope, payload: { form: 'tagged', text: codec.encode(error, 'error') } });
    }
    catch
    {
        // An error that holds what cannot be sent arrives by name and message: never as a different failure.
        return new RemoteFailure(envelope);
    }
}

/** Makes what a stub is rejected with: the error of another process, with the classes of the calling segment. */
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
        return codec.decode(envelope.payload.text, 'error');
    }
    catch
    {
        return rebuildError(envelope);
    }
}

/** Copies what a procedure threw from its segment to the calling one. */
export function copyFailure(error: unknown, from: Codec, to: Codec): unknown
{
    if (isRegistered(error))
    {
        return error;
    }

    try
    {
        return copy(error, from, to, 'error');
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
