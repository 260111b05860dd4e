import { createError } from '@jitar/errors';
import type { PayloadStream, StreamRequest, StreamStep } from '@jitar/protocol';

import { violation } from './checks.js';
import { toEnvelope } from './failures.js';
import type { Posted } from './outbox.js';
import type { Sending } from './sending.js';
import { pullLimits, streamLimit } from './stream-messages.js';
import type { AnnouncedStream } from './stream-messages.js';
import { highestNumber } from './transfer.js';
import { writeEnd, writeItem, writeStreamFailure } from './writing.js';
import type { WrittenMessage } from './writing.js';

/** What the producing half of streams needs. */
export interface ProducingOptions
{
    readonly sending: Sending;
    readonly tooLarge: (text: string) => boolean;
    readonly maxMessage: number;
    /** Nothing is produced for the peer any more. */
    readonly idle: () => void;
}

/** The streams of this side, which the peer reads. */
export interface Producing
{
    /** Those that have not ended. */
    readonly open: number;
    /** Gives streams the numbers by which the peer asks for what they produce. @throws `OVERLOADED` */
    readonly announce: (streams: readonly PayloadStream[] | undefined) => readonly AnnouncedStream[] | undefined;
    /** The peer never hears of them. They are stopped by who has them. */
    readonly forget: (streams: readonly AnnouncedStream[] | undefined) => void;
    /** The peer never hears of them, and nobody else has them. */
    discard(streams: readonly AnnouncedStream[] | undefined): void;
    /**
     * The peer gets no more of them.
     *
     * @param stop - `false`: somebody else may still read them.
     */
    finish(streams: readonly AnnouncedStream[] | undefined, stop: boolean): void;
    /** The peer asks for so much more. @throws `PROTOCOL_VIOLATION` */
    pull(number: number, amount: number): void;
    /** The peer asks a generator. @throws `PROTOCOL_VIOLATION` */
    request(number: number, request: StreamRequest): void;
    /** The peer reads no more. @throws `PROTOCOL_VIOLATION` for what never was a stream. */
    stop(number: number): void;
    /** Nobody reads anything any more. */
    abandon(): void;
}

/** Creates the producing half of the streams of a link. */
export function createProducing(options: ProducingOptions): Producing
{
    const { idle } = options;
    const productions = new Map<number, Production>();

    let last = 0;

    const announce = (streams: readonly PayloadStream[] | undefined): readonly AnnouncedStream[] | undefined =>
    {
        if (streams === undefined || streams.length === 0)
        {
            return undefined;
        }

        if (productions.size + streams.length > streamLimit)
        {
            throw createError('OVERLOADED', { limit: streamLimit });
        }

        return streams.map(stream => start(stream));
    };

    return {
        get open() { return productions.size; },
        announce,
        forget: streams => streams?.forEach(({ number }) => remove(number)),
        discard: streams => streams?.forEach(({ number }) =>
        {
            productions.get(number)?.stream.stop();
            remove(number);
        }),
        finish: (streams, stop) => streams?.forEach(({ number }) =>
        {
            const production = productions.get(number);

            production?.end();

            if (stop)
            {
                production?.stream.stop();
            }
        }),
        pull: (number, amount) => find(number)?.pull(amount),
        request: (number, request) => find(number)?.request(request),
        stop(number)
        {
            const production = find(number);

            production?.stream.stop();
            production?.end();
        },
        abandon()
        {
            const all = [...productions.values()];

            productions.clear();
            all.forEach(production => production.stream.stop());
            idle();
        }
    };

    function start(stream: PayloadStream): AnnouncedStream
    {
        do
        {
            last = last % highestNumber + 1;
        }
        while (productions.has(last));

        const number = last;
        const create = stream.kind === 'bytes' ? createByteProduction : createItemProduction;

        productions.set(number, create({ ...options, number, stream, announce, forget: streams => streams?.forEach(nested => remove(nested.number)), ended: () => remove(number) }));

        return { number, kind: stream.kind, ...stream.timeout !== undefined && { timeout: stream.timeout } };
    }

    /** What has ended may still be asked for by messages that crossed its end. */
    function find(number: number): Production | undefined
    {
        const production = productions.get(number);

        if (production === undefined && number > last)
        {
            throw violation('a stream is asked for that there never was');
        }

        return production;
    }

    function remove(number: number): void
    {
        if (productions.delete(number) && productions.size === 0)
        {
            idle();
        }
    }
}

interface Production
{
    readonly stream: PayloadStream;
    pull(amount: number): void;
    request(request: StreamRequest): void;
    /** Tells the peer that nothing more comes, whatever it asked for. */
    end(): void;
}

interface ProductionOptions extends ProducingOptions
{
    readonly number: number;
    readonly stream: PayloadStream;
    readonly announce: Producing['announce'];
    readonly forget: Producing['forget'];
    readonly ended: () => void;
}

/** Answers each request by an item, in the order of the requests. */
function createItemProduction({ number, stream, sending, announce, forget, tooLarge, maxMessage, ended }: ProductionOptions): Production
{
    const steps: Promise<StreamStep>[] = [];

    let pumping = false;
    let over = false;
    /** The item whose parts are on their way. */
    let leaving: { readonly posted: Posted; readonly message: WrittenMessage; readonly resolve: () => void } | undefined;

    return { stream, pull, request, end };

    function pull(amount: number): void
    {
        for (let count = 0; count < amount; count++)
        {
            request({ how: 'next' });
        }
    }

    function request(asked: StreamRequest): void
    {
        if (steps.length >= pullLimits.items)
        {
            throw violation('more is asked of a stream than it may owe');
        }

        const step = stream.next(asked);

        // It fails when it is its turn.
        step.catch(() => undefined);
        steps.push(step);

        if (!pumping && !over)
        {
            pumping = true;
            void pump();
        }
    }

    async function pump(): Promise<void>
    {
        for (let next = steps[0]; next !== undefined && !over; next = steps[0])
        {
            await answer(next);
            void steps.shift();
        }

        pumping = false;
    }

    async function answer(next: Promise<StreamStep>): Promise<void>
    {
        let message: WrittenMessage;
        let done = true;

        try
        {
            const step = await next;

            if (isOver())
            {
                stopNested(step);

                return;
            }

            message = writeStep(step);
            done = step.done;
        }
        catch (error)
        {
            stream.stop();
            message = writeStreamFailure(number, toEnvelope(error), sending.announce);
        }

        if (!isOver())
        {
            if (message.transfer === undefined)
            {
                sending.post(message);
            }
            else
            {
                await postWithParts(message);
            }

            if (done && !isOver())
            {
                over = true;
                ended();
            }
        }
    }

    // While something was waited for, the peer may have stopped.
    function isOver(): boolean
    {
        return over;
    }

    function writeStep(step: StreamStep): WrittenMessage
    {
        if ('bytes' in step)
        {
            throw createError('INVALID_REQUEST', { reason: 'an item of a stream must be encoded' });
        }

        const beside = { announce: sending.announce, open: announce };
        const message = step.done ? writeEnd(number, step.payload, beside) : writeItem(number, step.payload, beside);

        if (tooLarge(message.text))
        {
            forget(message.streams);
            stopNested(step);

            throw createError('MESSAGE_TOO_LARGE', { limit: maxMessage });
        }

        return message;
    }

    /** What comes after it must not overtake its parts. */
    function postWithParts(message: WrittenMessage): Promise<void>
    {
        return new Promise(resolve =>
        {
            const posted = sending.post(message, () =>
            {
                leaving = undefined;
                resolve();
            });

            leaving = { message, posted, resolve };
        });
    }

    function end(): void
    {
        if (over)
        {
            return;
        }

        over = true;

        if (leaving !== undefined)
        {
            sending.withdraw(leaving.posted);
            forget(leaving.message.streams);
            leaving.resolve();
        }

        sending.post(writeEnd(number));
        ended();
    }
}

function stopNested(step: StreamStep): void
{
    if (!('bytes' in step) && step.payload?.form === 'tagged')
    {
        step.payload.streams?.forEach(stream => stream.stop());
    }
}

/** Sends as many octets as were asked for, and asks for a chunk only when the one before is on its way. */
function createByteProduction({ number, stream, sending, ended }: ProductionOptions): Production
{
    let credit = 0;
    let pumping = false;
    let over = false;
    let wake: () => void = () => undefined;

    return {
        stream,

        pull(amount)
        {
            credit += amount;

            if (credit > pullLimits.bytes)
            {
                throw violation('more is asked of a stream than it may owe');
            }

            wake();

            if (!pumping && !over)
            {
                pumping = true;
                void pump();
            }
        },

        request()
        {
            throw violation('only a generator takes what is passed to it');
        },

        end
    };

    async function pump(): Promise<void>
    {
        let rest = new Uint8Array();

        try
        {
            for (;;)
            {
                while (credit === 0 && !over)
                {
                    await new Promise<void>(resolve => { wake = resolve; });
                }

                if (rest.length === 0 && !over)
                {
                    const step = await stream.next();

                    if (!('bytes' in step))
                    {
                        end();
                    }
                    else
                    {
                        rest = step.bytes as Uint8Array<ArrayBuffer>;
                    }
                }

                if (over)
                {
                    return;
                }

                const piece = rest.subarray(0, credit);

                credit -= piece.length;
                rest = rest.subarray(piece.length);
                await sending.postBytes(number, piece);
            }
        }
        catch (error)
        {
            stream.stop();

            if (!over)
            {
                over = true;
                sending.post(writeStreamFailure(number, toEnvelope(error), sending.announce));
                ended();
            }
        }
    }

    function end(): void
    {
        if (!over)
        {
            over = true;
            wake();
            sending.withdrawBytes(number);
            sending.post(writeEnd(number));
            ended();
        }
    }
}
