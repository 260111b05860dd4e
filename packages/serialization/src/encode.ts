import type { Limits } from './limits.js';
import { forbiddenKey, put, read } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { Refusal, refuse } from './refusal.js';
import { isPlain, tagStart } from './scan.js';
import type { CodecSettings } from './settings.js';
import { isObject, referenceTag, typeOfObject, typeOfPrimitive } from './type-table.js';
import { toBase64 } from './base64.js';
import { omitted } from './value-type.js';
import type { Taker, ValueType } from './value-type.js';
import { Walk } from './walk.js';
import type { Segment } from './path.js';

/** Writes a value as text: natively if JSON writes it as the codec does, else with tags. */
export function encode(value: unknown, settings: CodecSettings, root: string): string
{
    const encoder = new Encoder(settings, root);

    try
    {
        // A value that cannot even be scanned is refused below, where the path is known.
        const text = JSON.stringify(scan(value, settings.limits) ? value : encoder.lower(value));

        return text.length <= settings.limits.length ? text : refuse(`its text is longer than ${String(settings.limits.length)} characters`);
    }
    catch (thrown)
    {
        throw encoder.walk.explain(thrown);
    }
}

function scan(value: unknown, limits: Limits): boolean
{
    try
    {
        return isPlain(value, limits);
    }
    catch
    {
        return false;
    }
}

/** Lowers values to what JSON can write. Objects are numbered in the order in which they start in the text. */
class Encoder implements Taker
{
    readonly settings: CodecSettings;
    readonly walk: Walk;
    readonly #numbers = new Map<object, number>();

    constructor(settings: CodecSettings, root: string)
    {
        this.settings = settings;
        this.walk = new Walk('VALUE_NOT_SERIALIZABLE', settings.limits, root);
    }

    lower(value: unknown): unknown
    {
        if (!isObject(value))
        {
            const type = typeOfPrimitive(value);

            return type === undefined ? value : this.#tag(type, value);
        }

        const number = this.#numbers.get(value);

        if (number !== undefined)
        {
            return { [tagStart + referenceTag]: number };
        }

        this.#numbers.set(value, this.#numbers.size);

        const type = typeOfObject(value, this.settings.classes);

        if (type !== undefined)
        {
            return this.#tag(type, value);
        }

        return Array.isArray(value) ? value.map((item, index) => this.part(item, index)) : this.#lowerObject(value);
    }

    part(value: unknown, segment: Segment): unknown
    {
        this.walk.enter(segment);

        const lowered = this.lower(value);

        this.walk.leave();

        return lowered;
    }

    cause(value: unknown, segment: Segment): unknown
    {
        const { depth } = this.walk;
        const count = this.#numbers.size;

        try
        {
            return this.part(value, segment);
        }
        catch (thrown)
        {
            if (thrown instanceof Refusal && thrown.final)
            {
                throw thrown;
            }

            this.walk.return(depth);

            for (const object of [...this.#numbers.keys()].slice(count))
            {
                this.#numbers.delete(object);
            }

            return omitted;
        }
    }

    bytes(view: Uint8Array): unknown
    {
        return toBase64(view);
    }

    #tag(type: ValueType, value: unknown): PropertyRecord
    {
        return { [tagStart + type.tag]: type.take(value, this) };
    }

    #lowerObject(value: object): PropertyRecord
    {
        const keys = Object.keys(value);
        const lowered: PropertyRecord = {};
        // One more sign makes plain what would be a tag.
        const escape = keys.length === 1 && keys[0]?.startsWith(tagStart) === true ? tagStart : '';

        for (const key of keys)
        {
            if (key === forbiddenKey)
            {
                refuse('this name is refused', { segment: key });
            }

            put(lowered, escape + key, this.part(read(value, key), key));
        }

        return lowered;
    }
}
