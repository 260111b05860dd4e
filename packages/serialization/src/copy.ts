import { hasCode } from '@jitar/errors';

import { Builder } from './builder.js';
import type { Codec } from './codec.js';
import { encode } from './encode.js';
import type { Segment } from './path.js';
import { forbiddenKey, put, read } from './properties.js';
import type { PropertyRecord } from './properties.js';
import { Refusal, refuse } from './refusal.js';
import type { CodecSettings } from './settings.js';
import { isObject, typeOfObject, typeOfPrimitive } from './type-table.js';
import { omitted, pending } from './value-type.js';
import type { Taker } from './value-type.js';
import { Walk } from './walk.js';

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
            encode(value, from.settings, root);
        }

        throw error;
    }
}

/** Takes values apart with the one codec, and makes them anew with the other. */
class Copier extends Builder
{
    readonly #taker: Taker;

    constructor(from: CodecSettings, to: CodecSettings, root: string)
    {
        super(to, new Walk('VALUE_NOT_SERIALIZABLE', to.limits, root));

        this.#taker = {
            settings: from,
            part: value => value,
            cause: value => value,
            bytes: view => view.slice()
        };
    }

    raise(value: unknown): unknown
    {
        if (!isObject(value))
        {
            const type = typeOfPrimitive(value);

            // Refuses what the text could not hold.
            return type === undefined ? value : type.make(type.take(value, this.#taker), this, undefined);
        }

        if (this.made.has(value))
        {
            return this.refer(value);
        }

        this.made.set(value, pending);

        const type = typeOfObject(value, this.#taker.settings.classes);

        if (type === undefined)
        {
            return this.makePlain(Array.isArray(value) ? value : readPlain(value), value);
        }

        const content = type.take(value, this.#taker);

        this.walk.code = 'VALUE_NOT_READABLE';

        const copied = type.make(content, this, value) as object;

        if (this.made.get(value) === pending)
        {
            this.announce(value, copied);
        }

        return copied;
    }

    override part(value: unknown, segment: Segment): unknown
    {
        const { code } = this.walk;

        this.walk.code = 'VALUE_NOT_SERIALIZABLE';

        const copied = super.part(value, segment);

        this.walk.code = code;

        return copied;
    }

    override cause(value: unknown, segment: Segment): unknown
    {
        const { code, depth } = this.walk;
        const { waiting } = this;
        const count = this.made.size;

        try
        {
            return super.cause(value, segment);
        }
        catch (thrown)
        {
            if (thrown instanceof Refusal ? thrown.code === 'VALUE_NOT_READABLE' || thrown.final : this.walk.code === 'VALUE_NOT_READABLE')
            {
                throw thrown;
            }

            this.walk.return(depth);
            this.walk.code = code;
            this.waiting = waiting;

            for (const object of [...this.made.keys()].slice(count))
            {
                this.made.delete(object);
            }

            return omitted;
        }
    }

    bytes(content: unknown): Uint8Array<ArrayBuffer>
    {
        return content as Uint8Array<ArrayBuffer>;
    }
}

function readPlain(value: object): PropertyRecord
{
    const properties: PropertyRecord = {};

    for (const key of Object.keys(value))
    {
        put(properties, key === forbiddenKey ? refuse('this name is refused', { segment: key }) : key, read(value, key));
    }

    return properties;
}
