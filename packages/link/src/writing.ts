import { createError } from '@jitar/errors';
import type { Caller, EncodedPayload, FailureEnvelope, Invocation, Outcome, Payload } from '@jitar/protocol';

import { findHeaderProblem } from './headers.js';
import type { Message, WireCaller } from './message.js';

/** Messages that carry no call, and so have the same shape here and on the wire. */
export type PlainMessage = Exclude<Message, readonly ['hello' | 'call' | 'answer', ...unknown[]]> | Extract<Message, readonly ['hello', unknown]>;

export function write(message: PlainMessage): string
{
    return JSON.stringify(message);
}

/**
 * @param self - The member that writes: calls of its own name no id.
 * @param remaining - Whole milliseconds until the call must have ended; `undefined`: no limit.
 * @throws `INVALID_REQUEST` for what cannot travel.
 */
export function writeCall(number: number, invocation: Invocation, { self, remaining }: { readonly self: string; readonly remaining: number | undefined }): string
{
    const { fqn, version, match, headers, caller, dryRun } = invocation;
    const { form, text } = checkEncoded(invocation.args, 'the arguments');

    checkOutgoing(headers);

    return JSON.stringify(['call', number, {
        fqn,
        version,
        match,
        form,
        args: text,
        headers: isEmpty(headers) ? undefined : headers,
        caller: toWire(caller, self),
        remaining,
        dryRun
    }]);
}

/** @throws `INVALID_REQUEST` for what cannot travel. */
export function writeAnswer(number: number, { result, headers, status }: Outcome): string
{
    const { form, text } = checkEncoded(result, 'the result');

    checkOutgoing(headers);

    if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599))
    {
        throw createError('INVALID_REQUEST', { reason: `${String(status)} is not the status of an answer` });
    }

    return JSON.stringify(['answer', number, { form, result: text, headers: isEmpty(headers) ? undefined : headers, status }]);
}

export function writeError(number: number, envelope: FailureEnvelope): string
{
    return JSON.stringify(['error', number, envelope]);
}

function toWire(caller: Caller, self: string): WireCaller
{
    if (caller.kind === 'outside')
    {
        return { kind: 'outside', trusted: caller.trusted };
    }

    return {
        kind: 'member',
        ...(caller.id !== self && { id: caller.id }),
        ...(caller.segment !== undefined && { segment: caller.segment })
    };
}

function checkEncoded(payload: Payload, place: string): EncodedPayload
{
    if (payload.form === 'live')
    {
        throw createError('INVALID_REQUEST', { reason: `${place} of a call over a link must be encoded` });
    }

    return payload;
}

function checkOutgoing(headers: Readonly<Record<string, string>>): void
{
    const problem = findHeaderProblem(headers);

    if (problem !== undefined)
    {
        throw createError('INVALID_REQUEST', { reason: problem });
    }
}

function isEmpty(record: object): boolean
{
    for (const _ in record)
    {
        return false;
    }

    return true;
}
