import type { EncodedPayload } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import type { Codec } from '@jitar/serialization';

/** Knows no class of any application, and keeps what it does not know: for whatever lies between caller and callee. */
export const transitCodec: Codec = createCodec({ unknownClasses: 'keep' });

/** A tagged text, parsed; see the specification of the form in `@jitar/serialization`. */
interface TaggedText
{
    readonly $tagged: 1;
    readonly classes?: readonly unknown[];
    readonly value: unknown;
}

/**
 * The part of an error body from which a caller rebuilds the error: its class and fields. What caused it, or caused an
 * error in it, is none of an outsider's business.
 *
 * The text is taken apart as JSON, for a decoded error of an unknown class would lose the name of that class.
 */
export function publicPayload(payload: EncodedPayload | undefined): { readonly payload?: string }
{
    if (payload?.form !== 'tagged')
    {
        return {};
    }

    const content = JSON.parse(payload.text) as TaggedText | null;

    if (content?.$tagged !== 1 || !removeCauses(content.value))
    {
        return { payload: payload.text };
    }

    const text = JSON.stringify(withUsedClasses(content));

    // References count the objects before them, so nothing may be taken out in front of one.
    return /"\$\d+"/.test(text) ? {} : { payload: text };
}

/** An error is `["$Error", type, fields]`, with the key of its class where there is one. Tells whether there was a cause. */
function removeCauses(value: unknown): boolean
{
    let found = false;

    visit(value, (head, [, , fields]) =>
    {
        if (head === '$Error' && isRecord(fields) && Object.hasOwn(fields, 'cause'))
        {
            found = delete fields['cause'];
        }
    });

    return found;
}

/** An instance is `["$class", number, …]`. Classes that only a cause had are left out, which changes the numbers. */
function withUsedClasses({ classes = [], value }: TaggedText): TaggedText
{
    const used = new Map<unknown, number>();

    visit(value, (head, items) =>
    {
        if (head === '$class')
        {
            const layout = classes[items[1] as number];
            const number = used.get(layout) ?? used.size;

            used.set(layout, number);
            items[1] = number;
        }
    });

    return { $tagged: 1, ...(used.size > 0 && { classes: [...used.keys()] }), value };
}

/** Calls back with every array, before what is in it. */
function visit(value: unknown, call: (head: unknown, items: unknown[]) => void): void
{
    if (Array.isArray(value))
    {
        call(value[0], value);
    }

    if (typeof value === 'object' && value !== null)
    {
        Object.values(value).forEach(part => visit(part, call));
    }
}

function isRecord(value: unknown): value is Record<string, unknown>
{
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
