import type { EncodedPayload } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import type { Codec } from '@jitar/serialization';

import { withoutInternals } from './tagged-text.js';

/** Knows no class of any application, and keeps what it does not know: for whatever lies between caller and callee. */
export const transitCodec: Codec = createCodec({ unknownClasses: 'keep' });

/**
 * What a caller rebuilds an error of: its class and the fields that this declares. What caused it, or caused an error in
 * it, and what somebody added to it, is none of an outsider's business.
 *
 * The text is taken apart as JSON, for a decoded error of an unknown class would lose the name of that class.
 */
export function publicPayload(payload: EncodedPayload | undefined): EncodedPayload | undefined
{
    if (payload?.form !== 'tagged')
    {
        return undefined;
    }

    try
    {
        return withoutInternals(payload);
    }
    catch
    {
        // What cannot be read cannot be cleaned: the error arrives by name and message.
        return undefined;
    }
}
