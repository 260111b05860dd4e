import { isJitarError } from '@jitar/errors';

import type { EncodedPayload } from './invocation.js';

/** An error on its way between two processes: enough to answer an outside caller without decoding it. */
export interface FailureEnvelope
{
    readonly name: string;
    readonly message: string;
    /** The permanent code, where it is an error of Jitar's or extends one. */
    readonly code?: string;
    /** The HTTP status, where the error has one; absent: an error that outside callers do not get to see. */
    readonly status?: number;
    readonly retryable: boolean;
    /** Where the log of the service that hid an error tells more of it. */
    readonly correlationId?: string;
    /** Whether the call surely never started where it failed. */
    readonly unstarted: boolean;
    /** The error itself in the form of the codec: class, fields and cause; never a stack. */
    readonly payload?: EncodedPayload;
}

const brand = Symbol.for('jitar.remote-failure');

/** A failure of a call in another process that was not decoded yet. */
export class RemoteFailure extends Error
{
    readonly envelope: FailureEnvelope;

    constructor(envelope: FailureEnvelope)
    {
        super(envelope.message);

        this.name = 'RemoteFailure';
        this.envelope = envelope;
    }

}

Object.defineProperty(RemoteFailure.prototype, brand, { value: true });

/** Tells whether a thrown value is the undecoded failure of another process. */
export function isRemoteFailure(value: unknown): value is RemoteFailure
{
    return value instanceof Error && (value as unknown as Record<symbol, unknown>)[brand] === true;
}

/**
 * Describes a thrown value for another process, without its fields and cause: those are added as `payload` by who
 * has the codec of the segment in which it was thrown.
 */
export function describeFailure(error: unknown): FailureEnvelope
{
    if (isRemoteFailure(error))
    {
        return error.envelope;
    }

    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };

    return isJitarError(error)
        ? { name, message, code: error.code, status: error.status, retryable: error.retryable, unstarted: false }
        : { name, message, retryable: false, unstarted: false };
}
