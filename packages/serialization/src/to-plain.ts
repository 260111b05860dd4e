import { toBase64 } from './base64.js';
import { createCodec } from './codec.js';
import type { Codec } from './codec.js';
import { describeInstance, sourceOf } from './instance-type.js';
import { put, read } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { refuse } from './refusal.js';
import { isObject, typeOfObject } from './type-table.js';
import type { CodecSettings } from './settings.js';
import type { ValueType } from './value-type.js';
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
    readonly #settings: CodecSettings;
    /** The objects around the value that is being written. */
    readonly #around = new Set<object>();

    constructor({ settings }: Codec, root: string)
    {
        this.walk = new Walk('VALUE_NOT_SERIALIZABLE', settings.limits, root);
        this.#settings = { ...settings, regExp: true };
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

        const type = typeOfObject(value, this.#settings.classes);
        const lowered = type === undefined ? this.#lowerPlain(value) : this.#lowerTyped(value, type);

        this.#around.delete(value);

        return lowered;
    }

    #lowerPlain(value: object): unknown
    {
        return Array.isArray(value) ? this.#lowerItems(value) : this.#lowerProperties(value);
    }

    #lowerItems(items: readonly unknown[]): unknown[]
    {
        const level = this.walk.open(items.length, 0);
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
        const level = this.walk.open(names.length, names[0]);

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

    #lowerTyped(value: object, type: ValueType): unknown
    {
        switch (type.tag)
        {
            case 'Map': return this.#lowerMap(value as Map<unknown, unknown>);
            case 'Set': return this.#lowerItems([...value as Set<unknown>]);
            case 'Array': return this.#lowerItems(value as unknown[]);
            case 'nullPrototype': return this.#lowerProperties(value);
            case 'class': return this.#lowerProperties(sourceOf(value), describeInstance(value, this.#settings.classes.byPrototype(Object.getPrototypeOf(value) as object)).names);
            case 'Error': return { name: read(value, 'name'), message: read(value, 'message') };
            case 'RegExp': return RegExp.prototype.toString.call(value);
            case 'Headers': return Object.fromEntries(Array.from((value as Headers).keys(), name => [name, (value as Headers).get(name)]));
            default: return this.#lowerLeaf(value, type);
        }
    }

    #lowerLeaf(value: object, type: ValueType): unknown
    {
        return type.form === 'leaf' ? type.take(value, this.#settings) : type.form === 'bytes' ? toBase64(type.take(value)) : refuse('it has no plain form');
    }

    #lowerMap(map: Map<unknown, unknown>): unknown
    {
        const keys = [...map.keys()];

        return keys.every(key => typeof key === 'string')
            ? this.#lowerEntries(keys, name => map.get(name))
            : this.#lowerItems(Array.from(map, entry => [...entry]));
    }
}
