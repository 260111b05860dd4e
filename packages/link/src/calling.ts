import { createError } from '@jitar/errors';
import { RemoteFailure } from '@jitar/protocol';
import type { CancelSignal, ControlKind, ControlMessages, Invocation, Outcome } from '@jitar/protocol';

import { violation } from './checks.js';
import type { Clock } from './clock.js';
import { checkAnswer } from './control.js';
import { lost, unstarted } from './failures.js';
import { endless } from './link-options.js';
import type { Message } from './message.js';
import type { Outbox, Posted } from './outbox.js';
import type { Producing } from './producing.js';
import type { Reading } from './reading.js';
import type { Sending } from './sending.js';
import type { AnnouncedStream } from './stream-messages.js';
import { write, writeCall } from './writing.js';
import type { WrittenMessage } from './writing.js';

/** What the calling half of a link needs. */
export interface CallingOptions
{
    readonly self: string;
    readonly peer: string;
    readonly outbox: Outbox;
    readonly sending: Sending;
    readonly producing: Producing;
    readonly reading: Reading;
    readonly clock: Clock;
    readonly maxInFlight: number;
    /** Tells whether a message is too large to be sent. */
    readonly tooLarge: (text: string) => boolean;
    readonly maxMessage: number;
    /** Milliseconds that a control message waits for its reply. */
    readonly controlTimeout: number;
}

/** The half of a link that calls: it holds what waits for an answer. */
export interface Calling
{
    readonly inFlight: number;
    invoke(invocation: Invocation): Promise<Outcome>;
    ask<Kind extends ControlKind>(kind: Kind, body: ControlMessages[Kind]['request']): Promise<ControlMessages[Kind]['answer']>;
    /** Takes an answer, a reply or an error. @throws `PROTOCOL_VIOLATION` for an answer to nothing. */
    settle(message: Extract<Message, readonly ['answer' | 'reply' | 'error', ...unknown[]]>): void;
    /** Fails everything that waits. */
    fail(): void;
}

interface Waiting
{
    readonly name: string;
    /** Those of the arguments, which end with the call. */
    readonly streams: readonly AnnouncedStream[] | undefined;
    readonly posted: Posted;
    readonly kind: ControlKind | undefined;
    readonly resolve: (value: never) => void;
    readonly reject: (error: unknown) => void;
    readonly release: () => void;
}

interface Call
{
    readonly name: string;
    readonly message: WrittenMessage;
    readonly number: number;
    readonly kind?: ControlKind;
    readonly remaining: number | undefined;
    readonly signal?: CancelSignal | undefined;
}

export function createCalling(options: CallingOptions): Calling
{
    const { self, peer, outbox, sending, producing, reading, clock, maxInFlight, tooLarge, maxMessage, controlTimeout } = options;
    const waiting = new Map<number, Waiting>();

    let last = 0;

    return {
        get inFlight() { return waiting.size; },
        invoke,
        ask,
        settle,
        fail: () =>
        {
            for (const [number, call] of waiting)
            {
                forget(number, call);

                if (!call.posted.handed)
                {
                    producing.forget(call.streams);
                }

                call.reject(lost(peer, call.posted.handed));
            }
        }
    };

    function invoke(invocation: Invocation): Promise<Outcome>
    {
        try
        {
            return send(invocation);
        }
        catch (error)
        {
            // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it may be the caller's own reason
            return Promise.reject(error);
        }
    }

    function send(invocation: Invocation): Promise<Outcome>
    {
        const { fqn, deadline, signal } = invocation;

        if (signal?.aborted === true)
        {
            throw signal.reason;
        }

        const remaining = deadline === undefined ? undefined : Math.min(endless, Math.ceil(deadline - clock.now()));

        if (remaining !== undefined && remaining <= 0)
        {
            throw createError('DEADLINE_EXCEEDED', { fqn });
        }

        if (waiting.size >= maxInFlight)
        {
            throw unstarted(createError('OVERLOADED', { limit: maxInFlight }));
        }

        const number = ++last;

        return start<Outcome>({ name: fqn, message: writeCall(number, invocation, { self, remaining, beside: { announce: sending.announce, open: producing.announce } }), number, remaining, signal });
    }

    async function ask<Kind extends ControlKind>(kind: Kind, body: ControlMessages[Kind]['request']): Promise<ControlMessages[Kind]['answer']>
    {
        const number = ++last;

        return start<ControlMessages[Kind]['answer']>({ name: kind, message: { text: write(['ask', number, kind, body]) }, number, kind, remaining: controlTimeout });
    }

    function start<Value>({ name, message, number, kind, remaining, signal }: Call): Promise<Value>
    {
        if (tooLarge(message.text))
        {
            producing.forget(message.streams);

            throw createError('MESSAGE_TOO_LARGE', { limit: maxMessage });
        }

        return new Promise<Value>((resolve, reject) =>
        {
            const posted = sending.post(message);
            const cancelTimer = remaining === undefined || remaining === endless ? undefined : clock.after(remaining, () => giveUp(number, createError('DEADLINE_EXCEEDED', { fqn: name })));
            const abort = signal === undefined ? undefined : () => giveUp(number, signal.reason);

            if (abort !== undefined)
            {
                signal?.addEventListener('abort', abort);
            }

            const release = () =>
            {
                cancelTimer?.();

                if (abort !== undefined)
                {
                    signal?.removeEventListener('abort', abort);
                }
            };

            waiting.set(number, { name, posted, streams: message.streams, kind, resolve, reject, release });
        });
    }

    function giveUp(number: number, reason: unknown): void
    {
        const call = waiting.get(number);

        if (call === undefined)
        {
            return;
        }

        forget(number, call);

        if (!call.posted.handed)
        {
            sending.withdraw(call.posted);
            producing.forget(call.streams);
        }
        else if (call.kind === undefined)
        {
            outbox.post(write(['cancel', number]));
            producing.finish(call.streams, true);
        }

        call.reject(reason);
    }

    function settle(message: Extract<Message, readonly ['answer' | 'reply' | 'error', ...unknown[]]>): void
    {
        const [type, number, body] = message;
        const call = waiting.get(number);

        if (call === undefined)
        {
            if (number > last)
            {
                throw violation('an answer came to a call that was never made');
            }

            // The call was given up before its answer came.
            if (type === 'answer')
            {
                reading.take(body.result, '').streams?.forEach(stream => stream.stop());
            }

            return;
        }

        if (!call.posted.handed || (type === 'answer' && call.kind !== undefined) || (type === 'reply' && call.kind === undefined))
        {
            throw violation(`a message "${type}" does not answer what was asked`);
        }

        const value = type === 'error' ? undefined : type === 'answer' ? { ...body, result: reading.take(body.result, call.name) } : call.kind === undefined ? body : checkAnswer(call.kind, body);

        forget(number, call);

        if (type !== 'answer' || body.result.announcedStreams === undefined)
        {
            // What did not start there may start elsewhere, with the same arguments.
            producing.finish(call.streams, !(type === 'error' && body.unstarted));
        }

        if (type === 'error')
        {
            call.reject(new RemoteFailure(body));
        }
        else
        {
            // What was asked decided what the answer was checked to be.
            call.resolve(value as never);
        }
    }

    function forget(number: number, call: Waiting): void
    {
        waiting.delete(number);
        call.release();
    }
}
