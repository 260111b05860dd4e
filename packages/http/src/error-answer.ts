import { errorRegistry, isJitarError } from '@jitar/errors';
import type { ErrorCode } from '@jitar/errors';
import { answerHeaders, describeFailure, isRemoteFailure } from '@jitar/protocol';
import type { FailureEnvelope } from '@jitar/protocol';

import { encodedContent, toResponse } from './answer.js';
import type { Answer } from './answer.js';
import { publicPayload } from './public-payload.js';

/** The body of an answer that tells of an error. */
export interface ErrorBody
{
    readonly error: {
        /** The permanent code. */
        readonly code: string;
        readonly message: string;
        /** The name of the error's class. */
        readonly name?: string;
        /** What to do. */
        readonly hint?: string;
        /** Where the log of the service tells more, when the answer must not. */
        readonly correlationId?: string;
    /** The error itself in the form of the codec, for callers that asked for `tagged`; the parts of the body are its own. */
        readonly payload?: string;
    };
}

/**
 * Hears of the errors that outside callers do not get to see.
 *
 * @param place - `correlationId`: what the caller got instead; `fqn`: the procedure, where there is one.
 */
export type ErrorListener = (error: unknown, place: { readonly correlationId: string; readonly fqn: string | undefined }) => void;

/** How to answer errors. */
export interface ErrorAnswerOptions
{
    /**
     * Whether outside callers get the messages of all errors; default `false`, because a message may hold whatever
     * the application put into it. A stack never leaves.
     */
    readonly exposeErrors?: boolean | undefined;
    readonly onError?: ErrorListener | undefined;
    /** The procedure that was called. */
    readonly fqn?: string | undefined;
    /** Whether the caller reads the form of the codec. */
    readonly tagged?: boolean | undefined;
}

// Errors of the cluster that say nothing of its inside. Those that name addresses or files are not among them.
const harmless: ReadonlySet<string> = new Set<ErrorCode>([
    'NO_NODE_FOR_PROCEDURE', 'SERVICE_STARTING', 'SERVICE_STOPPING', 'OVERLOADED', 'DEADLINE_EXCEEDED', 'UNSUPPORTED_RESULT', 'VALUE_NOT_SERIALIZABLE'
]);

/** Seconds after which a service that is there, but cannot take a call now, is asked again. */
const retryAfter = '1';

const neutralMessages: Readonly<Record<number, string>> = {
    502: 'Bad gateway',
    503: 'Service unavailable',
    504: 'Gateway timeout'
};

/**
 * Answers an error to an outside caller: its status and message when it was made for callers; otherwise
 * `Internal error` with a correlation id, under which the listener gets the error itself.
 */
export function answerError(error: unknown, options: ErrorAnswerOptions = {}): Response
{
    return toResponse(describeErrorAnswer(error, options));
}

/** What {@link answerError} answers. */
export function describeErrorAnswer(error: unknown, options: ErrorAnswerOptions = {}): Answer
{
    const envelope = describeFailure(error);
    const visible = isForCallers(envelope);
    const correlationId = visible ? undefined : envelope.correlationId ?? report(error, options);
    const status = answerStatus(envelope.status);
    const code = envelope.status === undefined ? 'INTERNAL_ERROR' : envelope.code ?? 'INTERNAL_ERROR';
    const shown = visible || options.exposeErrors === true;
    const hint = shown ? hintOf(error, code) : undefined;
    const payload = shown && options.tagged === true ? publicPayload(envelope.payload) : undefined;

    const body: ErrorBody = {
        error: {
            code,
            message: shown ? envelope.message : neutralMessages[status] ?? 'Internal error',
            ...(shown && { name: envelope.name }),
            ...(hint !== undefined && { hint }),
            ...(correlationId !== undefined && { correlationId }),
            ...(payload !== undefined && { payload: payload.text })
        }
    };

    const content = encodedContent({ text: JSON.stringify(body), parts: payload?.parts ?? [] });

    return {
        status,
        headers: {
            'content-type': content.contentType,
            'x-content-type-options': 'nosniff',
            [answerHeaders.contentType]: 'application/json',
            [answerHeaders.errorCode]: headerSafe(code),
            ...(envelope.unstarted && envelope.final !== true && { [answerHeaders.unstarted]: 'true' }),
            ...(status === 503 && envelope.retryable && { 'retry-after': retryAfter }),
            ...(correlationId !== undefined && { [answerHeaders.correlation]: correlationId })
        },
        body: content.body
    };
}

function isForCallers({ status, code }: FailureEnvelope): boolean
{
    if (status === undefined)
    {
        return false;
    }

    return code === undefined || !isRegistered(code) || errorRegistry[code].audience === 'caller' || harmless.has(code);
}

/** Tells whether a code is one of Jitar's own, and no application's. */
export function isRegistered(code: string): code is ErrorCode
{
    return Object.hasOwn(errorRegistry, code);
}

function report(error: unknown, { onError, fqn }: ErrorAnswerOptions): string
{
    const correlationId = crypto.randomUUID();

    // Where the call failed in this process, the failure brings the error itself, with its stack.
    onError?.(isRemoteFailure(error) && error.cause instanceof Error ? error.cause : error, { correlationId, fqn });

    return correlationId;
}

function hintOf(error: unknown, code: string): string | undefined
{
    if (isJitarError(error))
    {
        return error.hint;
    }

    return isRegistered(code) ? errorRegistry[code].hint : undefined;
}

/** An application may give its errors any status; HTTP knows only some as those of errors. */
function answerStatus(status: number | undefined): number
{
    return status !== undefined && Number.isInteger(status) && status >= 400 && status <= 599 ? status : 500;
}

function headerSafe(code: string): string
{
    return /^[\w.-]{1,100}$/.test(code) ? code : 'ERROR';
}
