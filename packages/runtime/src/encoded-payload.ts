import { hasCode } from '@jitar/errors';
import type { EncodedPayload } from '@jitar/protocol';
import { createStreamList } from '@jitar/serialization';
import type { Codec, Encoded, StreamList } from '@jitar/serialization';

import { isSignal, sendingForm } from './stream-form.js';
import type { StreamHost } from './stream-form.js';
import { createStreamSource } from './stream-source.js';

/** What becomes of the streams in a value. */
export interface StreamOptions
{
    /** Stands before each of them; absent: nothing does. */
    readonly host?: StreamHost;
    /** Whether an AbortSignal may be among them, which only arguments have a use for; default `false`. */
    readonly signals?: boolean;
}

/**
 * Encodes a value, large bytes and streams beside the text. Only the content of Blobs and Files has to be waited for, so
 * only for a value that holds some this is a promise.
 *
 * @param streams - Absent: streams are refused.
 * @throws `VALUE_NOT_SERIALIZABLE`, at once or by the promise.
 */
export function encodePayload(value: unknown, codec: Codec, root: string, streams?: StreamOptions): EncodedPayload | Promise<EncodedPayload>
{
    // Most values are none that holds anything.
    if (typeof value !== 'object' || value === null)
    {
        return toPayload(codec.encodeParts(value, root));
    }

    let list: StreamList | undefined;

    const take = streams && ((stream: object) => streams.signals !== true && isSignal(stream) ? undefined : (list ??= createStreamList()).take(stream));
    const finish = (encoded: Encoded): EncodedPayload => list === undefined ? toPayload(encoded) : withStreams(toPayload(encoded), list, codec, streams?.host);

    try
    {
        return finish(codec.encodeParts(value, root, take));
    }
    catch (error)
    {
        // What holds a Blob cannot be encoded at once; what cannot be sent at all fails again, in the same words.
        if (hasCode(error, 'VALUE_NOT_SERIALIZABLE'))
        {
            return codec.encodeAsync(value, root, take).then(finish);
        }

        throw error;
    }
}

/** Nothing of a stream is touched before everything around it is written. */
function withStreams(payload: EncodedPayload, { streams }: StreamList, codec: Codec, host: StreamHost = stream => stream): EncodedPayload
{
    return streams.length === 0 ? payload : { ...payload, streams: streams.map(stream => host(createStreamSource(stream, sendingForm(codec, host)))) };
}

/** Makes a payload of what a codec wrote. */
export function toPayload({ text, parts }: Encoded): EncodedPayload
{
    return parts.length === 0 ? { form: 'tagged', text } : { form: 'tagged', text, parts };
}
