import type { EncodedPayload } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import type { Codec } from '@jitar/serialization';

/** Knows no class of any application, and keeps what it does not know: for whatever lies between caller and callee. */
export const transitCodec: Codec = createCodec({ unknownClasses: 'keep' });

/**
 * The part of an error body from which a caller rebuilds the error: its class and fields. What caused it is none of
 * an outsider's business.
 *
 * The text is taken apart as JSON, for a decoded error of an unknown class would lose the name of that class.
 */
export function publicPayload(payload: EncodedPayload | undefined): { readonly payload?: string }
{
    if (payload?.form !== 'tagged')
    {
        return {};
    }

    const fields = fieldsOf(payload.text);

    if (fields === undefined || !Object.hasOwn(fields.record, 'cause'))
    {
        return { payload: payload.text };
    }

    // References count the objects before them, so nothing may be taken out in front of one.
    if (payload.text.includes('"$ref"'))
    {
        return {};
    }

    delete fields.record['cause'];

    return { payload: JSON.stringify(fields.content) };
}

/** An error is `{"$Error": [type, fields, class]}`. */
function fieldsOf(text: string): { readonly content: unknown; readonly record: Record<string, unknown> } | undefined
{
    const content = JSON.parse(text) as { readonly $Error?: readonly unknown[] } | null;
    const record = Array.isArray(content?.$Error) ? content.$Error[1] as unknown : undefined;

    return typeof record === 'object' && record !== null ? { content, record: record as Record<string, unknown> } : undefined;
}
