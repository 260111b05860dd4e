import { createError } from '@jitar/errors';
import type { Caller, EncodedPayload, FailureEnvelope, Invocation, Outcome, Payload } from '@jitar/protocol';

import { findHeaderProblem } from './headers.js';
import type { Message, WireCaller } from './message.js';
import type { Transfer } from './transfer.js';

/** Messages that carry no call, and so have the same shape here and on the wire. */
export type PlainMessage = Exclude<Message, readonly ['hello' | 'call' | 'answer' | 'error', ...unknown[]]> | Extract<Message, readonly ['hello', unknown]>;

/** A message that was written, and what is sent after it. */
export interface WrittenMessage
{
    readonly text: string;
    readonly transfer?: Transfer | undefined;
}

/** Prepares the parts of a payload for sending. */
export type Announce = (payload: EncodedPayload) => Transfer | undefined;

export function write(message: PlainMessage): string
{
    return JSON.stringify(message);
}

/**
 * @param self - The member that writes: calls of its own name no id.
 * @param remaining - Whole milliseconds until the call must have ended; `undefined`: no limit.
 * @throws `INVALID_REQUEST` for what cannot travel, `MESSAGE_TOO_LARGE`.
 */
export function writeCall(number: number, invocation: Invocation, { self, remaining, announce }: { readonly self: string; readonly remaining: number | undefined; readonly announce: Announce }): WrittenMessage
{
    const { fqn, version, match, headers, caller, dryRun } = invocation;
    const args = checkEncoded(invocation.args, 'the arguments');

    checkOutgoing(headers);

    const transfer = announce(args);
    const written = JSON.stringify(['call', number, {
        fqn,
        version,
        match,
        form: args.form,
        args: args.text,
        parts: transfer?.announcement,
        headers: isEmpty(headers) ? undefined : headers,
        caller: toWire(caller, self),
        remaining,
        dryRun
    }]);

    return { text: written, transfer };
}

/** @throws `INVALID_REQUEST` for what cannot travel, `MESSAGE_TOO_LARGE`. */
export function writeAnswer(number: number, { result, headers, status }: Outcome, announce: Announce): WrittenMessage
{
    const payload = checkEncoded(result, 'the result');

    checkOutgoing(headers);

    if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599))
    {
        throw createError('INVALID_REQUEST', { reason: `${String(status)} is not the status of an answer` });
    }

    const { form, text: value } = payload;
    const transfer = announce(payload);
    const text = JSON.stringify(['answer', number, { form, result: value, parts: transfer?.announcement, headers: isEmpty(headers) ? undefined : headers, status }]);

    return { text, transfer };
}

/** An error always arrives: without its payload where that cannot travel. */
export function writeError(number: number, { payload, ...envelope }: FailureEnvelope, announce: Announce): WrittenMessage
{
    const transfer = payload === undefined ? undefined : attempt(() => announce(payload));

    if (payload === undefined || transfer === 'failed')
    {
        return { text: JSON.stringify(['error', number, envelope]) };
    }

    return { text: JSON.stringify(['error', number, { ...envelope, payload: { form: payload.form, text: payload.text, parts: transfer?.announcement } }]), transfer };
}

function attempt(announce: () => Transfer | undefined): Transfer | 'failed' | undefined
{
    try
    {
        return announce();
    }
    catch
    {
        return 'failed';
    }
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
