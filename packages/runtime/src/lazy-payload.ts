import { limits } from '@jitar/protocol';
import type { EncodedPayload, Payload } from '@jitar/protocol';
import { giveStreams, parsePlain } from '@jitar/serialization';
import type { Codec } from '@jitar/serialization';

import { encodePayload } from './encoded-payload.js';
import type { StreamOptions } from './encoded-payload.js';
import { receivingForm } from './stream-form.js';
import type { StreamHost } from './stream-form.js';
import { createStreamReader } from './stream-reader.js';

/**
 * Decodes a payload with the classes of a codec; a live one is itself.
 *
 * @param host - Stands behind each stream of it; absent: nothing does.
 */
export function decodePayload(payload: Payload, codec: Codec, root: string, host: StreamHost = stream => stream): unknown
{
    switch (payload.form)
    {
        case 'live': return payload.value;
        case 'json': return payload.parsed ?? parsePlain(payload.text, { depth: limits.jsonDepth }, root);
        case 'tagged': return decodeTagged(payload, { codec, root, host });
    }
}

function decodeTagged({ text, parts = [], streams = [] }: EncodedPayload, { codec, root, host }: { readonly codec: Codec; readonly root: string; readonly host: StreamHost }): unknown
{
    if (streams.length === 0)
    {
        return codec.decodeParts({ text, parts }, root);
    }

    const form = receivingForm(codec, host);
    const readers = streams.map(stream => createStreamReader(host(stream), form));
    const give = giveStreams(readers);
    const unused = new Set(streams);

    try
    {
        const value = codec.decodeParts({ text, parts }, root, sign =>
        {
            const reader = give(sign);
            const stream = streams[readers.indexOf(reader as object)];

            return stream && unused.delete(stream) ? reader : undefined;
        });

        unused.forEach(stream => stream.stop());

        return value;
    }
    catch (error)
    {
        streams.forEach(stream => stream.stop());

        throw error;
    }
}

/**
 * Makes the payload of a value: live where the caller is in this process, else in the form of the codec. It is a
 * promise only where the content of a Blob has to be read first.
 */
export function createPayload(value: unknown, live: boolean, codec: Codec, root: string, streams: StreamOptions = {}): Payload | Promise<Payload>
{
    return live ? { form: 'live', value } : encodePayload(value, codec, root, streams);
}

/** A payload that is decoded when it is first asked for, and encoded again only where it may have changed. */
export interface LazyPayload
{
    get(): unknown;
    set(value: unknown): void;
    /** Gives the value as it was decoded elsewhere, so that it is not decoded again. */
    resolve(value: unknown): void;
    /** Nobody gets the value: streams of it that nobody read are stopped. */
    release(): void;
    /** A promise only where it is encoded, and holds a Blob. */
    toPayload(live: boolean): Payload | Promise<Payload>;
}

/** What a lazy payload is made of. */
export interface LazyPayloadOptions
{
    readonly source: Payload;
    readonly codec: Codec;
    /** What the paths in errors start with. */
    readonly root: string;
    /** Whether who holds this value can change what is in it. */
    readonly isMutable: (value: unknown) => boolean;
}

/** Creates a lazy payload. */
export function createLazyPayload({ source, codec, root, isMutable }: LazyPayloadOptions): LazyPayload
{
    let known = source.form === 'live';
    let value: unknown = source.form === 'live' ? source.value : undefined;
    let changed = false;

    const get = (): unknown =>
    {
        if (!known)
        {
            value = decodePayload(source, codec, root);
            known = true;
            // A stream is read once, so what was made of it is all that there is.
            changed = isMutable(value) || source.form === 'tagged' && source.streams !== undefined;
        }

        return value;
    };

    return {
        get,

        set(replacement)
        {
            value = replacement;
            known = true;
            changed = true;
        },

        resolve(decoded)
        {
            value = decoded;
            known = true;
        },

        release()
        {
            if (!known && source.form === 'tagged')
            {
                source.streams?.forEach(stream => stream.stop());
            }
        },

        toPayload(live)
        {
            const asIs = !changed && live === (source.form === 'live');

            return asIs ? source : createPayload(get(), live, codec, root);
        }
    };
}

/** Whether a value is no primitive, and so can be changed where it is. */
export function isObject(value: unknown): value is object
{
    return typeof value === 'object' && value !== null;
}
