import { createError } from '@jitar/errors';
import type { EncodedPayload, PayloadStream, StreamStep } from '@jitar/protocol';

import { encodedContent } from './answer.js';
import type { Answer } from './answer.js';
import { createPulledBody } from './pulled-body.js';
import { streamsContentType, writeRecord } from './stream-records.js';
import type { RecordType } from './stream-records.js';

/** What the caller gets to know of an error, in the form of the codec where it may. */
export type DescribeError = (error: unknown) => Answer;

const encoder = new TextEncoder();

/**
 * The body of a result with streams, for callers that read the form of the codec: records of the answer, then of what
 * each stream gives, by turns. Of each stream one step is made ahead.
 */
export function taggedStreams(payload: Omit<EncodedPayload, 'form'>, { fqn, describeError }: { readonly fqn: string; readonly describeError: DescribeError }): { readonly body: ReadableStream<Uint8Array<ArrayBuffer>>; readonly contentType: string }
{
    const { text, parts = [], streams = [] } = payload;
    const ready: { readonly record: Uint8Array; readonly stream?: number }[] = [
        { record: writeRecord('streams', 0, encoder.encode(JSON.stringify(streams.map(({ kind, timeout }) => ({ kind, timeout }))))) },
        { record: writeValue('answer', 0, { form: 'tagged', text, parts }) }
    ];

    let left = streams.length;
    let started = false;
    let wake: () => void = () => undefined;

    return {
        contentType: streamsContentType,
        body: createPulledBody(async () =>
        {
            if (!started)
            {
                started = true;
                streams.forEach((_, index) => ask(index));
            }

            while (ready.length === 0 && left > 0)
            {
                await new Promise<void>(resolve => { wake = resolve; });
            }

            const next = ready.shift();

            if (next?.stream !== undefined)
            {
                ask(next.stream);
            }

            return { chunk: next?.record ?? new Uint8Array(), last: ready.length === 0 && left === 0 };
        }, () => streams.forEach(stream => stream.stop()))
    };

    function ask(index: number): void
    {
        void (streams[index] as PayloadStream).next().then(step => writeStep(index, step, fqn)).then(
            ({ record, done }) => give(record, done ? undefined : index),
            (error: unknown) =>
            {
                streams[index]?.stop();
                give(writeFailure(index, describeError(error)), undefined);
            });
    }

    function give(record: Uint8Array, stream: number | undefined): void
    {
        ready.push({ record, ...stream !== undefined && { stream } });
        left -= stream === undefined ? 1 : 0;
        wake();
    }
}

function writeStep(index: number, step: StreamStep, fqn: string): { readonly record: Uint8Array; readonly done: boolean }
{
    if ('bytes' in step)
    {
        return { record: writeRecord('bytes', index, step.bytes), done: false };
    }

    if (step.payload === undefined)
    {
        return { record: writeRecord('end', index, new Uint8Array()), done: true };
    }

    if (step.payload.form !== 'tagged')
    {
        throw createError('INVALID_REQUEST', { reason: 'an item of a stream must be encoded' });
    }

    if (step.payload.streams !== undefined)
    {
        step.payload.streams.forEach(stream => stream.stop());

        throw createError('UNSUPPORTED_RESULT', { fqn, kind: 'a stream within another stream' });
    }

    return { record: writeValue(step.done ? 'end' : 'item', index, step.payload), done: step.done };
}

function writeValue(type: RecordType, index: number, payload: EncodedPayload): Uint8Array
{
    const { body } = encodedContent(payload);

    return typeof body === 'string' ? writeRecord(type, index, encoder.encode(body)) : writeRecord(type, index, body, true);
}

function writeFailure(index: number, { body }: Answer): Uint8Array
{
    return body instanceof Uint8Array ? writeRecord('fail', index, body, true) : writeRecord('fail', index, encoder.encode(typeof body === 'string' ? body : ''));
}
