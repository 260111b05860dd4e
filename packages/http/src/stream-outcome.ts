import { createError, hasCode } from '@jitar/errors';
import type { EncodedPayload, PayloadStream, StreamKind, StreamRequest, StreamStep } from '@jitar/protocol';

import { readPartsBody } from './parts-body.js';
import { createRecordReader } from './stream-records.js';
import type { StreamRecord } from './stream-records.js';

/** What the reading of an answer with streams needs to know. */
export interface StreamReading
{
    readonly fqn: string;
    /** Where the answer comes from. */
    readonly url: string;
    /** Bytes of the largest record, and of what waits for its reader. */
    readonly limit: number;
    /** What a failure tells. */
    readonly readFailure: (body: Omit<EncodedPayload, 'form'>) => Error;
}

const kinds: readonly unknown[] = ['generator', 'values', 'bytes', 'signal'];
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Milliseconds that the other side has to say itself that a step took too long. */
const grace = 1000;

/**
 * Reads an answer with streams: its value, and the streams that it refers to. What comes for a stream waits here until
 * that is read; nothing is taken from the connection while nobody waits.
 *
 * @throws `INVALID_ANSWER`
 */
export async function readStreams(body: ReadableStream<Uint8Array>, reading: StreamReading): Promise<EncodedPayload>
{
    const records = createRecordReader(body, reading.limit);

    try
    {
        const [list, answer] = [await records.next(), await records.next()];

        if (list?.type !== 'streams' || answer?.type !== 'answer')
        {
            throw new TypeError('It does not begin with its streams and its value.');
        }

        const announced = readList(list.content);
        const incoming = new IncomingStreams(records, announced.length, reading);
        const { text, parts } = readText(answer);
        const streams = announced.map(({ kind, timeout }, number) => incoming.open(number, kind, timeout));

        return { form: 'tagged', text, ...parts.length > 0 && { parts }, streams };
    }
    catch (cause)
    {
        records.cancel();

        throw createError('INVALID_ANSWER', { url: reading.url, reason: 'its streams are not as they should be' }, { cause });
    }
}

function readList(content: Uint8Array): readonly { readonly kind: StreamKind; readonly timeout: number | undefined }[]
{
    const list: unknown = JSON.parse(decoder.decode(content));

    if (!Array.isArray(list))
    {
        throw new TypeError('There is no list of streams.');
    }

    return list.map((stream: unknown) =>
    {
        const { kind, timeout } = stream as { readonly kind?: unknown; readonly timeout?: unknown };

        if (!kinds.includes(kind) || timeout !== undefined && !(Number.isInteger(timeout) && (timeout as number) > 0))
        {
            throw new TypeError('A stream is of no kind that is known here.');
        }

        return { kind: kind as StreamKind, timeout: timeout as number | undefined };
    });
}

function readText({ hasParts, content }: StreamRecord): Omit<EncodedPayload, 'form'> & { readonly parts: readonly Uint8Array[] }
{
    return hasParts ? readPartsBody(content) : { text: decoder.decode(content), parts: [] };
}

interface Waiting
{
    readonly resolve: (step: StreamStep) => void;
    readonly reject: (error: unknown) => void;
    readonly timer: ReturnType<typeof setTimeout> | undefined;
}

interface Incoming
{
    readonly ready: (StreamStep | { readonly error: Error })[];
    readonly waiting: Waiting[];
    over: boolean;
}

/** The streams of one answer, which share its connection. */
class IncomingStreams
{
    readonly #records: ReturnType<typeof createRecordReader>;
    readonly #reading: StreamReading;
    readonly #streams: readonly Incoming[];

    #held = 0;
    #pumping = false;

    constructor(records: ReturnType<typeof createRecordReader>, count: number, reading: StreamReading)
    {
        this.#records = records;
        this.#reading = reading;
        this.#streams = Array.from({ length: count }, () => ({ ready: [], waiting: [], over: false }));
    }

    open(number: number, kind: StreamKind, timeout: number | undefined): PayloadStream
    {
        const stream = this.#streams[number] as Incoming;

        return {
            kind,
            ...timeout !== undefined && { timeout },
            next: request => this.#next(stream, timeout, request),
            stop: () => this.#stop(stream)
        };
    }

    async #next(stream: Incoming, timeout: number | undefined, { how, value }: StreamRequest = { how: 'next' }): Promise<StreamStep>
    {
        const ready = how === 'next' && value === undefined ? stream.ready.shift() : undefined;

        if (ready !== undefined)
        {
            this.#held -= sizeOf(ready);

            if ('error' in ready)
            {
                throw ready.error;
            }

            return ready;
        }

        if (how === 'return')
        {
            this.#stop(stream);

            return value === undefined ? { done: true } : { done: true, payload: value };
        }

        if (how === 'throw' || value !== undefined)
        {
            this.#stop(stream);

            throw createError('STREAM_NOT_CARRIED', { fqn: this.#reading.fqn, kind: how === 'throw' ? 'an error to its generator' : 'a value to its generator' });
        }

        return stream.over ? { done: true } : this.#wait(stream, timeout);
    }

    #wait(stream: Incoming, timeout: number | undefined): Promise<StreamStep>
    {
        return new Promise((resolve, reject) =>
        {
            const timer = timeout === undefined ? undefined : setTimeout(() =>
            {
                reject(createError('DEADLINE_EXCEEDED', { fqn: this.#reading.fqn }));
                this.#stop(stream);
            }, timeout + grace);

            stream.waiting.push({ resolve, reject, timer });
            void this.#pump();
        });
    }

    async #pump(): Promise<void>
    {
        if (this.#pumping)
        {
            return;
        }

        this.#pumping = true;

        try
        {
            while (this.#streams.some(({ waiting }) => waiting.length > 0))
            {
                const record = await this.#records.next();

                if (record === undefined)
                {
                    throw new TypeError('It ended before its streams did.');
                }

                this.#take(record);
            }
        }
        catch (cause)
        {
            this.#fail(hasCode(cause, 'INVALID_ANSWER') ? cause : createError('INVALID_ANSWER', { url: this.#reading.url, reason: 'it ended early, or its streams are not as they should be' }, { cause }));
        }

        this.#pumping = false;
    }

    #take(record: StreamRecord): void
    {
        const stream = this.#streams[record.stream];

        if (stream === undefined || record.type === 'streams' || record.type === 'answer')
        {
            throw new TypeError('A record is of no stream.');
        }

        if (stream.over)
        {
            return;
        }

        const step = this.#toStep(record);

        stream.over = record.type === 'end' || record.type === 'fail';
        this.#give(stream, step);

        if (this.#held > this.#reading.limit)
        {
            throw createError('INVALID_ANSWER', { url: this.#reading.url, reason: 'a stream that nobody reads gives more than is kept; read those of one answer together' });
        }
    }

    #toStep(record: StreamRecord): StreamStep | { readonly error: Error }
    {
        switch (record.type)
        {
            case 'bytes': return { done: false, bytes: record.content };
            case 'item': return { done: false, payload: toPayload(record) };
            case 'fail': return { error: this.#reading.readFailure(readText(record)) };
            default: return record.content.length === 0 ? { done: true } : { done: true, payload: toPayload(record) };
        }
    }

    #give(stream: Incoming, step: StreamStep | { readonly error: Error }): void
    {
        const waiting = stream.waiting.shift();

        if (waiting === undefined)
        {
            this.#held += sizeOf(step);
            stream.ready.push(step);
        }
        else if ('error' in step)
        {
            clearTimeout(waiting.timer);
            waiting.reject(step.error);
        }
        else
        {
            clearTimeout(waiting.timer);
            waiting.resolve(step);
        }

        if (stream.over)
        {
            release(stream);
            this.#rest();
        }
    }

    #stop(stream: Incoming): void
    {
        this.#held -= stream.ready.reduce((sum, step) => sum + sizeOf(step), 0);
        stream.ready.length = 0;
        stream.over = true;
        release(stream);
        this.#rest();
    }

    /** When nothing can come any more, the connection is free. */
    #rest(): void
    {
        if (this.#streams.every(({ over }) => over))
        {
            this.#records.cancel();
        }
    }

    #fail(error: Error): void
    {
        for (const stream of this.#streams.filter(({ over }) => !over))
        {
            stream.over = true;
            this.#give(stream, { error });
        }
    }
}

function release(stream: Incoming): void
{
    for (const waiting of stream.waiting.splice(0))
    {
        clearTimeout(waiting.timer);
        waiting.resolve({ done: true });
    }
}

function toPayload(record: StreamRecord): EncodedPayload
{
    const { text, parts } = readText(record);

    return parts.length === 0 ? { form: 'tagged', text } : { form: 'tagged', text, parts };
}

function sizeOf(step: StreamStep | { readonly error: Error }): number
{
    if ('error' in step)
    {
        return 0;
    }

    return 'bytes' in step ? step.bytes.length : step.payload?.form === 'tagged' ? (step.payload.parts ?? []).reduce((sum, part) => sum + part.length, step.payload.text.length) : 0;
}
