import { createError } from '@jitar/errors';
import type { Caller, EncodedPayload, FailureEnvelope, Invocation, Outcome, Payload, PayloadStream, StreamRequest } from '@jitar/protocol';

import { findHeaderProblem } from './headers.js';
import type { Message, WireCaller } from './message.js';
import type { AnnouncedStream } from './stream-messages.js';
import type { Transfer } from './transfer.js';

/** Messages that carry no call, and so have the same shape here and on the wire. */
export type PlainMessage = Exclude<Message, readonly ['hello' | 'call' | 'answer' | 'error' | 'send' | 'item' | 'end' | 'fail', ...unknown[]]> | Extract<Message, readonly ['hello', unknown]>;

/** A message that was written, and what is sent after it. */
export interface WrittenMessage
{
    readonly text: string;
    readonly transfer?: Transfer | undefined;
    /** The streams that it tells the peer of. */
    readonly streams?: readonly AnnouncedStream[] | undefined;
}

/** Prepares the parts of a payload for sending. */
export type Announce = (payload: EncodedPayload) => Transfer | undefined;

/** Prepares what travels beside the text of a payload. */
export interface Beside
{
    readonly announce: Announce;
    readonly open: (streams: readonly PayloadStream[] | undefined) => readonly AnnouncedStream[] | undefined;
}

export function write(message: PlainMessage): string
{
    return JSON.stringify(message);
}

/**
 * @param self - The member that writes: calls of its own name no id.
 * @param remaining - Whole milliseconds until the call must have ended; `undefined`: no limit.
 * @throws `INVALID_REQUEST` for what cannot travel, `MESSAGE_TOO_LARGE`.
 */
export function writeCall(number: number, invocation: Invocation, { self, remaining, beside }: { readonly self: string; readonly remaining: number | undefined; readonly beside: Beside }): WrittenMessage
{
    const { fqn, version, match, headers, caller, dryRun } = invocation;
    const args = checkEncoded(invocation.args, 'the arguments');

    checkOutgoing(headers);

    const { transfer, streams, fields } = writeBeside(args, beside);
    const written = JSON.stringify(['call', number, {
        fqn,
        version,
        match,
        form: args.form,
        args: args.text,
        ...fields,
        headers: isEmpty(headers) ? undefined : headers,
        caller: toWire(caller, self),
        remaining,
        dryRun
    }]);

    return { text: written, transfer, streams };
}

/** @throws `INVALID_REQUEST` for what cannot travel, `MESSAGE_TOO_LARGE`. */
export function writeAnswer(number: number, { result, headers, status }: Outcome, beside: Beside): WrittenMessage
{
    const payload = checkEncoded(result, 'the result');

    checkOutgoing(headers);

    if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599))
    {
        throw createError('INVALID_REQUEST', { reason: `${String(status)} is not the status of an answer` });
    }

    const { form, text: value } = payload;
    const { transfer, streams, fields } = writeBeside(payload, beside);
    const text = JSON.stringify(['answer', number, { form, result: value, ...fields, headers: isEmpty(headers) ? undefined : headers, status }]);

    return { text, transfer, streams };
}

/** @throws `INVALID_REQUEST` for what cannot travel, `MESSAGE_TOO_LARGE`, `OVERLOADED`. */
export function writeItem(number: number, payload: Payload, beside: Beside): WrittenMessage
{
    return writeStep('item', number, payload, beside);
}

/** @param payload - Absent: `undefined`. */
export function writeEnd(number: number, payload?: Payload, beside?: Beside): WrittenMessage
{
    return payload === undefined || beside === undefined ? { text: JSON.stringify(['end', number, null]) } : writeStep('end', number, payload, beside);
}

function writeStep(type: 'item' | 'end', number: number, step: Payload, beside: Beside): WrittenMessage
{
    const payload = checkEncoded(step, 'an item');
    const { transfer, streams, fields } = writeBeside(payload, beside);

    return { text: JSON.stringify([type, number, { form: payload.form, value: payload.text, ...fields }]), transfer, streams };
}

/** What a reader asks of a generator. */
export function writeRequest(number: number, { how, value }: StreamRequest, beside: Beside): WrittenMessage
{
    if (value === undefined)
    {
        return { text: JSON.stringify(['send', number, how, null]) };
    }

    const payload = checkEncoded(value, 'what a generator is passed');
    const { transfer, streams, fields } = writeBeside(payload, beside);

    return { text: JSON.stringify(['send', number, how, { form: payload.form, value: payload.text, ...fields }]), transfer, streams };
}

/** A stream fails as a call does. */
export function writeStreamFailure(number: number, envelope: FailureEnvelope, announce: Announce): WrittenMessage
{
    return writeFailure('fail', number, envelope, announce);
}

interface BesideFields
{
    readonly transfer: Transfer | undefined;
    readonly streams: readonly AnnouncedStream[] | undefined;
    readonly fields: object;
}

function writeBeside(payload: EncodedPayload, { announce, open }: Beside): BesideFields
{
    const transfer = announce(payload);
    const streams = open(payload.streams);

    return { transfer, streams, fields: { parts: transfer?.announcement, streams } };
}

/** An error always arrives: without its payload where that cannot travel. */
export function writeError(number: number, envelope: FailureEnvelope, announce: Announce): WrittenMessage
{
    return writeFailure('error', number, envelope, announce);
}

function writeFailure(type: 'error' | 'fail', number: number, { payload, ...envelope }: FailureEnvelope, announce: Announce): WrittenMessage
{
    const transfer = payload === undefined ? undefined : attempt(() => announce(payload));

    if (payload === undefined || transfer === 'failed')
    {
        return { text: JSON.stringify([type, number, envelope]) };
    }

    return { text: JSON.stringify([type, number, { ...envelope, payload: { form: payload.form, text: payload.text, parts: transfer?.announcement } }]), transfer };
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
