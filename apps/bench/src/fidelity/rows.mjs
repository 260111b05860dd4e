import { Conflict } from '@jitar/errors';

import { Employee, Money, Person, Point, SoldOut, Taken, Team, Unlisted } from './classes.mjs';

const array = (length, ...entries) => Object.assign(new Array(length), Object.fromEntries(entries));
const withoutPrototype = properties => Object.assign(Object.create(null), properties);
const bytes = Uint8Array.of(0, 1, 128, 255, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);

/** Makes a value that can be within itself. */
function around(value, enclose)
{
    enclose(value);

    return value;
}

const twice = value => [value, value];

const viewNames = [
    'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float16Array', 'Float32Array', 'Float64Array',
    'BigInt64Array', 'BigUint64Array'
];

const temporalTexts = {
    Instant: '2026-01-31T12:00:00.5Z', ZonedDateTime: '2026-01-31T12:00:00+01:00[Europe/Amsterdam]', PlainDateTime: '2026-01-31T12:00:00', PlainDate: '2026-01-31',
    PlainTime: '12:00:00', PlainYearMonth: '2026-01', PlainMonthDay: '01-31', Duration: 'P1DT2H'
};

/** One value of every kind: its name, what makes it, and the host's global that it needs, where not every host has it. */
export const rows = [
    ['`undefined`', () => undefined],
    ['properties that are `undefined`, `null` and absent', () => ({ a: undefined, b: null })],
    ['NaN', () => NaN],
    ['−0', () => -0],
    ['±Infinity', () => [Infinity, -Infinity]],
    ['BigInt', () => 2n ** 70n],
    ['half of a surrogate pair', () => '\ud800'],
    ['primitive values in objects', () => [Object(false), Object(-0), Object('a'), Object(1n)]],
    ['names of methods as properties', () => ({ then: 1, toJSON: 2, constructor: 3, hasOwnProperty: 4, toString: 5, length: 6, '': 7 })],
    ['data that looks like tags', () => [
        { $tagged: 1, value: '$NaN' }, '$undefined', '$0', ['$Map', 1, 2], ['Date', '2026-01-31'], [-1, -2], { json: 1, meta: { values: ['Date'] } }, { t: 0, s: 1 },
        { serialized: true, name: 'Date', value: '2026-01-31T00:00:00.000Z' }, { serialized: true, name: 'Map', entries: { keys: [], values: [] } }
    ]],
    ['object without prototype', () => withoutPrototype({ a: 1, toString: 2 })],
    ['Date', () => new Date(1)],
    ['invalid Date', () => new Date(NaN)],
    ['RegExp', () => /a\/[b\n]/giu],
    ['Map', () => new Map([['a', 1], [undefined, NaN]])],
    ['Map with objects as keys', () => new Map([[{ a: 1 }, new Map([[[], 1]])]])],
    ['Set', () => new Set([1, 'a', new Set([{}])])],
    ['array with `undefined`', () => [undefined, null]],
    ['array with empty places', () => array(4, [1, 'a'], [2, undefined])],
    ['long array of empty places', () => array(100_000, [99_999, 'a'])],
    ['array with properties', () => Object.assign(['a'], { index: 0, input: 'a' })],
    ['ArrayBuffer', () => bytes.slice().buffer],
    ...viewNames.map(name => [name, () => new globalThis[name](bytes.slice().buffer), name]),
    ['view of a part of a buffer', () => new Int16Array(bytes.slice().buffer, 2, 3)],
    ['DataView', () => new DataView(bytes.slice().buffer, 1, 3)],
    ['Buffer', () => Buffer.from('abc')],
    ['Error', () => new Error('a')],
    ...[EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map(Type => [Type.name, () => new Type('a')]),
    ['AggregateError', () => new AggregateError([new TypeError('a'), 1], 'b')],
    ['cause of an error', () => new Error('a', { cause: new RangeError('b', { cause: { c: 1 } }) })],
    ['name of an error', () => Object.defineProperty(new Error('a'), 'name', { value: 'Missing' })],
    ['errors of `@jitar/errors`', () => new Conflict('taken', { hint: 'Take another.', cause: new Error('row') })],
    ['error class with own fields', () => Object.assign(new SoldOut('chai'), { left: 2 })],
    ['error class with fields, status and cause', () => Object.defineProperty(new Taken('7a'), 'cause', { value: new SoldOut('chai') })],
    ['URL', () => new URL('https://jitar.dev/a?b=c#d')],
    ['URLSearchParams', () => new URLSearchParams('a=1&a=2&b=%26')],
    ['Headers', () => new Headers([['a', '1'], ['set-cookie', 'b'], ['set-cookie', 'c']])],
    ['Blob', () => new Blob(['abc'], { type: 'text/plain' })],
    ['File', () => new File(['abc'], 'a.txt', { type: 'text/plain', lastModified: 1 })],
    ['FormData with a File', () => around(new FormData(), form =>
    {
        form.append('a', '1');
        form.append('a', '2');
        form.append('file', new File(['abc'], 'a.txt', { lastModified: 1 }));
    })],
    ...Object.entries(temporalTexts).map(([name, text]) => [`Temporal.${name}`, () => globalThis.Temporal[name].from(text), 'Temporal']),
    ['object in two places', () => twice({ a: 1 })],
    ['equal objects, not shared', () => [{ a: 1 }, { a: 1 }]],
    ['Date, bytes and URL in two places', () => [...twice(new Date(0)), ...twice(Uint8Array.of(1)), ...twice(new URL('a:b'))]],
    ['object as a key and elsewhere', () => (key => [new Map([[key, new Set([key])]]), key])({})],
    ['object within itself', () => around({ list: [] }, value => value.list.push(value, { value }))],
    ['array within itself', () => around([], value => value.push(value))],
    ['Map as its own key', () => around(new Map(), value => value.set(value, value))],
    ['Set within itself', () => around(new Set(), value => value.add(value))],
    ['error that is its own cause', () => around(new Error('a'), value => Object.defineProperty(value, 'cause', { value }))],
    ['instance with public fields', () => new Point(1, -0)],
    ['instance with `#private` fields behind getters', () => new Money(5n, 'USD')],
    ['instance with fields that have defaults', () => Object.assign(new Person('Ada'), { born: new Date(1), friends: [new Person('Bob')] })],
    ['instance that inherits, with getter and setter', () => Object.assign(new Employee('Ada', 7), { salary: new Money(100n) })],
    ['instance with a rest parameter', () => new Team('Ada', 'Bob', new Person('Cy'))],
    ['instance in two places', () => twice(new Money(1n))],
    ['instance within itself', () => around(new Person('Ada'), person => person.friends.push(Object.assign(new Person('Bob'), { boss: person })))]
].map(([name, create, needs]) => ({ name, create, needs }));

/** What the codec refuses, with an error that names the path. */
export const refusedRows = [
    ['function', () => ({ a: [() => 1] })],
    ['symbol', () => ({ a: Symbol('a') })],
    ['property named `__proto__`', () => JSON.parse('{"a":{"__proto__":{"admin":true}}}')],
    ['getter that throws', () => ({ get a() { throw new Error('secret'); } })],
    ['instance of a class that is not listed', () => [new Unlisted()]],
    ['Promise', () => ({ a: Promise.resolve(1) })],
    ['WeakMap', () => [new WeakMap()]],
    ['SharedArrayBuffer', () => [new SharedArrayBuffer(1)]]
].map(([name, create]) => ({ name, create, needs: undefined }));
