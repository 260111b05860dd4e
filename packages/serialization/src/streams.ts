import { refuse } from './refusal.js';

/**
 * Takes what cannot be written now, because it comes later, out of a value: says what stands in its place, or
 * `undefined` for what is refused. It may be asked again for the same object, and then answers the same.
 */
export type TakeStream = (value: object) => string | undefined;

/** Gives what takes the place of a sign of {@link TakeStream}; `undefined` for one that it does not know. */
export type GiveStream = (sign: string) => object | undefined;

/** The streams of a value on its way out, in the order in which the text refers to them. */
export interface StreamList
{
    readonly streams: readonly object[];
    readonly take: TakeStream;
}

/** Collects the async iterables, ReadableStreams and AbortSignals of a value, for who can send what comes of them. */
export function createStreamList(): StreamList
{
    const streams: object[] = [];

    return {
        streams,

        take(value)
        {
            const tag = streamTagOf(value);
            const known = streams.indexOf(value);

            return tag === undefined ? undefined : `$${tag}:#${String(known < 0 ? streams.push(value) - 1 : known)}`;
        }
    };
}

/**
 * Puts streams into the places that a text has for them, each once.
 *
 * @param streams - Made by the caller, of what came beside the text; in its order.
 */
export function giveStreams(streams: readonly object[]): GiveStream
{
    const left = new Map(streams.map((stream, number) => [`$${isSignal(stream) ? 'AbortSignal' : 'Stream'}:#${String(number)}`, stream]));

    return sign =>
    {
        const stream = left.get(sign);

        left.delete(sign);

        return stream;
    };
}

// Not every host that runs this has both.
const { ReadableStream: Readable, AbortSignal: Signal } = globalThis as { ReadableStream?: typeof ReadableStream; AbortSignal?: typeof AbortSignal };

function streamTagOf(value: object): 'AbortSignal' | 'Stream' | undefined
{
    if (isSignal(value))
    {
        return 'AbortSignal';
    }

    if (Readable !== undefined && value instanceof Readable)
    {
        return value.locked ? refuse('it is a stream that is being read already') : 'Stream';
    }

    return typeof (value as { readonly [Symbol.asyncIterator]?: unknown })[Symbol.asyncIterator] === 'function' ? 'Stream' : undefined;
}

function isSignal(value: object): boolean
{
    return Signal !== undefined && value instanceof Signal;
}
