import { createError } from '@jitar/errors';
import { createCancelSource } from '@jitar/protocol';
import type { Caller, CancelSignal, CancelSource, Invocation, Invoker, MemberIdentity, Outcome } from '@jitar/protocol';

import { violation } from './checks.js';
import type { Clock } from './clock.js';
import { toEnvelope, unstarted } from './failures.js';
import { endless } from './link-options.js';
import type { CallBody, WireCaller } from './message.js';
import type { Posted } from './outbox.js';
import type { Producing } from './producing.js';
import type { Reading } from './reading.js';
import type { Sending } from './sending.js';
import { write, writeAnswer, writeError } from './writing.js';
import type { WrittenMessage } from './writing.js';

/** What the serving half of a link needs. */
export interface ServingOptions
{
    readonly peer: MemberIdentity;
    readonly invoker: Invoker;
    readonly sending: Sending;
    readonly producing: Producing;
    readonly reading: Reading;
    readonly clock: Clock;
    readonly maxInFlight: number;
    readonly tooLarge: (text: string) => boolean;
    readonly maxMessage: number;
}

/** The half of a link that runs what the peer calls. */
export interface Serving
{
    readonly inFlight: number;
    /** @throws `PROTOCOL_VIOLATION` when the number is in use. */
    call(number: number, body: CallBody, waited?: number): void;
    cancel(number: number): void;
    /** Runs the handler of a control message, and replies. @throws `PROTOCOL_VIOLATION` when the number is in use. */
    reply(number: number, name: string, handle: () => unknown): void;
    /** Looks whether all is done. */
    rest(): void;
    /** Resolves when nothing runs, and all answers are posted, those with parts and streams in full. */
    idle(): Promise<void>;
    /** Nobody waits for the answers any more. */
    abandon(): void;
}

interface Running
{
    readonly name: string;
    readonly cancellation: CancelSource;
}

export function createServing(options: ServingOptions): Serving
{
    const { peer, invoker, sending, producing, reading, clock, maxInFlight, tooLarge, maxMessage } = options;
    const running = new Map<number, Running>();
    // Answers whose parts are on their way.
    const leaving = new Map<number, { readonly posted: Posted; readonly streams: WrittenMessage['streams'] }>();
    let waiting: (() => void)[] = [];

    return {
        get inFlight() { return running.size; },
        call: (number, body, waited = 0) =>
        {
            const remaining = body.remaining === undefined ? undefined : body.remaining - waited;
            const args = reading.take(body.args, body.fqn);

            let streaming = false;

            void serve(number, body.fqn, async signal =>
            {
                if (remaining !== undefined && remaining <= 0)
                {
                    throw unstarted(createError('DEADLINE_EXCEEDED', { fqn: body.fqn }));
                }

                const outcome = await invoker.invoke(toInvocation({ ...body, args, ...remaining !== undefined && { remaining } }, signal));
                const message = answer(number, outcome);

                streaming = message.streams !== undefined;

                return message;
            }).finally(() =>
            {
                // What is made of them goes on; else they end here, for nobody else may have heard of them.
                if (!streaming)
                {
                    args.streams?.forEach(stream => stream.stop());
                }
            });
        },
        reply: (number, name, handle) =>
        {
            void serve(number, name, async () => ({ text: write(['reply', number, await handle()]) }));
        },
        cancel: number =>
        {
            const call = running.get(number);

            // It is no violation to cancel what has just been answered.
            if (call !== undefined)
            {
                running.delete(number);
                abort(call);
                rest();
            }

            const answer = leaving.get(number);

            if (answer !== undefined)
            {
                leaving.delete(number);
                sending.withdraw(answer.posted);
                producing.discard(answer.streams);
                rest();
            }
        },
        rest,
        idle: () => isIdle() ? Promise.resolve() : new Promise(resolve => waiting.push(resolve)),
        abandon: () =>
        {
            const calls = [...running.values()];

            running.clear();
            leaving.clear();
            calls.forEach(abort);
            rest();
        }
    };

    function isIdle(): boolean
    {
        return running.size + leaving.size + producing.open === 0;
    }

    function rest(): void
    {
        if (isIdle())
        {
            waiting.forEach(resolve => resolve());
            waiting = [];
        }
    }

    function serve(number: number, name: string, run: (signal: CancelSignal) => Promise<WrittenMessage>): Promise<void>
    {
        if (running.has(number))
        {
            throw violation('the number of a call is in use');
        }

        // Answers that the peer does not take fill this process as well.
        if (running.size + leaving.size >= maxInFlight)
        {
            post(number, fail(number, unstarted(createError('OVERLOADED', { limit: maxInFlight }))));
            return Promise.resolve();
        }

        const call = { name, cancellation: createCancelSource() };

        running.set(number, call);

        return finish(number, call, run);
    }

    async function finish(number: number, call: Running, run: (signal: CancelSignal) => Promise<WrittenMessage>): Promise<void>
    {
        let message: WrittenMessage;

        try
        {
            message = await run(call.cancellation);
        }
        catch (error)
        {
            message = fail(number, error);
        }

        if (tooLarge(message.text))
        {
            producing.discard(message.streams);
            message = fail(number, createError('MESSAGE_TOO_LARGE', { limit: maxMessage }));
        }

        // The number may be in use again, by another call, when this one was cancelled.
        if (running.get(number) === call)
        {
            running.delete(number);
            post(number, message);
            rest();
        }
        else
        {
            producing.discard(message.streams);
        }
    }

    function answer(number: number, outcome: Outcome): WrittenMessage
    {
        try
        {
            return writeAnswer(number, outcome, { announce: sending.announce, open: producing.announce });
        }
        catch (error)
        {
            if (outcome.result.form === 'tagged')
            {
                outcome.result.streams?.forEach(stream => stream.stop());
            }

            throw error;
        }
    }

    function fail(number: number, error: unknown): WrittenMessage
    {
        return writeError(number, toEnvelope(error), sending.announce);
    }

    function post(number: number, message: WrittenMessage): void
    {
        const posted = sending.post(message, () =>
        {
            leaving.delete(number);
            rest();
        });

        if (message.transfer !== undefined)
        {
            leaving.set(number, { posted, streams: message.streams });
        }
    }

    function toInvocation({ fqn, version, match, args, headers, caller, remaining, dryRun }: CallBody, signal: CancelSignal): Invocation
    {
        return {
            fqn,
            match,
            args,
            headers,
            signal,
            caller: toCaller(caller),
            ...(version !== undefined && { version }),
            ...(remaining !== undefined && { deadline: remaining >= endless / 2 ? Infinity : clock.now() + remaining }),
            ...(dryRun !== undefined && { dryRun })
        };
    }

    function toCaller(caller: WireCaller): Caller
    {
        if (caller.kind === 'outside')
        {
            return caller;
        }

        // Only a gateway stands between members; any other names itself, and nobody else.
        const id = peer.kind === 'gateway' ? caller.id ?? peer.id : peer.id;

        return { kind: 'member', id, ...(caller.segment !== undefined && { segment: caller.segment }) };
    }
}

function abort({ name, cancellation }: Running): void
{
    cancellation.abort(createError('CALL_CANCELLED', { fqn: name }));
}
