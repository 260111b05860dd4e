import type { Encoded } from './encode.js';
import { inspect, parseJson } from './plain.js';
import { Reader, isLayout } from './reader.js';
import { reject } from './refusal.js';
import type { CodecSettings } from './settings.js';
import type { GiveStream } from './streams.js';
import { Walk } from './walk.js';
import { isTagged } from './writer.js';

/** How a text is read. */
export interface DecodeOptions
{
    readonly root: string;
    /** Gives the streams that came beside it; absent: there are none. */
    readonly give?: GiveStream | undefined;
}

/**
 * Reads a text: as JSON, or as a tagged text if it says that it is one.
 *
 * @throws `VALUE_NOT_READABLE`
 */
export function decode({ text, parts }: Encoded, settings: CodecSettings, { root, give }: DecodeOptions): unknown
{
    const walk = new Walk('VALUE_NOT_READABLE', settings.limits, root);

    try
    {
        const content = parseJson(text, walk);

        if (!isTagged(text))
        {
            inspect(content, text, walk);

            return parts.length === 0 ? content : reject(unusedParts);
        }

        const { $tagged: version, classes = [], value, ...others } = content as TaggedText;

        if (version !== 1 || !Array.isArray(classes) || !classes.every(isLayout) || !Object.hasOwn(content as TaggedText, 'value') || Object.keys(others).length > 0)
        {
            return reject('it is a tagged text of a form that is not known here');
        }

        const reader = new Reader(settings, { walk, classes, parts, give });
        const read = reader.build(value);

        return reader.used === parts.length ? read : reject(unusedParts);
    }
    catch (thrown)
    {
        throw walk.explain(thrown);
    }
}

/** A tagged text, as far as it is known before it is looked at. */
interface TaggedText
{
    readonly $tagged: unknown;
    readonly classes?: unknown;
    readonly value?: unknown;
}

const unusedParts = 'it does not refer to all its parts';
