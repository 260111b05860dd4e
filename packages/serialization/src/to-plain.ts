import { toBase64 } from './base64.js';
import { createCodec } from './codec.js';
import type { Codec } from './codec.js';
import { describeInstance } from './instance-type.js';
import { put, read } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { refuse } from './refusal.js';
import { isObject, typeOfObject } from './type-table.js';
import type { Segment } from './path.js';
import type { Taker, ValueType } from './value-type.js';
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

/** Lowers values to plain ones. What is shared is written each time, so the items are counted as they are written. */
class PlainWriter
{
    readonly walk: Walk;
    readonly #taker: Taker;
    /** The objects around the value that is being written. */
    readonly #around = new Set<object>();

    constructor({ settings }: Codec, root: string)
    {
        this.walk = new Walk('VALUE_NOT_SERIALIZABLE', settings.limits, root);
        this.#taker = {
            settings: { ...settings, regExp: true },
            part: value => value,
            cause: value => value,
            bytes: toBase64
        };
    }

    lower(value: unknown): unknown
    {
        if (typeof value === 'bigint')
        {
            return String(value);
        }

        if (typeof value === 'number')
        {
            return Number.isFinite(value) ? value : null;
        }

        if (!isObject(value))
        {
            return value ?? null;
        }

        if (this.#around.has(value))
        {
            refuse('it refers to a value around it');
        }

        this.#around.add(value);

        const type = typeOfObject(value, this.#taker.settings.classes);
        const lowered = type === undefined ? this.#lowerPlain(value) : this.#lowerTyped(value, type);

        this.#around.delete(value);

        return lowered;
    }

    #part(value: unknown, segment: Segment): unknown
    {
        this.walk.enter(segment);

        const lowered = this.lower(value);

        this.walk.leave();

        return lowered;
    }

    #lowerPlain(value: object): unknown
    {
        return Array.isArray(value) ? this.#lowerItems(value) : this.#lowerProperties(value);
    }

    #lowerItems(items: readonly unknown[]): unknown[]
    {
        return Array.from(items, (item, index) => this.#part(item, index));
    }

    #lowerProperties(value: object): PropertyRecord
    {
        return this.#lowerEntries(Object.keys(value).map(key => [key, read(value, key)]));
    }

    #lowerEntries(entries: Iterable<readonly [string, unknown]>): PropertyRecord
    {
        const lowered: PropertyRecord = {};

        for (const [key, item] of entries)
        {
            if (item !== undefined)
            {
                put(lowered, key, this.#part(item, key));
            }
        }

        return lowered;
    }

    #lowerTyped(value: object, type: ValueType): unknown
    {
        switch (type.tag)
        {
            case 'Map': return this.#lowerMap(value as Map<unknown, unknown>);
            case 'Set': return this.#lowerItems([...value as Set<unknown>]);
            case 'Array': return this.#lowerItems(value as unknown[]);
            case 'nullPrototype': return this.#lowerProperties(value);
            case 'class': return this.#lowerProperties(describeInstance(value, this.#taker.settings.classes.byPrototype(Object.getPrototypeOf(value) as object))[1]);
            case 'Error': return { name: read(value, 'name'), message: read(value, 'message') };
            case 'RegExp': return RegExp.prototype.toString.call(value);
            case 'Headers': return Object.fromEntries(Array.from((value as Headers).keys(), name => [name, (value as Headers).get(name)]));
            // What remains has text or bytes for its content.
            default: return type.take(value, this.#taker);
        }
    }

    #lowerMap(map: Map<unknown, unknown>): unknown
    {
        const keys = [...map.keys()];

        return keys.every(key => typeof key === 'string')
            ? this.#lowerEntries(map as Map<string, unknown>)
            : this.#lowerItems(Array.from(map, entry => [...entry]));
    }
}
