import { toBase64 } from './base64.js';
import { writeBigInt } from './big-int.js';
import type { ObjectKind } from './class-table.js';
import { describeError, mayLack } from './error-type.js';
import { layoutOf, sourceOf, unknownLayoutOf } from './instance-layout.js';
import type { InstanceLayout } from './instance-layout.js';
import { LayoutNumbering } from './layout-numbering.js';
import { Numbering } from './numbering.js';
import { isRegular, sparseType } from './parts-types.js';
import { cloneOf, forbiddenKey, makeRoom, mayInherit } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { Refusal, refuse } from './refusal.js';
import type { CodecSettings } from './settings.js';
import type { TakeStream } from './streams.js';
import { reasonOf } from './type-table.js';
import type { UnknownInstance } from './unknown-instance.js';
import type { BytesType, PartsType } from './value-type.js';
import { Walk } from './walk.js';

/** What an encoding gets beside the value. */
export interface EncodeOptions
{
    /** The name that paths in errors start with. */
    readonly root: string;
    /** Gets the bytes that travel beside the text, where the caller can send them so. */
    readonly parts?: Uint8Array[];
    /** The content of the blobs in the value; those that are missing are noted. */
    readonly contents?: BlobContents | undefined;
    /** Takes the streams, where the caller can send them. */
    readonly take?: TakeStream | undefined;
}

/** What was read of blobs, or why that was not possible. */
export type BlobContents = Map<Blob, Uint8Array | { readonly failure: unknown } | undefined>;

/** References as they are written; there are more of them than numbers. */
const references: string[] = [];

/** Bytes below this number stand in the text, where they cost less than a part of their own. */
const smallestPart = 1_024;

/** How a tagged text starts; the version of the form comes next. */
const start = '{"$tagged":';

/** Tells whether a text is a tagged one: a plain text that looks like one is written as one. */
export function isTagged(text: string): boolean
{
    // The sign alone tells of most that they are none, in less time.
    return text.charCodeAt(2) === 36 && text.startsWith(start);
}

/**
 * Lowers values to what JSON has. What is plain is not made anew: it stays the value itself. Objects are numbered in
 * the order in which they start in the text.
 */
export class Writer
{
    readonly walk: Walk;
    readonly #settings: CodecSettings;
    readonly #options: EncodeOptions;
    readonly #numbers = new Numbering();
    readonly #string: number;
    /** Where a prototype has been given enumerable properties, loops find too many. */
    readonly #mayInherit = mayInherit();
    #layouts: LayoutNumbering | undefined;
    #tagged = false;
    #take: TakeStream | undefined;

    constructor(settings: CodecSettings, options: EncodeOptions)
    {
        this.walk = new Walk('VALUE_NOT_SERIALIZABLE', settings.limits, options.root);
        this.#settings = settings;
        this.#options = options;
        this.#string = settings.limits.string;
        this.#take = options.take;
    }

    write(value: unknown): string
    {
        if (hasToJson(probe) || hasToJson(Array.prototype))
        {
            refuse('a prototype that all values share has a method toJSON, which would write something else');
        }

        const lowered = this.#lower(value);

        if (!this.#tagged)
        {
            const text = JSON.stringify(value);

            if (!isTagged(text))
            {
                return text;
            }
        }

        const layouts = this.#layouts?.keys.join();
        const classes = layouts ? `"classes":[${layouts}],` : '';

        return `${start}1,${classes}"value":${JSON.stringify(lowered)}}`;
    }

    #tag<Lowered>(lowered: Lowered): Lowered
    {
        this.#tagged = true;

        return lowered;
    }

    #lower(value: unknown): unknown
    {
        switch (typeof value)
        {
            case 'string': return value.length > this.#string ? this.walk.exceed('string') : value.charCodeAt(0) === 36 ? `$${value}` : value;
            case 'number': return value - value === 0 && (value !== 0 || 1 / value > 0) ? value : this.#tag(value === 0 ? '$-0' : `$${String(value)}`);
            case 'boolean': return value;
            case 'object': return value === null ? value : this.#lowerObject(value);
            case 'undefined': return this.#tag('$undefined');
            case 'bigint': return this.#tag(`$BigInt:${writeBigInt(value, this.walk)}`);
            default: return refuse(`it is a ${typeof value}`);
        }
    }

    #lowerObject(value: object): unknown
    {
        const number = this.#numbers.meet(value);

        if (number >= 0)
        {
            this.walk.refer();

            this.#tagged = true;

            return number < 10_000 ? references[number] ??= `$${String(number)}` : `$${String(number)}`;
        }

        const prototype = Object.getPrototypeOf(value) as object | null;

        // Who writes an iterable by hand may write a plain object.
        return prototype === Object.prototype && !(this.#take && Symbol.asyncIterator in value) ? this.#lowerProperties(value as PropertyRecord)
            : prototype === Array.prototype && Array.isArray(value) ? this.#lowerItems(value)
                : this.#lowerKind(value, this.#settings.classes.kinds.get(prototype));
    }

    #lowerProperties(value: PropertyRecord): PropertyRecord
    {
        const { walk } = this;
        const { path } = walk;
        const level = walk.enter();
        const mayInherit = this.#mayInherit;
        let lowered = value;
        let count = 0;

        // The fastest loop there is.
        for (const name in value)
        {
            if (mayInherit && !Object.hasOwn(value, name))
            {
                continue;
            }

            count++;

            path[level] = name;

            if (name === forbiddenKey)
            {
                refuse('this name is refused');
            }

            const item = value[name];

            if (this.#isLow(item))
            {
                continue;
            }

            const part = this.#lower(item);

            if (part !== item)
            {
                if (lowered === value)
                {
                    lowered = cloneOf(value);
                }

                lowered[name] = part;
            }
        }

        walk.depth = level;
        walk.countKeys(count);

        return hasToJson(value) ? this.#tag(lowered === value ? cloneOf(value) : lowered) : lowered;
    }

    /** Tells of most values that are no objects that nothing needs to be done. */
    #isLow(value: unknown): boolean
    {
        return typeof value === 'string' ? value.charCodeAt(0) !== 36 && value.length <= this.#string
            : typeof value === 'number' ? value - value === 0 && value !== 0
                : value === null || value === true || value === false;
    }

    #lowerItems(value: readonly unknown[]): readonly unknown[]
    {
        if (!isRegular(value))
        {
            return this.#lowerParts(value, sparseType);
        }

        const { walk } = this;
        const { path } = walk;
        const level = walk.enter();
        let lowered: unknown[] | undefined;

        walk.count(value.length);

        for (let index = 0; index < value.length; index++)
        {
            path[level] = index;

            const item = value[index];

            if (this.#isLow(item))
            {
                continue;
            }

            const part = this.#lower(item);

            if (part !== item)
            {
                lowered ??= value.slice();
                lowered[index] = part;
            }
        }

        walk.depth = level;

        return hasToJson(value) ? this.#tag(lowered ?? value.slice()) : lowered ?? value;
    }

    #lowerKind(value: object, kind: ObjectKind | undefined): unknown
    {
        this.#tagged = true;

        switch (kind?.form)
        {
            case 'class': return kind.isError ? this.#lowerError(value as Error) : this.#lowerInstance(value, layoutOf(value, kind));
            case 'unknown': return this.#lowerInstance(value, unknownLayoutOf(value as UnknownInstance));
            case 'text': return `$${kind.tag}:${kind.write(value, this.#settings, this.walk)}`;
            case 'bytes': return this.#lowerBytes(kind, value);
            case 'parts': return this.#lowerParts(value, kind);
            default: return value instanceof Error ? this.#lowerError(value) : this.#take?.(value) ?? refuse(reasonOf(value));
        }
    }

    #lowerBytes(type: BytesType, value: object): string
    {
        const bytes = type.take(value);
        const { parts } = this.#options;

        this.walk.spend(bytes.length);

        // A copy, as the text is one: what happens to the value afterwards does not happen to what is sent.
        return `$${type.tag}:${parts === undefined || bytes.length < smallestPart ? toBase64(bytes) : `#${String(parts.push(new Uint8Array(bytes)) - 1)}`}`;
    }

    #lowerParts(value: object, type: PartsType): unknown[]
    {
        const { walk } = this;
        const taken = type.take(value);
        const parts = type.copyBlob !== undefined ? [this.#contentOf(value as Blob), ...taken] : taken;
        const level = walk.enter();
        const lowered: unknown[] = [`$${type.tag}`];

        this.#tagged = true;
        walk.countKeys(type.keys?.(parts.length) ?? 0, parts.length + (type.size?.(parts) ?? 0));
        walk.charge(type.cost ?? 0);

        for (let index = 0; index < parts.length; index++)
        {
            walk.path[level] = type.place?.(index, parts) ?? index;
            lowered.push(this.#lower(parts[index]));
        }

        walk.depth = level;

        return lowered;
    }

    #contentOf(blob: Blob): Uint8Array
    {
        const { contents } = this.#options;
        const content = contents?.get(blob);

        if (contents === undefined)
        {
            refuse('its content can only be read asynchronously', { final: this.#options.parts !== undefined });
        }

        if (content === undefined)
        {
            contents.set(blob, undefined);
            this.walk.spend(blob.size);

            return new Uint8Array();
        }

        if (!(content instanceof Uint8Array))
        {
            throw content.failure;
        }

        return content;
    }

    #lowerInstance(value: object, layout: InstanceLayout): unknown[]
    {
        const { walk } = this;
        const { names } = layout;
        const lowered: unknown[] = ['$class', (this.#layouts ??= new LayoutNumbering()).numberOf(layout)];
        const source = sourceOf(value);
        const level = walk.enter();

        walk.countKeys(names.length);

        for (let index = 0; index < names.length; index++)
        {
            const name = names[index] as string;

            walk.path[level] = name;
            lowered.push(this.#lower(source[name]));
        }

        walk.depth = level;

        return lowered;
    }

    #lowerError(error: Error): unknown[]
    {
        const { walk } = this;
        const { type, names, key } = describeError(error, this.#settings.classes);
        const record = makeRoom<PropertyRecord>({}, names);
        const level = walk.enter();

        walk.countKeys(names.length);
        walk.charge(1);

        for (const name of names)
        {
            walk.path[level] = name;

            const part = this.#lowerPart(error, name, name === 'cause' || key === undefined && mayLack(type, name));

            if (part !== undefined)
            {
                record[name] = part;
            }
        }

        walk.depth = level;

        return ['$Error', type, record, ...key === undefined ? [] : [key]];
    }

    /** The cause of an error, and what else it happens to have, must not keep the error itself from arriving. */
    #lowerPart(error: Error, name: string, isOptional: boolean): unknown
    {
        const { depth } = this.walk;
        const { size } = this.#numbers;
        const layouts = this.#layouts?.size ?? 0;
        const parts = this.#options.parts?.length ?? 0;
        const take = this.#take;

        // A stream that was taken cannot be given back.
        this.#take = isOptional ? undefined : take;

        try
        {
            return this.#lower((error as unknown as PropertyRecord)[name]);
        }
        catch (thrown)
        {
            if (!isOptional || thrown instanceof Refusal && thrown.final)
            {
                throw thrown;
            }

            this.walk.depth = depth;
            this.#options.parts?.splice(parts);
            this.#numbers.shrink(size);
            this.#layouts?.shrink(layouts);

            return undefined;
        }
        finally
        {
            this.#take = take;
        }
    }
}

const probe = {};

/** Tells whether JSON would write what a method answers instead of a value: one that is hidden from loops, or inherited. */
export function hasToJson(value: object): boolean
{
    return typeof (value as { readonly toJSON?: unknown }).toJSON === 'function';
}
