import { toBase64 } from './base64.js';
import { createCodec } from './codec.js';
import type { Codec } from './codec.js';
import { layoutOf } from './instance-layout.js';
import { put, read } from './properties.js';
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
    const writer = new PlainWriter(options.codec ?? createCodec(), options.root ?? 'result');

    try
    {
        return value === undefined || isBytes(value) ? value : writer.lower(value);
    }
    catch (thrown)
    {
        throw writer.walk.explain(thrown);
    }
}

function isBytes(value: unknown): boolean
{
    return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}

/** What was made of an object, and what it costs to write it. */
interface Lowered
{
    readonly plain: unknown;
    readonly items: number;
    readonly characters: number;
}

/** Arrays of more places than this have something in at least every second one. */
const mostEmpty = 1_000;

/** Stands for an object around the value that is being written. */
const around = Symbol('around');

/**
 * Lowers values to plain ones. What is shared is lowered once, and counted each time: whoever writes the plain value
 * writes it each time.
 */
class PlainWriter
{
    readonly walk: Walk;
    readonly #settings: CodecSettings;
    readonly #lowered = new Map<object, Lowered | typeof around>();
    #characters = 0;

    constructor({ settings }: Codec, root: string)
    {
        this.walk = new Walk('VALUE_NOT_SERIALIZABLE', settings.limits, root);
        this.#settings = { ...settings, regExp: true };
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
        if ((this.#characters += characters) > this.#settings.limits.length)
        {
            this.walk.exceed('length');
        }
    }

    #lowerObject(value: object): unknown
    {
        const before = this.#lowered.get(value);

        if (before === around)
        {
            return refuse('it refers to a value around it');
        }

        if (before !== undefined)
        {
            this.walk.count(before.items);
            this.#spend(before.characters);

            return before.plain;
        }

        this.#lowered.set(value, around);

        const { items } = this.walk;
        const characters = this.#characters;
        const prototype = Object.getPrototypeOf(value) as object | null;
        const plain = Array.isArray(value) ? this.#lowerItems(value)
            : prototype === Object.prototype || prototype === null ? this.#lowerProperties(value)
                : this.#lowerKind(value, prototype);

        this.#lowered.set(value, { plain, items: this.walk.items - items, characters: this.#characters - characters });

        return plain;
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
        const lowered = Array.from(items, (item, index) =>
        {
            this.walk.path[level] = index;

            return this.lower(item);
        });

        this.walk.depth = level;

        return lowered;
    }

    #lowerProperties(value: object, names: readonly string[] = Object.keys(value)): PropertyRecord
    {
        return this.#lowerEntries(names, name => (value as PropertyRecord)[name]);
    }

    #lowerEntries(names: readonly string[], valueOf: (name: string) => unknown): PropertyRecord
    {
        const lowered: PropertyRecord = {};
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
            case 'text': return kind.tag === 'Date' ? kind.write(value, this.#settings) || null : this.#text(`${value as URL}`);
            case 'parts': return this.#lowerParts(value, kind);
            default:
                return kind !== undefined && !kind.isError ? this.#lowerProperties(value, layoutOf(value, kind).names)
                    : value instanceof Error ? { name: read(value, 'name'), message: read(value, 'message') } : refuse(reasonOf(value));
        }
    }

    #lowerParts(value: object, type: PartsType): unknown
    {
        switch (type.tag)
        {
            case 'Map': return this.#lowerMap(value as Map<unknown, unknown>);
            case 'Headers': return Object.fromEntries(Array.from((value as Headers).keys(), name => [name, (value as Headers).get(name)]));
            case 'Set': return this.#lowerItems(type.take(value));
            default: return type.hasContent === true || value instanceof FormData ? refuse('it has no plain form') : this.lower(type.take(value)[0]);
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
