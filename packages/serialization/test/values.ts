import fc from 'fast-check';

import { Box, Employee, Money, Person, Team } from './classes.js';

const keys = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('$tagged', '$Date:', '$0', '$$', '$', 'then', 'toJSON', 'constructor', 'prototype', '0', '7', 'length'))
    .filter(key => key !== '__proto__');

const bytes = fc.uint8Array({ maxLength: 24 });

const leaves = fc.oneof(
    fc.string(), fc.constantFrom('$', '$$', '$0', '$Date:', '$undefined', '$Map'), fc.double(), fc.integer(), fc.boolean(), fc.bigInt(),
    fc.constantFrom<unknown>(undefined, null, NaN, -0, 0, Infinity, -Infinity, ''),
    fc.date({ noInvalidDate: false }),
    bytes, bytes.map(value => value.buffer), bytes.map(value => new DataView(value.buffer)),
    bytes.map(value => new Uint16Array(value.buffer, 0, value.length >> 1)), bytes.map(value => new BigInt64Array(value.buffer, 0, value.length >> 3)),
    fc.float64Array({ maxLength: 4 }), bytes.map(value => Buffer.from(value)),
    fc.constantFrom(/a+/gi, /[/\n]/u).map(pattern => new RegExp(pattern)),
    fc.webUrl().map(text => new URL(text)), fc.string().map(text => new URLSearchParams(text)),
    fc.array(fc.tuple(fc.constantFrom('a', 'set-cookie', 'x-b'), fc.constantFrom('1', 'two')), { maxLength: 3 }).map(entries => new Headers(entries)),
    fc.tuple(fc.bigInt(), fc.string()).map(([amount, currency]) => new Money(amount, currency))
);

/** Values of all kinds, nested. */
const trees = fc.letrec<{ value: unknown; list: unknown[] }>(tie => ({
    list: fc.array(tie('value'), { maxLength: 4 }),
    value: fc.oneof({ maxDepth: 4, withCrossShrink: true },
        leaves,
        tie('list'),
        fc.array(fc.option(tie('value'), { freq: 3 }), { maxLength: 4 }).map(sparse),
        fc.array(fc.tuple(keys, tie('value')), { maxLength: 4 }).map(entries => Object.fromEntries(entries)),
        fc.array(fc.tuple(keys, tie('value')), { maxLength: 3 }).map(entries => Object.assign(Object.create(null) as object, Object.fromEntries(entries))),
        fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map(entries => new Map(entries)),
        tie('list').map(items => new Set(items)),
        fc.tuple(fc.string(), tie('value')).map(([message, cause]) => new TypeError(message, { cause })),
        fc.tuple(fc.string(), tie('list')).map(([message, errors]) => new AggregateError(errors, message)),
        tie('value').map(value => new Box(value)),
        tie('list').map(items => new Team(items as Person[], 'a', 'b')),
        fc.tuple(fc.string(), fc.integer(), tie('value')).map(([name, number, value]) => Object.assign(new Employee(name, number), { nickname: value, salary: value }))
    )
}));

/** Values of all kinds, nested, shared and in cycles. */
export const values: fc.Arbitrary<unknown> = fc.tuple(trees.value, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 })).map(([value, links]) =>
{
    const objects = [...collect(value)];

    for (const [from, to] of links)
    {
        link(objects[from % objects.length], objects[to % objects.length]);
    }

    return value;
});

/** A place for each item, empty for `null`, and sometimes a property. */
function sparse(items: unknown[]): unknown[]
{
    const array: unknown[] = [];

    array.length = items.length;

    items.forEach((item, index) =>
    {
        if (item !== null)
        {
            array[index] = item;
        }
    });

    return items.length === 3 ? Object.assign(array, { index: 1 }) : array;
}

function collect(value: unknown, found: Set<object> = new Set()): Set<object>
{
    if (typeof value !== 'object' || value === null || found.has(value) || ArrayBuffer.isView(value))
    {
        return found;
    }

    found.add(value);

    const parts: unknown[] = value instanceof Map ? [...value.keys(), ...value.values()] : value instanceof Set ? [...value] : Object.values(value);

    parts.push(value instanceof Box ? value.content : value instanceof Error ? value.cause : undefined);
    parts.forEach(part => collect(part, found));

    return found;
}

/** Makes one value refer to another, in the way that its kind has. */
function link(from: object | undefined, to: object | undefined): void
{
    if (from instanceof Map)
    {
        from.set(to, from.size);
        from.set('link', to);
    }
    else if (from instanceof Set)
    {
        from.add(to);
    }
    else if (from instanceof Error)
    {
        Object.defineProperty(from, 'cause', { value: to, writable: true, configurable: true });
    }
    else if (from instanceof Person)
    {
        from.boss = to as Person;
    }
    else if (from instanceof Team && to instanceof Person)
    {
        from.members.push(to);
    }
    else if (Array.isArray(from))
    {
        from.push(to);
    }
    else if (from !== undefined && (Object.getPrototypeOf(from) === Object.prototype || Object.getPrototypeOf(from) === null))
    {
        Object.assign(from, { link: to });
    }
}
