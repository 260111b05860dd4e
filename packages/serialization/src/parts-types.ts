import { refuseCrowd } from './key-crowds.js';
import { keyAt, valueAt } from './path.js';
import type { Segment } from './path.js';
import { forbiddenKey, makeRoom, put } from './properties.js';
import { invalid, refuse, reject } from './refusal.js';
import type { PartsType } from './value-type.js';

/** The name before a value in a flat list of names and values, as far as it is one; of a name itself its place. */
function namePlace(index: number, parts: readonly unknown[]): Segment
{
    const name = parts[index - 1];

    return typeof name === 'string' ? name : index;
}

/** Calls back with each pair of a flat list. */
export function forPairs(parts: readonly unknown[], call: (key: unknown, value: unknown) => void): void
{
    for (let index = 0; index < parts.length; index += 2)
    {
        call(parts[index], parts[index + 1]);
    }

    if (parts.length % 2 !== 0)
    {
        invalid();
    }
}

/** The flat list of the names and values of an object. */
function pairsOf(object: object): unknown[]
{
    return Object.hasOwn(object, forbiddenKey) ? refuse('this name is refused', { segment: forbiddenKey }) : Object.entries<unknown>(object as never).flat();
}

/** Gives an object the properties of a flat list of names and values. */
function fill(object: object, parts: readonly unknown[]): object
{
    forPairs(parts, (name, value) =>
    {
        if (typeof name !== 'string' || name === forbiddenKey || Object.hasOwn(object, name))
        {
            invalid();
        }

        put(object, name, value);
    });

    return object;
}

/** How many names a flat list of names and values has. */
function namesAmong(parts: number): number
{
    return parts >> 1;
}

const mapType: PartsType = {
    form: 'parts',
    tag: 'Map',
    prototype: Map.prototype,
    take(value)
    {
        const parts: unknown[] = [];

        Map.prototype.forEach.call(value, (item, key) => parts.push(key, item));
        refuseCrowd(parts, 2, refuse);

        return parts;
    },
    place: index => index % 2 === 0 ? keyAt(index >> 1) : valueAt(index >> 1),
    create: () => new Map(),
    make(parts, created)
    {
        refuseCrowd(parts, 2, reject);
        forPairs(parts, (key, value) => (created as Map<unknown, unknown>).set(key, value));

        return created as object;
    }
};

const setType: PartsType = {
    form: 'parts',
    tag: 'Set',
    prototype: Set.prototype,
    take(value)
    {
        const parts: unknown[] = [...Set.prototype.values.call(value)];

        refuseCrowd(parts, 1, refuse);

        return parts;
    },
    place: valueAt,
    create: () => new Set(),
    make(parts, created)
    {
        refuseCrowd(parts, 1, reject);

        for (const part of parts)
        {
            (created as Set<unknown>).add(part);
        }

        return created as object;
    }
};

/** Arrays that JSON cannot write: with empty places, or with properties beside their items. */
export const sparseType: PartsType = {
    form: 'parts',
    tag: 'Array',
    prototype: undefined,
    cost: 1,
    take: value => [(value as unknown[]).length, ...pairsOf(value)],
    place: (index, parts) => index % 2 === 0 ? namePlace(index, parts) : index,
    create: () => [],
    keys: namesAmong,
    size: ([length]) => Number.isInteger(length) && (length as number) >= 0 ? length as number : invalid(),
    make(parts, created)
    {
        const array = created as unknown[];
        const [length] = parts;

        stretch(array, length as number);
        fill(array, parts.slice(1));

        return array.length === length ? array : reject('it has an item beyond its length');
    }
};

/** Objects that have no prototype. */
const withoutPrototype: PartsType = {
    form: 'parts',
    tag: 'nullPrototype',
    prototype: null,
    take: pairsOf,
    keys: namesAmong,
    place: (index, parts) => index % 2 === 1 ? namePlace(index, parts) : index,
    create: () => Object.create(null) as object,
    make: (parts, created) => fill(makeRoom(created as object, parts), parts)
};

const boxedTypes = ([Boolean, Number, String, BigInt] as const).map(({ name, prototype }): PartsType => ({
    form: 'parts',
    tag: name,
    prototype,
    length: 1,
    take: (value): unknown[] => [(prototype.valueOf as (this: object) => unknown).call(value)],
    make: ([value]) => typeof value === name.toLowerCase() ? Object(value) as object : invalid()
}));

/** Objects that consist of other values. */
export const partsTypes: readonly PartsType[] = [mapType, setType, sparseType, withoutPrototype, ...boxedTypes];

/** How many empty places an array may have as memory of its own. */
const fewPlaces = 16;

/** Gives an array empty places that take no memory: V8 gives up the flat form for an item that is far from the others. */
function stretch(array: unknown[], length: number): void
{
    if (length > fewPlaces)
    {
        array[Math.max(length, 4_096) - 1] = null;
        array.length = length - 1;
    }

    array.length = length;
}

/** Tells whether JSON can write an array. Integer keys come first and in order, so the count and the last one tell of all. */
export function isRegular(value: readonly unknown[]): boolean
{
    const keys = Object.keys(value);
    const { length } = value;

    return keys.length === length && (length === 0 || keys[length - 1] === String(length - 1));
}
