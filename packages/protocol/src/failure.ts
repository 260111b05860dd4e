import { isJitarError } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';

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
    /** Whether nobody is to try the call again, because a hop did, or had no more tries to spend; absent: no. */
    readonly final?: boolean;
    /**
     * Whether no answer came: who was called could not be reached, or was lost. It is said by the connection to who
     * calls over it, and does not travel.
     */
    readonly unanswered?: boolean;
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
 * has the codec of the segment in which it was thrown. It never throws, and every field is of its type, whatever an
 * application throws: what is not travels as an error that says less.
 */
export function describeFailure(error: unknown): FailureEnvelope
{
    try
    {
        return isRemoteFailure(error) ? error.envelope : describe(error);
    }
    catch
    {
        // A getter, a proxy or a `toString` of the application's threw.
        return { name: 'Error', message: 'An error that cannot be read', retryable: false, unstarted: false };
    }
}

/** Nothing keeps an application from giving the fields of its errors any value, so what does not fit is left out. */
function describe(error: unknown): FailureEnvelope
{
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: toText(error) };
    const envelope = { name: typeof name === 'string' ? name : 'Error', message: toText(message), retryable: false, unstarted: false };

    if (!isJitarError(error))
    {
        return envelope;
    }

    const { code, status, retryable } = error as Readonly<Record<keyof JitarError, unknown>>;

    return {
        ...envelope,
        ...typeof code === 'string' ? { code } : {},
        ...isErrorStatus(status) ? { status } : {},
        retryable: retryable === true
    };
}

function toText(value: unknown): string
{
    return typeof value === 'object' && value !== null && !('toString' in value) ? Object.prototype.toString.call(value) : String(value);
}

function isErrorStatus(status: unknown): status is number
{
    return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599;
}
