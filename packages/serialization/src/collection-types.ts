import type { Segment } from './path.js';
import { forbiddenKey, isRecord, put, read } from './properties.js';
import { refuse, reject } from './refusal.js';
import { defineType, pending } from './value-type.js';
import type { Maker, ObjectType } from './value-type.js';

const mapType = defineType<Map<unknown, unknown>>({
    tag: 'Map',
    prototype: Map.prototype,
    take(value, taker)
    {
        let index = 0;

        return Array.from(Map.prototype.entries.call(value), ([key, item]) =>
        {
            const position = index++;

            return [taker.part(key, { of: 'keys', index: position }), taker.part(item, { of: 'values', index: position })];
        });
    },
    make(content, maker, id)
    {
        const map = new Map<unknown, unknown>();
        const parts: unknown[] = [];

        maker.announce(id, map);

        for (const entry of list(content))
        {
            if (!Array.isArray(entry) || entry.length !== 2)
            {
                return reject('it is not a list of keys and values');
            }

            parts.push(entry[0], entry[1]);
        }

        gather(parts, maker, index => ({ of: index % 2 === 0 ? 'keys' : 'values', index: index >> 1 }), () =>
        {
            for (let index = 0; index < parts.length; index += 2)
            {
                map.set(parts[index], parts[index + 1]);
            }
        });

        return map;
    }
});

const setType = defineType<Set<unknown>>({
    tag: 'Set',
    prototype: Set.prototype,
    take(value, taker)
    {
        let index = 0;

        return Array.from(Set.prototype.values.call(value), item => taker.part(item, { of: 'values', index: index++ }));
    },
    make(content, maker, id)
    {
        const set = new Set();
        const parts = [...list(content)];

        maker.announce(id, set);

        gather(parts, maker, index => ({ of: 'values', index }), () =>
        {
            for (const part of parts)
            {
                set.add(part);
            }
        });

        return set;
    }
});

/** Arrays that JSON cannot write: with empty places, or with properties beside their items. */
const arrayType = defineType<unknown[]>({
    tag: 'Array',
    prototype: Array.prototype,
    take(value, taker)
    {
        const parts: Record<string, unknown> = {};

        for (const key of Object.keys(value))
        {
            put(parts, allowed(key), taker.part(read(value, key), key));
        }

        return [value.length, parts];
    },
    make(content, maker, id)
    {
        if (!Array.isArray(content) || content.length !== 2 || !isRecord(content[1]))
        {
            return reject('it is not a length and items');
        }

        const [length, parts] = content as [unknown, Record<string, unknown>];

        if (typeof length !== 'number' || !Number.isInteger(length) || length < 0 || length > 4_294_967_295)
        {
            return reject('its length is no length');
        }

        maker.spend(length);

        const array = emptyArray(length);

        maker.announce(id, array);
        fill(array, parts, maker);

        return array.length === length ? array : reject('it has an item beyond its length');
    }
});

const nullPrototypeType = defineType<object>({
    tag: 'nullPrototype',
    // Recognised by its having none.
    prototype: Object.create(null) as object,
    take(value, taker)
    {
        const parts: Record<string, unknown> = {};

        for (const key of Object.keys(value))
        {
            put(parts, allowed(key), taker.part(read(value, key), key));
        }

        return parts;
    },
    make(content, maker, id)
    {
        const object = Object.create(null) as object;

        maker.announce(id, object);
        fill(object, isRecord(content) ? content : reject('it is not an object'), maker);

        return object;
    }
});

/** Objects whose content is other values. */
export const collectionTypes: readonly ObjectType[] = [mapType, setType, arrayType, nullPrototypeType];

/** The kind of {@link collectionTypes} that objects without a prototype are. */
export const withoutPrototype: ObjectType = nullPrototypeType;

/** Gives an object the parts of a record. */
export function fill(object: object, parts: Readonly<Record<string, unknown>>, maker: Maker): void
{
    for (const key of Object.keys(parts))
    {
        if (key === forbiddenKey || key === 'length' && Array.isArray(object))
        {
            reject('this name is refused', { segment: key });
        }

        const part = maker.part(parts[key], key);

        if (part === pending)
        {
            // The property exists from now on, so that the order of the properties does not depend on it.
            put(object, key, undefined);
            maker.whenReady(value => put(object, key, value));
        }
        else
        {
            put(object, key, part);
        }
    }
}

/** Replaces each content in the list by its part, and goes on when all of them exist. */
function gather(parts: unknown[], maker: Maker, segment: (index: number) => Segment, done: () => void): void
{
    let missing = 1;

    const count = (): void =>
    {
        if (--missing === 0)
        {
            done();
        }
    };

    for (let index = 0; index < parts.length; index++)
    {
        const part = maker.part(parts[index], segment(index));

        parts[index] = part;

        if (part === pending)
        {
            missing++;
            maker.whenReady(value =>
            {
                parts[index] = value;
                count();
            });
        }
    }

    count();
}

/** An array of empty places that takes no memory for them: V8 gives up the flat form for an item far from the others. */
function emptyArray(length: number): unknown[]
{
    const array: unknown[] = [];

    if (length > 1_024)
    {
        array[length - 1] = null;
        array.length = length - 1;
    }

    array.length = length;

    return array;
}

function list(content: unknown): readonly unknown[]
{
    return Array.isArray(content) ? content : reject('it is not a list');
}

function allowed(key: string): string
{
    return key === forbiddenKey ? refuse('this name is refused', { segment: key }) : key;
}
