import type { CodecSettings } from './settings.js';
import { Writer } from './writer.js';
import type { BlobContents, EncodeOptions } from './writer.js';

/** A value as text, with the bytes that travel beside it. */
export interface Encoded
{
    readonly text: string;
    readonly parts: readonly Uint8Array[];
}

/**
 * Writes a value as text: as JSON writes it if that says everything, else as a tagged text.
 *
 * @throws `VALUE_NOT_SERIALIZABLE`
 */
export function encode(value: unknown, settings: CodecSettings, options: EncodeOptions): string
{
    const writer = new Writer(settings, options);

    try
    {
        const text = writer.write(value);

        return text.length <= settings.limits.length ? text : writer.walk.exceed('length');
    }
    catch (thrown)
    {
        throw writer.walk.explain(thrown);
    }
}

/** Writes a value with the bytes that travel beside the text. */
export function encodeParts(value: unknown, settings: CodecSettings, { root, take, contents }: EncodeOptions): Encoded
{
    const parts: Uint8Array[] = [];

    // Named one by one: a spread would take as long as the rest of a small value.
    return { text: encode(value, settings, { root, take, contents, parts }), parts };
}

/** Writes a value a second time, if it has to read the content of blobs first. */
export async function encodeAsync(value: unknown, settings: CodecSettings, options: EncodeOptions): Promise<Encoded>
{
    const contents: BlobContents = new Map();
    const encoded = encodeParts(value, settings, { ...options, contents });

    if (contents.size === 0)
    {
        return encoded;
    }

    // What cannot be read is told by the second time, which knows where it stands.
    await Promise.all(Array.from(contents.keys(), async blob => contents.set(blob, await blob.arrayBuffer().then(content => new Uint8Array(content), (failure: unknown) => ({ failure })))));

    return encodeParts(value, settings, { ...options, contents });
}
