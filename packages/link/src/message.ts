import type { ControlKind, FailureEnvelope, MemberIdentity } from '@jitar/protocol';

import { checkChoice, checkFields, checkFlag, checkId, checkInteger, checkLine, checkList, checkOptional, checkText, checkUrl, idLimit, violation } from './checks.js';
import { checkKind, nameLimit } from './control.js';
import { checkHeaders } from './headers.js';
import { readStreamNumber, readStreams, requests } from './stream-messages.js';
import type { StreamMessage } from './stream-messages.js';
import { highestNumber, readAnnouncement } from './transfer.js';
import type { AnnouncedPayload } from './transfer.js';

/** Why a link is refused, as it is told to the peer. */
export const refusals = {
    version: 'the two sides have no version of the protocol in common',
    'trust-key': 'the trust keys differ',
    'trust-key-missing': 'only one of the two sides has a trust key',
    loopback: 'without a trust key both sides must be on the loopback interface of one machine',
    identity: 'both sides have the same id'
} as const;

/** A reason of {@link refusals}. */
export type Refusal = keyof typeof refusals;

/** How a side introduces itself. */
export interface Hello
{
    readonly versions: readonly number[];
    readonly identity: MemberIdentity;
    readonly nonce: string;
    /** Whether it has a trust key. */
    readonly keyed: boolean;
}

/** Who calls, as it is said on a link: an outsider, or a member; the peer itself where no id is given. */
export type WireCaller =
    | { readonly kind: 'outside'; readonly trusted: boolean }
    | { readonly kind: 'member'; readonly id?: string; readonly segment?: string };

/** A call on the wire. */
export interface CallBody
{
    readonly fqn: string;
    readonly version?: string;
    readonly match: 'exact' | 'compatible';
    readonly args: AnnouncedPayload;
    readonly headers: Readonly<Record<string, string>>;
    readonly caller: WireCaller;
    /** Milliseconds until the call must have ended. */
    /** Milliseconds. */
    readonly remaining?: number;
    readonly dryRun?: boolean;
}

/** An answer on the wire. */
export interface AnswerBody
{
    readonly result: AnnouncedPayload;
    readonly headers: Readonly<Record<string, string>>;
    readonly status?: number;
}

/** A failure on the wire. */
export interface FailureBody extends Omit<FailureEnvelope, 'payload'>
{
    readonly payload?: AnnouncedPayload;
}

/** Everything that may be said on a link of version 1. */
export type Message =
    | readonly ['hello', Hello]
    | readonly ['proof', string | null]
    | readonly ['ready']
    | readonly ['refuse', Refusal]
    | readonly ['call', number, CallBody]
    | readonly ['answer', number, AnswerBody]
    | readonly ['error', number, FailureBody]
    | readonly ['cancel', number]
    | readonly ['ask', number, ControlKind, unknown]
    | readonly ['reply', number, unknown]
    | readonly ['credit', number]
    | readonly ['drop', number]
    | StreamMessage
    | readonly ['ping']
    | readonly ['pong'];

/** The first element of a message. */
export type MessageType = Message[0];

type Readers = { readonly [Type in MessageType]: readonly [length: number, read: (fields: readonly unknown[]) => Extract<Message, readonly [Type, ...unknown[]]>] };

const forms = ['json', 'tagged'] as const;
const kinds = ['node', 'gateway', 'repository', 'proxy'] as const;
const matches = ['exact', 'compatible'] as const;
const hexadecimal = /^[0-9a-f]+$/;

const readers: Readers = {
    hello: [2, fields => ['hello', readHello(fields[1])]],
    proof: [2, fields => ['proof', fields[1] === null ? null : checkHexadecimal(fields[1], 'a proof', 64)]],
    ready: [1, () => ['ready']],
    refuse: [2, fields => ['refuse', checkChoice(fields[1], 'a refusal', Object.keys(refusals) as Refusal[])]],
    call: [3, fields => ['call', readId(fields[1]), readCall(fields[2])]],
    answer: [3, fields => ['answer', readId(fields[1]), readAnswer(fields[2])]],
    error: [3, fields => ['error', readId(fields[1]), readFailure(fields[2])]],
    cancel: [2, fields => ['cancel', readId(fields[1])]],
    ask: [4, fields => ['ask', readId(fields[1]), checkKind(fields[2]), fields[3]]],
    reply: [3, fields => ['reply', readId(fields[1]), fields[2]]],
    credit: [2, fields => ['credit', checkInteger(fields[1], 'a credit', 1)]],
    drop: [2, fields => ['drop', checkInteger(fields[1], 'the number of a transfer', 1, highestNumber)]],
    pull: [3, fields => ['pull', readStreamNumber(fields[1]), checkInteger(fields[2], 'what is asked for', 1)]],
    send: [4, fields => ['send', readStreamNumber(fields[1]), checkChoice(fields[2], 'a request', requests), readStep(fields[3])]],
    stop: [2, fields => ['stop', readStreamNumber(fields[1])]],
    item: [3, fields => ['item', readStreamNumber(fields[1]), readItem(fields[2])]],
    end: [3, fields => ['end', readStreamNumber(fields[1]), readStep(fields[2])]],
    fail: [3, fields => ['fail', readStreamNumber(fields[1]), readFailure(fields[2])]],
    ping: [1, () => ['ping']],
    pong: [1, () => ['pong']]
};

/**
 * Reads the messages of one frame.
 *
 * @throws `PROTOCOL_VIOLATION` when the frame is not a JSON list.
 */
export function readFrame(text: string): readonly unknown[]
{
    let frame: unknown;

    try
    {
        frame = JSON.parse(text);
    }
    catch
    {
        throw violation('a frame is not JSON');
    }

    return checkList(frame, 'a frame');
}

/**
 * Reads one message; the body of a question or a reply is left to who knows its kind.
 *
 * @throws `PROTOCOL_VIOLATION` for anything that is no message of this version.
 */
export function readMessage(value: unknown): Message
{
    const fields = checkList(value, 'a message');
    const type = fields[0];

    if (typeof type !== 'string' || !Object.hasOwn(readers, type))
    {
        throw violation('a message has an unknown type');
    }

    const [length, read] = readers[type as MessageType];

    if (fields.length !== length)
    {
        throw violation(`a message "${type}" has ${String(fields.length)} parts`);
    }

    return read(fields);
}

function readId(value: unknown): number
{
    return checkInteger(value, 'the number of a call', 1);
}

function readHello(value: unknown): Hello
{
    const { versions, identity, nonce, keyed } = checkFields(value, 'the hello');
    const { id, kind, url } = checkFields(identity, 'the identity');
    const address = checkOptional(url, given => checkUrl(given, 'the url', nameLimit));

    return {
        versions: checkList(versions, 'versions').slice(0, 16).map(version => checkInteger(version, 'a version', 1, 1000)),
        identity: {
            id: checkId(id),
            kind: checkChoice(kind, 'the kind of a member', kinds),
            ...(address !== undefined && { url: address })
        },
        nonce: checkHexadecimal(nonce, 'the nonce', 32),
        keyed: checkFlag(keyed, 'keyed')
    };
}

function readCall(value: unknown): CallBody
{
    const { fqn, version, match, form, args, parts, streams, headers, caller, remaining, dryRun } = checkFields(value, 'a call');
    const requested = checkOptional(version, given => checkText(given, 'a version', 64));
    const milliseconds = checkOptional(remaining, given => checkInteger(given, 'the remaining time', 0));

    return {
        fqn: checkLine(fqn, 'the name of a procedure', nameLimit),
        match: checkChoice(match, 'match', matches),
        args: readPayload(form, args, { parts, streams }),
        headers: checkHeaders(headers),
        caller: readCaller(caller),
        ...(requested !== undefined && { version: requested }),
        ...(milliseconds !== undefined && { remaining: milliseconds }),
        ...(dryRun !== undefined && { dryRun: checkFlag(dryRun, 'dryRun') })
    };
}

function readCaller(value: unknown): WireCaller
{
    const { kind, trusted, id, segment } = checkFields(value, 'the caller');

    if (checkChoice(kind, 'the kind of a caller', ['outside', 'member']) === 'outside')
    {
        return { kind: 'outside', trusted: checkFlag(trusted, 'trusted') };
    }

    const name = checkOptional(id, checkId);
    const origin = checkOptional(segment, given => checkLine(given, 'a segment', nameLimit));

    return { kind: 'member', ...(name !== undefined && { id: name }), ...(origin !== undefined && { segment: origin }) };
}

function readAnswer(value: unknown): AnswerBody
{
    const { form, result, parts, streams, headers, status } = checkFields(value, 'an answer');
    const code = checkOptional(status, given => checkInteger(given, 'a status', 200, 599));

    return { result: readPayload(form, result, { parts, streams }), headers: checkHeaders(headers), ...(code !== undefined && { status: code }) };
}

function readFailure(value: unknown): FailureBody
{
    const { name, message, code, status, retryable, correlationId, unstarted, final, payload } = checkFields(value, 'an error');
    const permanent = checkOptional(code, given => checkText(given, 'a code', nameLimit));
    const number = checkOptional(status, given => checkInteger(given, 'a status', 400, 599));
    const correlation = checkOptional(correlationId, given => checkText(given, 'a correlation id', idLimit));
    const isFinal = checkOptional(final, given => checkFlag(given, 'final'));
    const encoded = checkOptional(payload, given =>
    {
        const { form, text, parts } = checkFields(given, 'the payload of an error');

        return readPayload(form, text, { parts });
    });

    return {
        name: checkText(name, 'the name of an error'),
        message: checkText(message, 'the message of an error'),
        retryable: checkFlag(retryable, 'retryable'),
        unstarted: checkFlag(unstarted, 'unstarted'),
        ...(isFinal !== undefined && { final: isFinal }),
        ...(permanent !== undefined && { code: permanent }),
        ...(number !== undefined && { status: number }),
        ...(correlation !== undefined && { correlationId: correlation }),
        ...(encoded !== undefined && { payload: encoded })
    };
}

function readItem(value: unknown): AnnouncedPayload
{
    const { form, value: text, parts, streams } = checkFields(value, 'an item');

    return readPayload(form, text, { parts, streams });
}

function readStep(value: unknown): AnnouncedPayload | null
{
    return value === null ? null : readItem(value);
}

function readPayload(form: unknown, text: unknown, { parts, streams }: { readonly parts: unknown; readonly streams?: unknown }): AnnouncedPayload
{
    const announced = checkOptional(parts, readAnnouncement);
    const announcedStreams = checkOptional(streams, readStreams);
    const payload: AnnouncedPayload = { form: checkChoice(form, 'the form of a value', forms), text: checkText(text, 'a value') };

    if (payload.form !== 'tagged' && (announced !== undefined || announcedStreams !== undefined))
    {
        throw violation('plain JSON cannot refer to parts or streams');
    }

    return { ...payload, ...announced !== undefined && { announced }, ...announcedStreams !== undefined && { announcedStreams } };
}

function checkHexadecimal(value: unknown, place: string, digits: number): string
{
    const text = checkText(value, place, digits);

    if (text.length !== digits || !hexadecimal.test(text))
    {
        throw violation(`${place} does not have ${String(digits)} hexadecimal digits`);
    }

    return text;
}
