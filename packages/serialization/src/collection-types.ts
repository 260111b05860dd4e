import { createLayout } from './layout.js';
import { keyAt, valueAt } from './path.js';
import type { Segment } from './path.js';
import { forbiddenKey, isRecord, put } from './properties.js';
import { reject } from './refusal.js';
import { pending } from './value-type.js';
import type { ListType, Maker, RecordType } from './value-type.js';

const mapType: ListType = {
    form: 'pairs',
    tag: 'Map',
    prototype: Map.prototype,
    take(value)
    {
        const parts: unknown[] = [];

        Map.prototype.forEach.call(value, (item, key) => parts.push(key, item));

        return parts;
    },
    make(content, maker, id)
    {
        const map = new Map<unknown, unknown>();
        const parts: unknown[] = [];

        for (const entry of list(content))
        {
            if (!Array.isArray(entry) || entry.length !== 2)
            {
                return reject('it is not a list of keys and values');
            }

            parts.push(entry[0], entry[1]);
        }

        maker.announce(id, map);
        gather(parts, maker, index => index % 2 === 0 ? keyAt(index >> 1) : valueAt(index >> 1), () =>
        {
            for (let index = 0; index < parts.length; index += 2)
            {
                map.set(parts[index], parts[index + 1]);
            }
        });

        return map;
    }
};

const setType: ListType = {
    form: 'list',
    tag: 'Set',
    prototype: Set.prototype,
    take: (value): unknown[] => Array.from(Set.prototype.values.call(value)),
    make(content, maker, id)
    {
        const set = new Set();
        const parts = [...list(content)];

        maker.announce(id, set);
        gather(parts, maker, valueAt, () =>
        {
            for (const part of parts)
            {
                set.add(part);
            }
        });

        return set;
    }
};

/** Arrays that JSON cannot write: with empty places, or with properties beside their items. */
const arrayType: RecordType = {
    form: 'record',
    tag: 'Array',
    prototype: Array.prototype,
    take: value => createLayout(Object.keys(value as unknown[]), (value as unknown[]).length),
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

        maker.walk.spend(length);

        const array = emptyArray(length);

        maker.announce(id, array);
        fill(array, parts, maker);

        return array.length === length ? array : reject('it has an item beyond its length');
    }
};

/** Objects that have no prototype, and are recognised by that. */
export const withoutPrototype: RecordType = {
    form: 'record',
    tag: 'nullPrototype',
    take: value => createLayout(Object.keys(value as object)),
    make(content, maker, id)
    {
        const object = Object.create(null) as object;

        maker.announce(id, object);
        fill(object, isRecord(content) ? content : reject('it is not an object'), maker);

        return object;
    }
};

/** Objects whose content is other values. */
export const collectionTypes: readonly (ListType | RecordType)[] = [mapType, setType, arrayType, withoutPrototype];

/** Gives an object the parts of a record. */
export function fill(object: object, parts: Readonly<Record<string, unknown>>, maker: Maker): void
{
    const keys = Object.keys(parts);
    const { walk } = maker;
    const level = walk.open(keys.length, keys[0]);

    for (const key of keys)
    {
        walk.path[level] = key;

        if (key === forbiddenKey || key === 'length' && Array.isArray(object))
        {
            reject('this name is refused');
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

    walk.depth = level;
}

/** Replaces each content in the list by its part, and goes on when all of them exist. */
function gather(parts: unknown[], maker: Maker, segment: (index: number) => Segment, done: () => void): void
{
    const level = maker.walk.open(parts.length, parts.length > 0 ? segment(0) : undefined);
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

    maker.walk.depth = level;
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
