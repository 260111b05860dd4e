import { toBase64 } from './base64.js';
import { createCodec } from './codec.js';
import type { Codec } from './codec.js';
import { layoutOf } from './instance-layout.js';
import type { Limits } from './limits.js';
import { makeRoom, put, read } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { refuse } from './refusal.js';
import type { CodecSettings } from './settings.js';
import { reasonOf } from './type-table.js';
import type { UnknownInstance } from './unknown-instance.js';
import type { PartsType } from './value-type.js';
import { Walk } from './walk.js';

/** How a value is shown to outsiders. */
export interface ToPlainOptions
{
    /** Knows the classes of the instances in the value; default a codec without any. */
    readonly codec?: Codec;
    /** The name that paths in errors start with; default `result`. */
    readonly root?: string;
}

/**
 * Gives a value the form in which somebody who does not know the codec can use it: one that `JSON.stringify` writes
 * without loss.
 *
 * Dates become ISO 8601 text (`null` when invalid), a Map with text keys an object and any other its entries, a Set
 * an array, BigInt, URL and RegExp text, class instances objects with what crosses of them, errors
 * `{ name, message }`, NaN and the infinities `null`; `undefined` is left out of objects, and is `null` in arrays.
 * Bytes become base64 text, but stay as they are where they are the whole value; so does `undefined`.
 *
 * @throws `VALUE_NOT_SERIALIZABLE` for a cycle, and for what no codec sends.
 */
export function toPlain(value: unknown, options: ToPlainOptions = {}): unknown
{
    const { codec = createCodec(), root = 'result' } = options;

    try
    {
        return value === undefined || isBytes(value) ? value : new PlainWriter(codec, root, little).lower(value);
    }
    catch
    {
        // It was too much for who remembers nothing, or it is refused, which the second time tells.
        const writer = new PlainWriter(codec, root);

        try
        {
            return writer.lower(value);
        }
        catch (thrown)
        {
            throw writer.walk.explain(thrown);
        }
    }
}

/** What is lowered as often as it is referred to, which takes less time than to remember all of it. */
const little: Pick<Limits, 'items' | 'length'> = { items: 100_000, length: 1_000_000 };

function isBytes(value: unknown): boolean
{
    return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}

/** What was made of an object, and what it costs to write it; nothing while that is being made. */
interface Lowered
{
    plain?: unknown;
    items: number;
    characters: number;
}

/** Arrays of more places than this have something in at least every second one. */
const mostEmpty = 1_000;

/**
 * Lowers values to plain ones. What is shared is lowered once, and counted each time: whoever writes the plain value
 * writes it each time.
 */
class PlainWriter
{
    readonly walk: Walk;
    readonly #settings: CodecSettings;
    readonly #lowered: Map<object, Lowered> | undefined;
    #characters = 0;

    /** @param most - What it writes at most without remembering what it made of which object; default: it remembers. */
    constructor({ settings }: Codec, root: string, most?: Pick<Limits, 'items' | 'length'>)
    {
        const { items, length } = settings.limits;
        const limits = most === undefined ? settings.limits : { ...settings.limits, items: Math.min(items, most.items), length: Math.min(length, most.length) };

        this.walk = new Walk('VALUE_NOT_SERIALIZABLE', limits, root);
        this.#settings = { ...settings, regExp: true };
        this.#lowered = most === undefined ? new Map() : undefined;
    }

    lower(value: unknown): unknown
    {
        switch (typeof value)
        {
            case 'bigint': return this.#text(String(value));
            case 'number': return Number.isFinite(value) ? value : null;
            case 'object': return value === null ? value : this.#lowerObject(value);
            case 'string': return this.#text(value);
            case 'function':
            case 'symbol': return refuse(`it is a ${typeof value}`);
            default: return value ?? null;
        }
    }

    #text(text: string): string
    {
        this.#spend(text.length);

        return text;
    }

    #spend(characters: number): void
    {
        if ((this.#characters += characters) > this.walk.limits.length)
        {
            this.walk.exceed('length');
        }
    }

    #lowerObject(value: object): unknown
    {
        return this.#lowered === undefined ? this.#lowerContent(value) : this.#lowerOnce(value, this.#lowered);
    }

    #lowerOnce(value: object, known: Map<object, Lowered>): unknown
    {
        const before = known.get(value);

        if (before !== undefined)
        {
            if (!('plain' in before))
            {
                refuse('it refers to a value around it');
            }

            this.walk.count(before.items);
            this.#spend(before.characters);

            return before.plain;
        }

        const lowered: Lowered = { items: -this.walk.items, characters: -this.#characters };

        known.set(value, lowered);

        const plain = this.#lowerContent(value);

        lowered.plain = plain;
        lowered.items += this.walk.items;
        lowered.characters += this.#characters;

        return plain;
    }

    #lowerContent(value: object): unknown
    {
        if (Array.isArray(value))
        {
            return this.#lowerItems(value);
        }

        const prototype = Object.getPrototypeOf(value) as object | null;

        return prototype === Object.prototype || prototype === null ? this.#lowerProperties(value) : this.#lowerKind(value, prototype);
    }

    #enter(parts: number): number
    {
        this.walk.count(parts);

        return this.walk.enter();
    }

    #lowerItems(items: readonly unknown[]): unknown[]
    {
        // Each empty place becomes a null, of which nothing stands in the value.
        if (items.length > mostEmpty && items.length > 2 * Object.keys(items).length)
        {
            refuse('most of its places are empty');
        }

        const level = this.#enter(items.length);
        // Of its size at once: an array that grows takes memory for seventeen items.
        const lowered = new Array<unknown>(items.length);

        for (let index = 0; index < items.length; index++)
        {
            this.walk.path[level] = index;
            lowered[index] = this.lower(items[index]);
        }

        this.walk.depth = level;

        return lowered;
    }

    #lowerProperties(value: object, names: readonly string[] = Object.keys(value)): PropertyRecord
    {
        return this.#lowerEntries(names, name => (value as PropertyRecord)[name]);
    }

    #lowerEntries(names: readonly string[], valueOf: (name: string) => unknown): PropertyRecord
    {
        const lowered = makeRoom<PropertyRecord>({}, names);
        const level = this.#enter(names.length);

        for (const name of names)
        {
            this.walk.path[level] = name;

            const item = valueOf(name);

            if (item !== undefined)
            {
                put(lowered, name, this.lower(item));
            }
        }

        this.walk.depth = level;

        return lowered;
    }

    #lowerKind(value: object, prototype: object): unknown
    {
        const kind = this.#settings.classes.kinds.get(prototype);

        switch (kind?.form)
        {
            case 'unknown': return this.#lowerProperties((value as UnknownInstance).fields);
            case 'bytes': return this.#text(toBase64(kind.take(value)));
            case 'text': return kind.tag === 'Date' ? kind.write(value, this.#settings, this.walk) || null : this.#text(`${value as URL}`);
            case 'parts': return this.#lowerParts(value, kind);
            default:
                return kind !== undefined && !kind.isError ? this.#lowerProperties(value, layoutOf(value, kind).names)
                    : value instanceof Error ? this.#lowerEntries(['name', 'message'], name => read(value, name)) : refuse(reasonOf(value));
        }
    }

    #lowerParts(value: object, type: PartsType): unknown
    {
        switch (type.tag)
        {
            case 'Map': return this.#lowerMap(value as Map<unknown, unknown>);
            case 'Headers': return this.#lowerEntries([...new Set((value as Headers).keys())], name => (value as Headers).get(name));
            case 'Set': return this.#lowerItems(type.take(value));
            default: return type.copyBlob !== undefined || value instanceof FormData ? refuse('it has no plain form') : this.lower(type.take(value)[0]);
        }
    }

    #lowerMap(map: Map<unknown, unknown>): unknown
    {
        const keys = [...map.keys()];

        return keys.every(key => typeof key === 'string')
            ? this.#lowerEntries(keys, name => map.get(name))
            : this.#lowerItems(Array.from(map, entry => [...entry]));
    }
}
