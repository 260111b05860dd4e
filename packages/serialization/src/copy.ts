import { hasCode } from '@jitar/errors';

import type { Codec } from './codec.js';
import { Copier } from './copier.js';
import { encode } from './encode.js';
import { copySmall } from './small-value.js';
import type { GiveStream, TakeStream } from './streams.js';

/** How a copy gets its streams: by the sign that would stand for each in a text. */
export interface CopyStreams
{
    take(...given: Parameters<TakeStream>): ReturnType<TakeStream>;
    give(...given: Parameters<GiveStream>): ReturnType<GiveStream>;
}

/**
 * Copies a value from one segment to another of the same process, object to object: as encoding with the one codec
 * and decoding with the other does, with the same refusals, but without the text.
 *
 * @param from - The codec of the segment that sends.
 * @param to - The codec of the segment that receives.
 * @param root - The name that paths in errors start with; default `value`.
 * @param streams - What becomes of streams; absent: they are refused.
 * @throws `VALUE_NOT_SERIALIZABLE`, `VALUE_NOT_READABLE`
 */
export function copy(value: unknown, from: Codec, to: Codec, root = 'value', streams?: CopyStreams): unknown
{
    if (isCopy(value, to.settings.limits.string))
    {
        return value;
    }

    // It is an object, or what no copy takes.
    const copied = typeof value === 'object' && value !== null ? copySmall(value, to.settings, streams !== undefined) : undefined;

    if (copied !== undefined)
    {
        return copied;
    }

    const copier = new Copier(from.settings, to.settings, { root, streams });

    try
    {
        return copier.build(value);
    }
    catch (thrown)
    {
        const error = copier.walk.explain(thrown);

        if (hasCode(error, 'VALUE_NOT_READABLE'))
        {
            // Text is written as a whole before it is read, so what cannot be sent is told first, wherever it stands.
            encode(value, from.settings, { root, contents: new Map(), take: streams && (stream => streams.take(stream)) });
        }

        throw error;
    }
}

/** Tells of most values that are no objects that they need no copy. */
function isCopy(value: unknown, longest: number): boolean
{
    switch (typeof value)
    {
        case 'number':
        case 'boolean':
        case 'undefined': return true;
        case 'string': return value.length <= longest;
        default: return value === null;
    }
}
