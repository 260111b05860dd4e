import { Conflict, JitarError, Teapot } from '@jitar/errors';
import fc from 'fast-check';

import { Account, Box, Employee, Money, Person, SoldOut, Team } from './classes.js';

/** Makes values of values. */
type Containers = (value: fc.Arbitrary<unknown>, list: fc.Arbitrary<unknown[]>) => readonly fc.Arbitrary<unknown>[];

const texts = fc.oneof(
    fc.constantFrom('', 'a', 'é', '\u2028', '\ud800', '"\\', '$', '$$', '$0', '$1', '$Date:', '$undefined', '$NaN', '$Map', '$class', '$tagged'),
    fc.string({ maxLength: 6 })
);

/** What goes through UTF-8 without loss. */
const wellFormed = texts.map(text => text.replaceAll(/\p{Surrogate}/gu, ''));

const keys = fc.oneof(
    fc.constantFrom('a', 'b', '', '0', '7', '$tagged', '$Date:', '$0', '$$', '$', 'value', 'classes', 'then', 'toJSON', 'toString', 'constructor', 'prototype', 'length', 'link'),
    fc.string({ maxLength: 4 }).filter(key => key !== '__proto__')
);

const numbers = fc.oneof(fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER), fc.integer(), fc.double());
const dates = fc.date({ noInvalidDate: false });

interface ViewConstructor
{
    readonly BYTES_PER_ELEMENT?: number;
    new (buffer: ArrayBuffer, offset: number, length: number): ArrayBufferView<ArrayBuffer>;
}

const views = [
    Uint8Array, Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView
] as readonly unknown[] as readonly ViewConstructor[];

/** Views of all kinds, some of them of a part of their buffer. */
const bytes = fc.tuple(fc.constantFrom(...views), fc.nat(3), fc.nat(2), fc.integer()).map(([View, length, start, seed]) =>
{
    const { BYTES_PER_ELEMENT: size = 1 } = View;
    const buffer = Uint8Array.from({ length: (start + length + 1) * size }, (_, index) => seed >> index % 24).buffer;

    return new View(buffer, start * size, length);
});

const patterns = fc.tuple(fc.constantFrom('a+', '[/\\n]', '\\/', '', '(?:é|")'), fc.constantFrom('', 'g', 'giu', 'y')).map(([source, flags]) => new RegExp(source, flags));

/** What structured clone carries as well. */
const cloneableLeaves = fc.oneof(
    { weight: 3, arbitrary: texts }, { weight: 3, arbitrary: numbers }, { weight: 2, arbitrary: fc.constantFrom<unknown>(undefined, null, true, false) },
    fc.bigInt(), dates, bytes, bytes.map(({ buffer }) => buffer), patterns,
    fc.oneof(texts, numbers, fc.boolean(), fc.bigInt()).map(value => Object(value) as unknown)
);

/** What only this codec carries. */
const otherLeaves = fc.oneof(
    bytes.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
    fc.constantFrom('https://jitar.dev/a?b=c#d', 'a:$b', 'data:text/plain,%20').map(text => new URL(text)),
    fc.array(fc.tuple(texts, texts), { maxLength: 2 }).map(entries => new URLSearchParams(entries)),
    fc.array(fc.tuple(fc.constantFrom('a', 'set-cookie', 'x-b'), fc.constantFrom('1', '$2')), { maxLength: 3 }).map(entries => new Headers(entries)),
    fc.array(fc.tuple(wellFormed, wellFormed), { maxLength: 2 }).map(toForm),
    fc.tuple(fc.bigInt(), texts).map(([amount, currency]) => new Money(amount, currency)),
    fc.tuple(texts, fc.integer({ min: 100, max: 599 })).map(([message, status]) => new JitarError(message, { code: 'SOLD_OUT', status, hint: '$hint', retryable: status % 2 === 0 })),
    texts.map(message => new Conflict(message)), texts.map(hint => new Teapot('short', { hint })),
    fc.tuple(texts, fc.integer()).map(([product, left]) => Object.assign(new SoldOut(product), { left }))
);

const errorTypes = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError] as const;

const cloneableContainers: Containers = (value, list) => [
    list,
    fc.array(fc.tuple(keys, value), { maxLength: 3 }).map(entries => Object.fromEntries(entries) as unknown),
    fc.array(fc.tuple(keys, value), { maxLength: 3 }).map(entries => Object.fromEntries(entries) as unknown),
    fc.array(fc.tuple(value, value), { maxLength: 3 }).map(entries => new Map(entries)),
    list.map(items => new Set(items))
];

/** Arrays with empty places, and sometimes with properties. */
const sparseArrays: Containers = value => [
    fc.tuple(fc.array(fc.tuple(fc.nat(5), value), { maxLength: 3 }), fc.nat(3), fc.option(fc.tuple(keys.filter(key => key !== 'length' && !/^\d/.test(key)), value))).map(([items, more, property]) =>
    {
        const array: unknown[] = [];

        items.forEach(([index, item]) => array[index] = item);
        array.length += more;

        return property === null ? array : Object.assign(array, Object.fromEntries([property]));
    })
];

const withoutPrototype: Containers = value => [
    fc.array(fc.tuple(keys, value), { maxLength: 3 }).map(entries => Object.assign(Object.create(null) as object, Object.fromEntries(entries)))
];

const errors: Containers = (value, list) => [
    fc.tuple(fc.constantFrom(...errorTypes), texts, fc.option(value, { nil: undefined })).map(([Type, message, cause]) => cause === undefined ? new Type(message) : new Type(message, { cause })),
    fc.tuple(texts, list, fc.option(value)).map(([message, items, cause]) => new AggregateError(items, message, ...cause === null ? [] : [{ cause }])),
    fc.tuple(texts, value).map(([message, cause]) => new Conflict(message, { cause }))
];

const instances: Containers = (value, list) => [
    value.map(content => new Box(content)),
    list.map(items => new Team(items as Person[], 'a', '$0')),
    fc.tuple(texts, fc.option(value)).map(([name, nickname]) => Object.assign(new Person(name), nickname === null ? {} : { nickname })),
    fc.tuple(texts, numbers, value).map(([name, number, salary]) => Object.assign(new Employee(name, number), { salary })),
    fc.tuple(value, numbers, dates, list).map(([content, limit, opened, labels]) => Object.assign(new Account(content, limit), { opened, labels: new Set(labels) }))
];

/** Values within values, shared and in cycles. */
function linked(leaves: fc.Arbitrary<unknown>, ...containers: readonly Containers[]): fc.Arbitrary<unknown>
{
    const { value } = fc.letrec<{ value: unknown; list: unknown[] }>(tie => ({
        list: fc.array(tie('value'), { maxLength: 3 }),
        value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, { weight: 2, arbitrary: leaves }, ...containers.flatMap(create => create(tie('value'), tie('list'))))
    }));

    return fc.tuple(value, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 })).map(([root, links]) =>
    {
        const objects = [...collect(root)];

        for (const [from, to] of links)
        {
            link(objects[from % objects.length], objects[to % objects.length]);
        }

        return root;
    });
}

/** Values of all kinds that can be written at once. */
export const values: fc.Arbitrary<unknown> = linked(fc.oneof({ weight: 2, arbitrary: cloneableLeaves }, otherLeaves), cloneableContainers, sparseArrays, withoutPrototype, errors, instances);

/** Mostly instances of classes, with inheritance, private fields, defaults and accessors. */
export const graphs: fc.Arbitrary<unknown> = linked(fc.oneof(texts, numbers, dates, otherLeaves), instances, instances, cloneableContainers, errors);

/** What structured clone carries without loss. */
export const cloneable: fc.Arbitrary<unknown> = linked(cloneableLeaves, cloneableContainers, sparseArrays);

/** What devalue and seroval carry without loss. */
export const common: fc.Arbitrary<unknown> = linked(
    fc.oneof({ weight: 3, arbitrary: wellFormed }, { weight: 3, arbitrary: numbers }, { weight: 2, arbitrary: fc.constantFrom<unknown>(undefined, null, true, false) }, fc.bigInt(), dates, bytes, bytes.map(({ buffer }) => buffer), patterns),
    cloneableContainers, withoutPrototype
);

const files = fc.tuple(fc.uint8Array({ maxLength: 8 }), wellFormed, fc.nat(), fc.boolean()).map(([content, name, lastModified, named]) =>
    named ? new File([content], name, { type: 'text/plain', lastModified }) : new Blob([content, content], { type: name.includes('a') ? 'image/png' : '' }));

/** Values of all kinds, with Blobs, Files, and forms that hold such. */
export const withFiles: fc.Arbitrary<unknown> = linked(
    fc.oneof(cloneableLeaves, otherLeaves, files, files, fc.array(fc.tuple(fc.constantFrom('a', '$b'), files), { maxLength: 2 }).map(toForm)),
    cloneableContainers, sparseArrays, withoutPrototype, errors, instances
);

/** Plain values and what large bytes look like beside them. */
export const withLargeBytes: fc.Arbitrary<unknown> = linked(
    fc.oneof(cloneableLeaves, fc.tuple(fc.integer({ min: 1_020, max: 1_030 }), fc.nat(255)).map(([length, byte]) => new Uint8Array(length).fill(byte))),
    cloneableContainers, errors, instances
);

function toForm(entries: readonly (readonly [string, string | Blob])[]): FormData
{
    const form = new FormData();

    for (const [name, value] of entries)
    {
        if (typeof value === 'string')
        {
            form.append(name, value);
        }
        else
        {
            form.append(name, value);
        }
    }

    return form;
}

function collect(value: unknown, found: Set<object> = new Set()): Set<object>
{
    if (typeof value !== 'object' || value === null || found.has(value))
    {
        return found;
    }

    found.add(value);

    if (!ArrayBuffer.isView(value))
    {
        const parts: unknown[] = value instanceof Map ? [...value.keys(), ...value.values()] : value instanceof Set ? [...value] : Object.values(value);

        parts.push(value instanceof Box ? value.content : value instanceof Error ? value.cause : value instanceof Employee ? value.salary : undefined);
        parts.forEach(part => collect(part, found));
    }

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
    else if (from instanceof Account)
    {
        from.labels.add(to);
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
