import { hasCode } from '@jitar/errors';
import type { EncodedPayload } from '@jitar/protocol';
import type { Codec, Encoded } from '@jitar/serialization';

/**
 * Encodes a value, large bytes beside the text. Only the content of Blobs and Files has to be waited for, so only
 * for a value that holds some this is a promise.
 *
 * @throws `VALUE_NOT_SERIALIZABLE`, at once or by the promise.
 */
export function encodePayload(value: unknown, codec: Codec, root: string): EncodedPayload | Promise<EncodedPayload>
{
    try
    {
        return toPayload(codec.encodeParts(value, root));
    }
    catch (error)
    {
        // What holds a Blob cannot be encoded at once; what cannot be sent at all fails again, in the same words.
        if (hasCode(error, 'VALUE_NOT_SERIALIZABLE'))
        {
            return codec.encodeAsync(value, root).then(toPayload);
        }

        throw error;
    }
}

/** Makes a payload of what a codec wrote. */
export function toPayload({ text, parts }: Encoded): EncodedPayload
{
    return parts.length === 0 ? { form: 'tagged', text } : { form: 'tagged', text, parts };
}
