import type { Payload } from './invocation.js';

/**
 * What a stream is where it is read: an async generator, a ReadableStream of values, a ReadableStream of bytes, or an
 * AbortSignal, which is a stream that ends when it is aborted, with the reason.
 */
export type StreamKind = 'generator' | 'values' | 'bytes' | 'signal';

/** What a reader asks of a generator: as `next`, `throw` and `return` of one. Of other streams it only asks for `next`. */
export interface StreamRequest
{
    readonly how: 'next' | 'throw' | 'return';
    /** What is passed; absent: `undefined`. */
    readonly value?: Payload;
}

/** What comes of one request: an item, a chunk of bytes, or the end, with what a generator returned. */
export type StreamStep =
    | { readonly done: false; readonly payload: Payload }
    | { readonly done: false; readonly bytes: Uint8Array }
    | { readonly done: true; readonly payload?: Payload };

/**
 * A stream on its way, beside the text of a payload, which refers to it. Like the payload it is passed on as it is: its
 * items are decoded by the segment that reads it.
 *
 * Nothing is produced that nobody asked for. Requests may be made before those before them have been answered; they are
 * answered in order. After the end or a failure there are no more.
 */
export interface PayloadStream
{
    readonly kind: StreamKind;
    /** Milliseconds within which a request is answered, or the stream fails; absent: no limit. */
    readonly timeout?: number;
    /** Asks for the next step; rejects as a call does when the stream fails. */
    next(request?: StreamRequest): Promise<StreamStep>;
    /** Nobody reads on: what produces the stream is stopped. It may be called at any time, and more than once. */
    stop(): void;
}
