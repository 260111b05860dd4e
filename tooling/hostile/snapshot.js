const types = [
    Object, Function, Array, Map, Set, WeakMap, WeakSet, Date, RegExp, Error, AggregateError, TypeError, RangeError, Promise, String, Number, Boolean, BigInt, Symbol,
    ArrayBuffer, DataView, Uint8Array, Float64Array, URL, URLSearchParams, Headers, Request, Response, Blob, File, FormData
];

const objects = [
    ...types.flatMap(Type => [Type, Type.prototype]),
    Object.getPrototypeOf(Uint8Array), Object.getPrototypeOf(Uint8Array.prototype), Object.getPrototypeOf([][Symbol.iterator]()), Object.getPrototypeOf(async () => 1), JSON, Reflect, Math
];

const aspects = ['value', 'get', 'set', 'writable', 'enumerable', 'configurable'];

/**
 * The own properties of what every program relies on, and their prototypes.
 *
 * @param others - What else has to remain as it is.
 */
export function takeSnapshot(others = [])
{
    const before = [...objects, ...others].map(object => ({ object, parent: Object.getPrototypeOf(object), extensible: Object.isExtensible(object), properties: new Map(Reflect.ownKeys(object).map(key => [key, Object.getOwnPropertyDescriptor(object, key)])) }));

    return {
        /** Names what is not as it was. */
        findChanges: () => before.filter(isChanged).map(({ object }) => nameOf(object))
    };
}

function isChanged({ object, parent, extensible, properties })
{
    const keys = Reflect.ownKeys(object);

    return Object.getPrototypeOf(object) !== parent || Object.isExtensible(object) !== extensible || keys.length !== properties.size || keys.some(key =>
    {
        const before = properties.get(key);
        const now = Object.getOwnPropertyDescriptor(object, key);

        return before === undefined || !aspects.every(aspect => Object.is(before[aspect], now[aspect]));
    });
}

function nameOf(object)
{
    const type = types.find(({ prototype }) => prototype === object);

    return type === undefined ? String(object.name ?? Object.prototype.toString.call(object)) : `${type.name}.prototype`;
}
