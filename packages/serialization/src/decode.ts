import { fromBase64 } from './base64.js';
import { Builder } from './builder.js';
import { parseJson, refusePlain } from './plain.js';
import { forbiddenKey } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { reject } from './refusal.js';
import { mayHoldForbiddenKey, mayHoldTags, startsTag } from './scan.js';
import type { CodecSettings } from './settings.js';
import { referenceTag, typeOfTag } from './type-table.js';
import { pending } from './value-type.js';
import type { ValueType } from './value-type.js';
import { Walk } from './walk.js';

/** What is read: the text, and the parts that came beside it. */
export interface Encoded
{
    readonly text: string;
    readonly parts: readonly Uint8Array[];
}

/** Reads a text: natively if there is no tag in it. */
export function decode({ text, parts }: Encoded, settings: CodecSettings, root: string): unknown
{
    const walk = new Walk('VALUE_NOT_READABLE', settings.limits, root);

    try
    {
        const content = parseJson(text, settings.limits.length);

        if (mayHoldTags(text))
        {
            const decoder = new Decoder(settings, walk, parts);
            const value = decoder.raise(content);

            return decoder.used === parts.length ? value : reject('it does not refer to all its parts');
        }

        // A text cannot be deeper than it is long.
        if (text.length > settings.limits.depth || mayHoldForbiddenKey(text))
        {
            refusePlain(content, walk);
        }

        return parts.length === 0 ? content : reject('it does not refer to all its parts');
    }
    catch (thrown)
    {
        throw walk.explain(thrown);
    }
}

/**
 * Raises values from parsed JSON. Objects are numbered in the order in which they start in the text. What is plain
 * stays the object that the parser made; only what is tagged takes the place of its tag.
 */
class Decoder extends Builder
{
    /** How many of the parts were found in the text. */
    used = 0;

    readonly #parts: readonly Uint8Array[];
    readonly #made: unknown[] = [];

    constructor(settings: CodecSettings, walk: Walk, parts: readonly Uint8Array[])
    {
        super(settings, walk);

        this.#parts = parts;
    }

    raise(content: unknown): unknown
    {
        if (typeof content !== 'object' || content === null)
        {
            return content;
        }

        if (Array.isArray(content))
        {
            this.#raiseItems(content);

            return content;
        }

        const keys = Object.keys(content);
        const key = keys[0];

        if (keys.length !== 1 || key === undefined || !startsTag(key))
        {
            this.#raiseProperties(content as PropertyRecord, keys);

            return content;
        }

        const inside = (content as PropertyRecord)[key];

        if (!startsTag(key, 1))
        {
            return key === referenceTag ? this.#refer(inside) : this.#raiseTagged(typeOfTag(key) ?? reject('its tag is not known'), inside);
        }

        const name = key.slice(1);
        const escaped = { [name]: inside };

        this.#raiseProperties(escaped, [name]);

        return escaped;
    }

    protected note(id: unknown, value: object): void
    {
        this.#made[id as number] = value;
    }

    #raiseItems(items: unknown[]): void
    {
        const { walk } = this;
        const level = walk.open(items.length, 0);

        this.#made.push(items);

        for (let index = 0; index < items.length; index++)
        {
            const item = items[index];

            if (typeof item === 'object' && item !== null)
            {
                walk.path[level] = index;
                this.#place(items as unknown as PropertyRecord, index as unknown as string, this.raise(item));
            }
        }

        walk.depth = level;
    }

    #raiseProperties(object: PropertyRecord, keys: readonly string[]): void
    {
        const { walk } = this;
        const level = walk.open(keys.length, keys[0]);

        this.#made.push(object);

        for (const key of keys)
        {
            const item = object[key];

            walk.path[level] = key;

            if (key === forbiddenKey)
            {
                reject('this name is refused');
            }

            if (typeof item === 'object' && item !== null)
            {
                this.#place(object, key, this.raise(item));
            }
        }

        walk.depth = level;
    }

    /** Replaces what the parser made. The property exists, so nothing but its value changes. */
    #place(object: PropertyRecord, key: string, part: unknown): void
    {
        if (part === pending)
        {
            object[key] = undefined;
            this.whenReady(value =>
            {
                object[key] = value;
            });
        }
        else if (object[key] !== part)
        {
            object[key] = part;
        }
    }

    #refer(number: unknown): unknown
    {
        // Whatever else JSON can hold is no index of the list.
        const value = typeof number === 'number' ? this.#made[number] : undefined;

        if (value === pending)
        {
            this.miss(number);
        }

        return value ?? reject('it refers to nothing that stands before it');
    }

    #raiseTagged(type: ValueType, inside: unknown): unknown
    {
        if (type.form === 'leaf' && type.primitive === true)
        {
            return type.make(inside, this.settings);
        }

        const number = this.#made.push(pending) - 1;
        const value = (type.form === 'leaf' ? type.make(inside, this.settings) : type.form === 'bytes' ? type.make(this.#bytes(inside)) : type.make(inside, this, number)) as object;

        if (this.#made[number] === pending)
        {
            this.announce(number, value);
        }

        return value;
    }

    #bytes(content: unknown): Uint8Array<ArrayBuffer>
    {
        if (typeof content === 'string')
        {
            return fromBase64(content);
        }

        // Each part once and in order, so that no memory is shared, however often it is named.
        const part = content === this.used ? this.#parts[this.used] : undefined;

        if (part === undefined)
        {
            return reject('it is not base64, nor the number of the next part');
        }

        this.used++;

        return new Uint8Array(part);
    }
}
