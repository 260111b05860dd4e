import { createClassTable } from './class-table.js';
import type { ClassDefinition } from './class-table.js';
import { decode } from './decode.js';
import { encode, encodeAsync, encodeParts } from './encode.js';
import type { Encoded } from './encode.js';
import { resolveLimits } from './limits.js';
import type { SomeLimits } from './limits.js';
import type { CodecSettings } from './settings.js';
import { allowsSmall, writeSmall } from './small-value.js';
import type { GiveStream, TakeStream } from './streams.js';

/** What a codec may know and allow. */
export interface CodecOptions
{
    /** The classes whose instances may cross; default none. Of two with one key the later one counts. */
    readonly classes?: readonly ClassDefinition[];
    /**
     * What becomes of an instance whose class is not in the table, when it is read: `refuse` (the default) fails;
     * `keep` gives an `UnknownInstance`. Errors of unknown classes arrive as errors of that name either way.
     */
    readonly unknownClasses?: 'refuse' | 'keep';
    /**
     * Whether regular expressions may cross; default `true`. A pattern can be made to run for ever, so set it to
     * `false` for what comes from callers that are not trusted.
     */
    readonly regExp?: boolean;
    /** What a value may measure; see `Limits` for the defaults. */
    readonly limits?: SomeLimits;
}

/** Writes values as text, and reads them back with the classes that it knows. */
export interface Codec
{
    readonly classes: readonly ClassDefinition[];
    /** The options with every default filled in; for {@link copy} and its like. */
    readonly settings: CodecSettings;
    /**
     * Writes a value as text; a plain one is exactly what `JSON.stringify` writes.
     *
     * @param root - The name that paths in errors start with; default `value`.
     * @throws `VALUE_NOT_SERIALIZABLE`, with the path of what cannot be sent.
     */
    encode(value: unknown, root?: string): string;
    /**
     * Reads a text that {@link Codec.encode} wrote, or anybody else.
     *
     * @param root - The name that paths in errors start with; default `value`.
     * @throws `VALUE_NOT_READABLE`, with the path of what cannot be read.
     */
    decode(text: string, root?: string): unknown;
    /**
     * As {@link Codec.encode}, but values of 1,024 bytes and more travel beside the text, for those who can send both.
     * The parts are copies.
     *
     * @param take - Takes the streams of the value, for those who can send what comes of them; absent: they are refused.
     * @throws `VALUE_NOT_SERIALIZABLE`
     */
    encodeParts(value: unknown, root?: string, take?: TakeStream): Encoded;
    /**
     * As {@link Codec.encodeParts}, of a value that may hold Blobs and Files, whose content can only be read
     * asynchronously. Such a value must not change until the promise is fulfilled.
     *
     * @throws `VALUE_NOT_SERIALIZABLE`
     */
    encodeAsync(value: unknown, root?: string, take?: TakeStream): Promise<Encoded>;
    /**
     * As {@link Codec.decode}, of what {@link Codec.encodeParts} gave. Each part must be referred to once, in order, and
     * the value gets memory of its own.
     *
     * @param give - Gives the streams that came beside the text; absent: there are none.
     * @throws `VALUE_NOT_READABLE`
     */
    decodeParts(encoded: Encoded, root?: string, give?: GiveStream): unknown;
}

/**
 * Creates a codec.
 *
 * @example
 * ```ts
 * const codec = createCodec();
 * const text = codec.encode({ since: new Date(0) }); // {"$tagged":1,"value":{"since":"$Date:1970-01-01T00:00:00.000Z"}}
 * ```
 */
export function createCodec(options: CodecOptions = {}): Codec
{
    const classes = options.classes ?? [];
    const limits = resolveLimits(options.limits);
    const settings: CodecSettings = {
        classes: createClassTable(classes),
        unknownClasses: options.unknownClasses ?? 'refuse',
        regExp: options.regExp ?? true,
        limits,
        allowsSmall: allowsSmall(limits)
    };

    return {
        classes,
        settings,
        encode: (value, root = 'value') => writeSmall(value, settings, false) ?? encode(value, settings, { root }),
        decode: (text, root = 'value') => decode({ text, parts: [] }, settings, { root }),
        encodeParts(value, root = 'value', take)
        {
            const text = writeSmall(value, settings, take !== undefined);

            return text === undefined ? encodeParts(value, settings, { root, take }) : { text, parts: [] };
        },
        encodeAsync: (value, root = 'value', take) => encodeAsync(value, settings, { root, take }),
        decodeParts: (encoded, root = 'value', give) => decode(encoded, settings, { root, give })
    };
}
