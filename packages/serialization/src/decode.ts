import { fromBase64 } from './base64.js';
import { Builder } from './builder.js';
import { parseJson, refusePlain } from './plain.js';
import { reject } from './refusal.js';
import { mayHoldForbiddenKey, mayHoldTags, tagStart } from './scan.js';
import type { CodecSettings } from './settings.js';
import { referenceTag, typeOfTag } from './type-table.js';
import { pending } from './value-type.js';
import { Walk } from './walk.js';

/** Reads a text: natively if there is no tag in it. */
export function decode(text: string, settings: CodecSettings, root: string): unknown
{
    const walk = new Walk('VALUE_NOT_READABLE', settings.limits, root);

    try
    {
        const content = parseJson(text, settings.limits.length);

        if (mayHoldTags(text))
        {
            return new Decoder(settings, walk).raise(content);
        }

        // A text cannot be deeper than it is long.
        if (text.length > settings.limits.depth || mayHoldForbiddenKey(text))
        {
            refusePlain(content, walk);
        }

        return content;
    }
    catch (thrown)
    {
        throw walk.explain(thrown);
    }
}

/** Raises values from parsed JSON. Objects are numbered in the order in which they start in the text. */
class Decoder extends Builder
{
    raise(content: unknown): unknown
    {
        if (typeof content !== 'object' || content === null)
        {
            return content;
        }

        const keys = Array.isArray(content) ? [] : Object.keys(content);
        const key = keys.length === 1 ? keys[0] : undefined;

        if (key?.startsWith(tagStart) !== true)
        {
            return this.makePlain(content, this.#number());
        }

        const inside = (content as Record<string, unknown>)[key];
        const tag = key.slice(tagStart.length);

        return tag.startsWith(tagStart) ? this.makePlain({ [tag]: inside }, this.#number()) : this.#raiseTagged(tag, inside);
    }

    bytes(content: unknown): Uint8Array<ArrayBuffer>
    {
        return typeof content === 'string' ? fromBase64(content) : reject('it is not base64');
    }

    #raiseTagged(tag: string, inside: unknown): unknown
    {
        if (tag === referenceTag)
        {
            return this.made.has(inside) ? this.refer(inside) : reject('it refers to nothing that stands before it');
        }

        const type = typeOfTag(tag) ?? reject('its tag is not known');

        if (type.primitive === true)
        {
            return type.make(inside, this, undefined);
        }

        const number = this.#number();
        const value = type.make(inside, this, number) as object;

        if (this.made.get(number) === pending)
        {
            this.announce(number, value);
        }

        return value;
    }

    #number(): number
    {
        const number = this.made.size;

        this.made.set(number, pending);

        return number;
    }
}
