import { createError } from '@jitar/errors';
import { RemoteFailure } from '@jitar/protocol';
import type { EncodedPayload, PayloadStream, StreamRequest, StreamStep } from '@jitar/protocol';

import { violation } from './checks.js';
import type { Clock } from './clock.js';
import { lost } from './failures.js';
import type { Outbox } from './outbox.js';
import type { Producing } from './producing.js';
import type { Sending } from './sending.js';
import { pullLimits, streamLimit } from './stream-messages.js';
import type { AnnouncedStream, StreamMessage } from './stream-messages.js';
import type { AnnouncedPayload } from './transfer.js';
import { write, writeRequest } from './writing.js';

/** What the reading half of streams needs. */
export interface ReadingOptions
{
    readonly peer: string;
    readonly outbox: Outbox;
    readonly sending: Sending;
    readonly producing: Producing;
    readonly clock: Clock;
    readonly tooLarge: (text: string) => boolean;
    readonly maxMessage: number;
}

/** The streams of the peer, which this side reads. */
export interface Reading
{
    /** Those that have not ended. */
    readonly open: number;
    /**
     * Opens the streams that a payload of the peer's refers to.
     *
     * @param name - Of the procedure, for errors.
     * @throws `PROTOCOL_VIOLATION`
     */
    take(payload: AnnouncedPayload, name: string): EncodedPayload;
    /** Takes what the peer produced. @throws `PROTOCOL_VIOLATION` for what nobody asked for. */
    settle(message: Extract<StreamMessage, readonly ['item' | 'end' | 'fail', ...unknown[]]>): void;
    /** Takes octets. @throws `PROTOCOL_VIOLATION` */
    readonly takeBytes: (number: number, bytes: Uint8Array) => void;
    /** The link is lost. */
    fail(): void;
}

/**
 * Octets of a stream that may wait here for their reader: enough to keep a fast one busy over a distance, and few enough
 * for many slow ones.
 */
const byteWindow: number = pullLimits.bytes / 4;

/** Milliseconds that a peer has to say itself that a step took too long. */
const grace = 50;

/** Creates the reading half of the streams of a link. */
export function createReading(options: ReadingOptions): Reading
{
    const { peer } = options;
    const readings = new Map<number, OpenStream>();

    const take = ({ form, text, parts, announcedStreams }: AnnouncedPayload, name: string): EncodedPayload =>
    {
        const payload = { form, text, ...parts !== undefined && { parts } };

        return announcedStreams === undefined ? payload : { ...payload, streams: announcedStreams.map(stream => open(stream, name)) };
    };

    return {
        get open() { return readings.size; },
        take,

        settle(message)
        {
            const stream = find(message[1]);

            switch (message[0])
            {
                case 'item': stream.give({ done: false, payload: take(message[2], stream.name) }); break;
                case 'end': stream.end(message[2] === null ? { done: true } : { done: true, payload: take(message[2], stream.name) }); break;
                case 'fail': stream.end(new RemoteFailure(message[2])); break;
            }
        },

        takeBytes: (number, bytes) => find(number).giveBytes(bytes),

        fail()
        {
            readings.forEach(stream => stream.end(lost(peer, true)));
        }
    };

    function open(announced: AnnouncedStream, name: string): OpenStream
    {
        const { number } = announced;

        if (readings.has(number) || readings.size >= streamLimit)
        {
            throw violation('too many streams are open, or two have one number');
        }

        const stream = new OpenStream(announced, { ...options, name, ended: () => void readings.delete(number) });

        readings.set(number, stream);

        return stream;
    }

    function find(number: number): OpenStream
    {
        const stream = readings.get(number);

        if (stream === undefined)
        {
            throw violation('something came of a stream that is not open');
        }

        return stream;
    }
}

interface OpenStreamOptions extends ReadingOptions
{
    readonly name: string;
    readonly ended: () => void;
}

interface Waiting
{
    readonly resolve: (step: StreamStep) => void;
    readonly reject: (error: unknown) => void;
    readonly release: (() => void) | undefined;
}

const pull: StreamRequest = { how: 'next' };

class OpenStream implements PayloadStream
{
    readonly kind: PayloadStream['kind'];
    readonly timeout?: number;
    /** Of the procedure. */
    readonly name: string;

    readonly #number: number;
    readonly #options: OpenStreamOptions;
    readonly #waiting: Waiting[] = [];
    /** Requests that were not sent yet: the peer owes enough, or they must not overtake one with parts. */
    readonly #later: StreamRequest[] = [];
    /** Octets that came before somebody asked. */
    readonly #chunks: Uint8Array[] = [];

    /** What the peer owes: answers, or octets. */
    #owed = 0;
    #blocked = false;
    #stopped = false;
    /** What is told to who asks next, after the octets that came. */
    #last: StreamStep | Error | undefined;
    #over = false;

    constructor({ number, kind, timeout }: AnnouncedStream, options: OpenStreamOptions)
    {
        this.kind = kind;
        this.name = options.name;
        this.#number = number;
        this.#options = options;

        if (timeout !== undefined)
        {
            this.timeout = timeout;
        }
    }

    next(request: StreamRequest = pull): Promise<StreamStep>
    {
        const chunk = this.#chunks.shift();

        if (chunk !== undefined)
        {
            this.#refill();

            return Promise.resolve({ done: false, bytes: chunk });
        }

        if (this.#over)
        {
            const last = this.#last ?? { done: true };

            this.#last = undefined;

            return last instanceof Error ? Promise.reject(last) : Promise.resolve(last);
        }

        return new Promise((resolve, reject) =>
        {
            const { clock } = this.#options;
            const release = this.timeout === undefined ? undefined : clock.after(this.timeout + grace, () => this.#expire());

            this.#waiting.push({ resolve, reject, release });

            if (this.kind === 'bytes')
            {
                this.#refill();
            }
            else
            {
                this.#later.push(request);
                this.#send();
            }
        });
    }

    stop(): void
    {
        if (!this.#over)
        {
            this.#over = true;
            this.#stopped = true;
            this.#options.outbox.post(write(['stop', this.#number]));
        }

        this.#last = undefined;
        this.#chunks.length = 0;
        this.#later.length = 0;
        this.#answerAll();
    }

    /** @throws `PROTOCOL_VIOLATION` */
    give(step: StreamStep & { readonly payload?: EncodedPayload }): void
    {
        if (this.kind === 'bytes' || this.#owed === 0)
        {
            throw violation('an item came that nobody asked for');
        }

        this.#owed--;

        const waiting = this.#waiting.shift();

        if (waiting === undefined)
        {
            // It crossed the stop.
            step.payload?.streams?.forEach(stream => stream.stop());

            return;
        }

        waiting.release?.();
        waiting.resolve(step);
        this.#send();
    }

    /** @throws `PROTOCOL_VIOLATION` */
    giveBytes(bytes: Uint8Array): void
    {
        if (this.kind !== 'bytes' || bytes.length > this.#owed)
        {
            throw violation('octets came that nobody asked for');
        }

        this.#owed -= bytes.length;

        if (this.#stopped)
        {
            return;
        }

        const waiting = this.#waiting.shift();

        if (waiting === undefined)
        {
            this.#chunks.push(bytes);

            return;
        }

        waiting.release?.();
        waiting.resolve({ done: false, bytes });
        this.#refill();
    }

    /** Nothing comes after this. */
    end(last: StreamStep | Error): void
    {
        this.#options.ended();

        if (this.#stopped)
        {
            if (!(last instanceof Error) && 'payload' in last && last.payload.form === 'tagged')
            {
                last.payload.streams?.forEach(stream => stream.stop());
            }

            return;
        }

        this.#over = true;
        this.#last = last;
        this.#later.length = 0;

        const waiting = this.#waiting.shift();

        if (waiting !== undefined)
        {
            waiting.release?.();
            this.#last = undefined;

            if (last instanceof Error)
            {
                waiting.reject(last);
            }
            else
            {
                waiting.resolve(last);
            }
        }

        this.#answerAll();
    }

    /** The peer is silent, or does not keep to what it promised. */
    #expire(): void
    {
        const waiting = this.#waiting.shift();

        waiting?.reject(createError('DEADLINE_EXCEEDED', { fqn: this.name }));
        this.stop();
    }

    #answerAll(): void
    {
        for (const waiting of this.#waiting.splice(0))
        {
            waiting.release?.();
            waiting.resolve({ done: true });
        }
    }

    #send(): void
    {
        const { outbox, sending, producing, tooLarge, maxMessage } = this.#options;

        while (!this.#blocked && !this.#over && this.#owed < pullLimits.items)
        {
            const request = this.#later.shift();

            if (request === undefined)
            {
                return;
            }

            this.#owed++;

            if (request.how === 'next' && request.value === undefined)
            {
                outbox.post(write(['pull', this.#number, 1]));
                continue;
            }

            try
            {
                const message = writeRequest(this.#number, request, { announce: sending.announce, open: producing.announce });

                if (tooLarge(message.text))
                {
                    producing.forget(message.streams);

                    throw createError('MESSAGE_TOO_LARGE', { limit: maxMessage });
                }

                this.#blocked = message.transfer !== undefined;
                sending.post(message, () =>
                {
                    this.#blocked = false;
                    this.#send();
                });
            }
            catch (error)
            {
                // Those before it are still answered; nobody knows what those after it would mean.
                this.#waiting.splice(this.#owed - 1, 1).forEach(({ release, reject }) =>
                {
                    release?.();
                    reject(error);
                });
                this.stop();
            }
        }
    }

    #refill(): void
    {
        const kept = this.#chunks.reduce((sum, { length }) => sum + length, this.#owed);

        // Not for each few octets.
        if (!this.#over && kept <= byteWindow / 2)
        {
            this.#owed += byteWindow - kept;
            this.#options.outbox.post(write(['pull', this.#number, byteWindow - kept]));
        }
    }
}
