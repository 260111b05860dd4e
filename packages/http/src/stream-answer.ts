import { createError } from '@jitar/errors';
import type { CancelSignal, EncodedPayload, Payload, PayloadStream, StreamStep } from '@jitar/protocol';
import { toPlain } from '@jitar/serialization';

import type { Answer } from './answer.js';
import { transitCodec } from './public-payload.js';
import { createPulledBody } from './pulled-body.js';

/** What the answering of streams needs to know of the call. */
export interface StreamRules
{
    readonly fqn: string;
    /** Whether the caller asks for server-sent events. */
    readonly events: boolean;
    /** What the caller gets to know of an error. */
    readonly describeError: (error: unknown) => Answer;
    /** Aborts when the caller has left. */
    readonly signal: CancelSignal;
}

/** How the items of a stream stand in a body. */
interface StreamFormat
{
    readonly contentType: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly item: (json: string) => string;
    readonly end: (record: string) => string;
    readonly failure: (record: string) => string;
}

const lines: StreamFormat = {
    contentType: 'application/x-ndjson',
    item: json => `${json}\n`,
    end: record => `${record}\n`,
    failure: record => `${record}\n`
};

const events: StreamFormat = {
    contentType: 'text/event-stream',
    headers: { 'cache-control': 'no-cache', 'x-accel-buffering': 'no' },
    item: json => `data: ${json}\n\n`,
    end: record => `event: end\ndata: ${record}\n\n`,
    // An event named "error" would be taken for one of the connection.
    failure: record => `event: failure\ndata: ${record}\n\n`
};

/** Items that are asked for before there is room for them: as many as hide the way to who produces them. */
const readAhead = 16;

const encoder = new TextEncoder();

/**
 * Makes the answer of a result that is a stream: bytes as they are, other items as lines of JSON or as server-sent events.
 * Unless events are asked for, it is only there with the first item, so that a stream that fails before is answered as
 * any other failure.
 *
 * @throws What the stream fails with before its first item; `UNSUPPORTED_RESULT` for streams within something else.
 */
export async function answerStream({ text, streams = [] }: EncodedPayload, rules: StreamRules): Promise<Answer>
{
    const [stream] = streams;

    if (stream === undefined || streams.length > 1 || text !== '{"$tagged":1,"value":"$Stream:#0"}')
    {
        streams.forEach(each => each.stop());

        throw createError('UNSUPPORTED_RESULT', { fqn: rules.fqn, kind: 'a stream within another value' });
    }

    if (stream.kind === 'bytes')
    {
        return answerBytes(stream, await firstOf(stream, rules.signal), rules);
    }

    if (rules.events)
    {
        return answerItems(stream, [], { ...rules, format: events });
    }

    const first = await firstOf(stream, rules.signal);

    return isBytes(first) ? answerBytes(stream, first, rules) : answerItems(stream, [Promise.resolve(first)], { ...rules, format: lines });
}

/**
 * Waits for the first step, as long as the caller does.
 *
 * @throws The reason of the signal, when the caller leaves before.
 */
function firstOf(stream: PayloadStream, signal: CancelSignal): Promise<StreamStep>
{
    return new Promise<StreamStep>((resolve, reject) =>
    {
        function leave(): void
        {
            stream.stop();
            // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- who aborts chooses the reason
            reject(signal.reason);
        }

        if (signal.aborted)
        {
            leave();

            return;
        }

        signal.addEventListener('abort', leave, { once: true });
        stream.next().then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
}

function answerItems(stream: PayloadStream, asked: Promise<StreamStep>[], { fqn, format, describeError }: StreamRules & { readonly format: StreamFormat }): Answer
{
    async function next(): Promise<{ readonly chunk: Uint8Array; readonly last: boolean }>
    {
        while (asked.length < readAhead)
        {
            const step = stream.next();

            // It fails when it is its turn.
            step.catch(() => undefined);
            asked.push(step);
        }

        try
        {
            const step = await asked.shift() ?? { done: true };

            if (step.done)
            {
                const value = step.payload === undefined ? undefined : toJson(step.payload, fqn);

                return { chunk: encoder.encode(format.end(`{"done":true${value === undefined ? '' : `,"value":${value}`}}`)), last: true };
            }

            if ('bytes' in step)
            {
                throw createError('UNSUPPORTED_RESULT', { fqn, kind: 'bytes among other items' });
            }

            return { chunk: encoder.encode(format.item(toJson(step.payload, fqn) ?? 'null')), last: false };
        }
        catch (error)
        {
            stream.stop();

            return { chunk: encoder.encode(format.failure(describeError(error).body as string)), last: true };
        }
    }

    return { status: 200, headers: { ...format.headers, 'content-type': format.contentType }, body: createPulledBody(next, () => stream.stop()) };
}

function toJson(payload: Payload, fqn: string): string | undefined
{
    // What has no plain form is told as such, by its place.
    return JSON.stringify(toPlain(valueOf(payload, fqn), { codec: transitCodec, root: 'item' }));
}

function valueOf(payload: Payload, fqn: string): unknown
{
    if (payload.form === 'live')
    {
        return payload.value;
    }

    if (payload.streams !== undefined)
    {
        payload.streams.forEach(stream => stream.stop());

        throw createError('UNSUPPORTED_RESULT', { fqn, kind: 'a stream within another stream' });
    }

    return transitCodec.decodeParts({ text: payload.text, parts: payload.parts ?? [] }, 'item');
}

/** Whether an item is bytes, so that those after it are, too. */
function isBytes(step: StreamStep): boolean
{
    return 'bytes' in step || !step.done && step.payload.form === 'tagged' && /^\{"\$tagged":1,"value":"\$(?:Uint8Array|Buffer):/.test(step.payload.text);
}

/** A body of bytes that fails has no end, so that nobody takes a part for the whole. */
function answerBytes(stream: PayloadStream, first: StreamStep, { fqn, describeError }: StreamRules): Answer
{
    let read: StreamStep | undefined = first;

    async function next(): Promise<{ readonly chunk: Uint8Array; readonly last: boolean }>
    {
        try
        {
            const step: StreamStep = read ?? await stream.next();

            read = undefined;

            return step.done ? { chunk: new Uint8Array(), last: true } : { chunk: bytesOf(step, fqn), last: false };
        }
        catch (error)
        {
            stream.stop();
            // For the log.
            describeError(error);

            throw error;
        }
    }

    return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: createPulledBody(next, () => stream.stop()) };
}

function bytesOf(step: StreamStep & { readonly done: false }, fqn: string): Uint8Array
{
    const value = 'bytes' in step ? step.bytes : valueOf(step.payload, fqn);

    if (!(value instanceof Uint8Array))
    {
        throw createError('UNSUPPORTED_RESULT', { fqn, kind: 'something else among bytes' });
    }

    return value;
}
