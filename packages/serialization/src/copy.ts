import { hasCode } from '@jitar/errors';

import { Builder } from './builder.js';
import type { Codec } from './codec.js';
import { encode } from './encode.js';
import { sourceOf } from './instance-type.js';
import type { Segment } from './path.js';
import { forbiddenKey, put } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { Refusal, refuse } from './refusal.js';
import type { CodecSettings } from './settings.js';
import { isObject, typeOfObject, typeOfPrimitive } from './type-table.js';
import { omitted, pending } from './value-type.js';
import type { ListType, RecordType, ValueType } from './value-type.js';
import { Walk, isOverflow } from './walk.js';

/**
 * Copies a value from one segment to another of the same process, object to object: as encoding with the one codec
 * and decoding with the other does, with the same refusals, but without the text.
 *
 * @param from - The codec of the segment that sends.
 * @param to - The codec of the segment that receives.
 * @param root - The name that paths in errors start with; default `value`.
 * @throws `VALUE_NOT_SERIALIZABLE`, `VALUE_NOT_READABLE`
 */
export function copy(value: unknown, from: Codec, to: Codec, root = 'value'): unknown
{
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function' && typeof value !== 'symbol' && typeof value !== 'bigint')
    {
        return value;
    }

    const copier = new Copier(from.settings, to.settings, root);

    try
    {
        return copier.raise(value);
    }
    catch (thrown)
    {
        const error = copier.walk.explain(thrown);

        if (hasCode(error, 'VALUE_NOT_READABLE'))
        {
            // Text is written as a whole before it is read, so what cannot be sent is told first, wherever it stands.
            encode(value, from.settings, { root });
        }

        throw error;
    }
}

/** Takes values apart with the one codec, and makes them anew with the other. */
class Copier extends Builder
{
    readonly #from: CodecSettings;
    readonly #made = new Map<unknown, unknown>();

    constructor(from: CodecSettings, to: CodecSettings, root: string)
    {
        super(to, new Walk('VALUE_NOT_SERIALIZABLE', to.limits, root));

        this.#from = from;
    }

    raise(value: unknown): unknown
    {
        if (!isObject(value))
        {
            const type = typeOfPrimitive(value);

            // Refuses what the text could not hold.
            return type === undefined ? value : type.make(type.take(value, this.#from), this.settings);
        }

        const known = this.#made.get(value);

        if (known !== undefined)
        {
            if (known === pending)
            {
                this.miss(value);
            }

            return known;
        }

        this.walk.code = 'VALUE_NOT_SERIALIZABLE';
        this.#made.set(value, pending);

        const type = typeOfObject(value, this.#from.classes);

        if (type === undefined)
        {
            return Array.isArray(value) ? this.#copyItems(value) : this.#copyProperties(value as PropertyRecord);
        }

        const copied = this.#copyTyped(type, value);

        if (this.#made.get(value) === pending)
        {
            this.announce(value, copied);
        }

        return copied;
    }

    /** Those who make ask for parts, and go on making. */
    override part(value: unknown, segment: Segment): unknown
    {
        const part = super.part(value, segment);

        this.walk.code = 'VALUE_NOT_READABLE';

        return part;
    }

    override cause(value: unknown, segment: Segment): unknown
    {
        const { depth } = this.walk;
        const { waiting } = this;
        const count = this.#made.size;

        try
        {
            return super.cause(value, segment);
        }
        catch (thrown)
        {
            if (thrown instanceof Refusal ? thrown.code === 'VALUE_NOT_READABLE' || thrown.final : this.walk.code === 'VALUE_NOT_READABLE' && !isOverflow(thrown))
            {
                throw thrown;
            }

            this.walk.depth = depth;
            this.walk.code = 'VALUE_NOT_READABLE';
            this.waiting = waiting;

            for (const object of [...this.#made.keys()].slice(count))
            {
                this.#made.delete(object);
            }

            return omitted;
        }
    }

    protected note(id: unknown, value: object): void
    {
        this.#made.set(id, value);
    }

    #copyTyped(type: ValueType, value: object): object
    {
        switch (type.form)
        {
            case 'leaf':
            {
                if (type.copy !== undefined)
                {
                    return type.copy(value) as object;
                }

                const content = type.take(value, this.#from);

                this.walk.code = 'VALUE_NOT_READABLE';

                return type.make(content, this.settings) as object;
            }
            case 'bytes': return type.make(new Uint8Array(type.take(value)));
            default:
            {
                const content = this.#take(type, value);

                this.walk.code = 'VALUE_NOT_READABLE';

                return type.make(content, this, value) as object;
            }
        }
    }

    /** The content as parsed JSON would be, but with the parts as they are. */
    #take(type: ListType | RecordType, value: object): unknown
    {
        if (type.form === 'record')
        {
            const layout = type.take(value, this.#from);

            return layout.wrap(this.#read(layout.names, sourceOf(value)));
        }

        const parts = type.take(value);

        return type.form === 'list' ? parts : Array.from({ length: parts.length / 2 }, (_, index) => [parts[2 * index], parts[2 * index + 1]]);
    }

    #read(names: readonly string[], source: PropertyRecord): PropertyRecord
    {
        const record: PropertyRecord = {};
        const level = this.walk.depth++;

        for (const name of names)
        {
            this.walk.path[level] = name;
            put(record, allowed(name), source[name]);
        }

        this.walk.depth = level;

        return record;
    }

    #copyItems(items: readonly unknown[]): unknown[]
    {
        const copied: unknown[] = [];
        const level = this.walk.open(items.length, 0);

        this.announce(items, copied);

        for (let index = 0; index < items.length; index++)
        {
            this.walk.path[level] = index;
            this.walk.code = 'VALUE_NOT_SERIALIZABLE';

            const part = this.raise(items[index]);

            copied.push(part);

            if (part === pending)
            {
                copied[index] = undefined;
                this.whenReady(value =>
                {
                    copied[index] = value;
                });
            }
        }

        this.walk.depth = level;

        return copied;
    }

    #copyProperties(object: PropertyRecord): PropertyRecord
    {
        const names = Object.keys(object);
        const copied: PropertyRecord = {};
        const level = this.walk.open(names.length, names[0]);

        this.announce(object, copied);

        for (const name of names)
        {
            this.walk.path[level] = name;
            this.walk.code = 'VALUE_NOT_SERIALIZABLE';

            const part = this.raise(object[allowed(name)]);

            put(copied, name, part);

            if (part === pending)
            {
                copied[name] = undefined;
                this.whenReady(value => put(copied, name, value));
            }
        }

        this.walk.depth = level;

        return copied;
    }
}

function allowed(name: string): string
{
    return name === forbiddenKey ? refuse('this name is refused') : name;
}
