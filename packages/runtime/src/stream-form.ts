import type { Payload, PayloadStream } from '@jitar/protocol';
import { copy, createStreamList } from '@jitar/serialization';
import type { Codec, CopyStreams, StreamList } from '@jitar/serialization';

import { encodePayload } from './encoded-payload.js';
import { copyFailure, decodeFailure, encodeFailure } from './failure.js';
import { decodePayload } from './lazy-payload.js';
import { createStreamReader } from './stream-reader.js';
import { createStreamSource } from './stream-source.js';

/** How one end of a stream makes payloads of what its segment has, and the other way round. */
export interface StreamForm
{
    write(value: unknown): Payload | Promise<Payload>;
    read(payload: Payload): unknown;
    /** What an error is on the other side of this end. */
    fail(error: unknown): unknown;
}

/** Stands between a stream and what passes it on: bounds it, say, or takes note of it. */
export type StreamHost = (stream: PayloadStream) => PayloadStream;

/** The form of who writes a stream for another process. */
export function sendingForm(codec: Codec, host: StreamHost): StreamForm
{
    return {
        write: value => encodePayload(value, codec, 'item', { host }),
        read: payload => decodePayload(payload, codec, 'item'),
        fail: error => encodeFailure(error, codec)
    };
}

/** The form of who reads a stream of another process. */
export function receivingForm(codec: Codec, host: StreamHost): StreamForm
{
    return {
        write: value => encodePayload(value, codec, 'item', {}),
        read: payload => decodePayload(payload, codec, 'item', host),
        fail: error => decodeFailure(error, codec)
    };
}

/** The form of who writes a stream for another segment of this process: who reads it copies. */
const liveForm: StreamForm = {
    write: value => ({ form: 'live', value }),
    read: payload => payload.form === 'live' ? payload.value : undefined,
    fail: error => error
};

/** How streams are copied from one segment of this process to another. */
export interface StreamCopying
{
    readonly from: Codec;
    readonly to: Codec;
    /** Stands between the two segments. */
    readonly host: StreamHost;
    /** Whether an AbortSignal may be among them; default `false`. */
    readonly signals?: boolean;
}

/** Copies a value from one segment to another of this process; of its streams each item when it is read. */
export function copyWithStreams(value: unknown, root: string, copying: StreamCopying): unknown
{
    return typeof value === 'object' ? copy(value, copying.from, copying.to, root, new CopiedStreams(copying)) : copy(value, copying.from, copying.to, root);
}

/** The streams of a value that is copied. Most values have none, and pay for none. */
class CopiedStreams implements CopyStreams
{
    readonly #copying: StreamCopying;

    #list: StreamList | undefined;

    constructor(copying: StreamCopying)
    {
        this.#copying = copying;
    }

    take(stream: object): string | undefined
    {
        return this.#copying.signals !== true && isSignal(stream) ? undefined : (this.#list ??= createStreamList()).take(stream);
    }

    give(): object | undefined
    {
        const { from, to, host } = this.#copying;
        const back: StreamCopying = { from: to, to: from, host: stream => stream };
        const stream = this.#list?.streams.at(-1);

        return stream && createStreamReader(host(createStreamSource(stream, liveForm)), {
            write: value => ({ form: 'live', value: copyWithStreams(value, 'item', back) }),
            read: payload => payload.form === 'live' ? copyWithStreams(payload.value, 'item', { from, to, host }) : undefined,
            fail: error => copyFailure(error, from, to)
        });
    }
}

/** Takes note of streams, for who stops them in the end. */
export function collectInto(streams: PayloadStream[]): StreamHost
{
    return stream =>
    {
        streams.push(stream);

        return stream;
    };
}

/** Tells whether a stream is one that ends when somebody aborts it. */
export function isSignal(stream: object): boolean
{
    return stream instanceof AbortSignal;
}
