import { describe, expect, it } from 'vitest';

import { define } from '../test/classes.js';
import { same } from '../test/same.js';
import { tagged } from '../test/tagged.js';
import { copy, createCodec } from './index.js';
import type { Limits } from './index.js';

const codec = createCodec();

function sparse(): unknown[]
{
    const array: unknown[] = [1];

    array[3] = undefined;

    return array;
}

function form(): FormData
{
    const data = new FormData();

    data.append('a', '1');
    data.append('a', '$2');

    return data;
}

const bytes = Uint8Array.of(9, 1, 2, 255, 9);

const plain: readonly (readonly [name: string, value: unknown, text: string])[] = [
    ['text', 'a', '"a"'],
    ['text that looks like a tag', '$Date:', '"$Date:"'],
    ['null', null, 'null'],
    ['an object', { a: [1, 'b', true, null] }, '{"a":[1,"b",true,null]}'],
    ['a property that looks like a tag', { $Date: '$1' }, '{"$Date":"$1"}'],
    ['an array that looks like one', ['$Set', 1], '["$Set",1]']
];

/** The value of a tagged text. */
const forms: readonly (readonly [name: string, value: unknown, text: string])[] = [
    ['undefined', undefined, '"$undefined"'],
    ['a property that is undefined', { a: undefined }, '{"a":"$undefined"}'],
    ['NaN', NaN, '"$NaN"'],
    ['−0', -0, '"$-0"'],
    ['Infinity', Infinity, '"$Infinity"'],
    ['−Infinity', -Infinity, '"$-Infinity"'],
    ['BigInt', -12n, '"$BigInt:-12"'],
    ['text that starts like a tag, beside one', ['$', '$$5', '$5', 'a$', { $a: NaN }], '["$$","$$$5","$$5","a$",{"$a":"$NaN"}]'],
    ['Date', new Date(0), '"$Date:1970-01-01T00:00:00.000Z"'],
    ['a far Date', new Date(8.64e15), '"$Date:+275760-09-13T00:00:00.000Z"'],
    ['an invalid Date', new Date(NaN), '"$Date:"'],
    ['RegExp', /a\/b/gi, '"$RegExp:gi/a\\\\/b"'],
    ['Map', new Map<unknown, unknown>([['a', 1], [{}, new Set()]]), '["$Map","a",1,{},["$Set"]]'],
    ['Set', new Set([1, 'a']), '["$Set",1,"a"]'],
    ['a sparse array', sparse(), '["$Array",4,"0",1,"3","$undefined"]'],
    ['an array with properties', Object.assign(['x'], { index: 2 }), '["$Array",1,"0","x","index",2]'],
    ['an object without prototype', Object.assign(Object.create(null) as object, { $a: 1 }), '["$nullPrototype","$$a",1]'],
    ['a Boolean object', new Boolean(false), '["$Boolean",false]'],
    ['a Number object', new Number(-0), '["$Number","$-0"]'],
    ['a String object', new String('$'), '["$String","$$"]'],
    ['a BigInt object', Object(1n), '["$BigInt","$BigInt:1"]'],
    ['URL', new URL('https://jitar.dev/a?b#c'), '"$URL:https://jitar.dev/a?b#c"'],
    ['URLSearchParams', new URLSearchParams('a=1&a=2'), '"$URLSearchParams:a=1&a=2"'],
    ['Headers', new Headers([['Set-Cookie', 'a'], ['set-cookie', 'b']]), '["$Headers","set-cookie","a","set-cookie","b"]'],
    ['FormData', form(), '["$FormData","a","1","a","$$2"]'],
    ['ArrayBuffer', bytes.buffer, '"$ArrayBuffer:CQEC/wk="'],
    ['a view of a part of a buffer', bytes.subarray(1, 4), '"$Uint8Array:AQL/"'],
    ['DataView', new DataView(bytes.buffer, 1, 3), '"$DataView:AQL/"'],
    ['Buffer', Buffer.from('ab'), '"$Buffer:YWI="'],
    ['Float32Array', Float32Array.of(1), '"$Float32Array:AACAPw=="'],
    ['BigUint64Array', BigUint64Array.of(1n), '"$BigUint64Array:AQAAAAAAAAA="']
];

describe('the form of', () =>
{
    it.each([...plain, ...forms.map(([name, value, text]) => [name, value, tagged(text)] as const)])('%s', (_, value, text) =>
    {
        expect(codec.encode(value)).toBe(text);
        expect(same(value, codec.decode(text))).toBe(true);
        expect(same(value, copy(value, codec, codec))).toBe(true);
    });
});

describe('references', () =>
{
    it('count the objects in the order of the text', () =>
    {
        const shared = { s: 1 };
        const value = { list: [new Date(0), shared], again: shared, self: undefined as unknown };

        value.self = value;

        expect(codec.encode(value)).toBe(tagged('{"list":["$Date:1970-01-01T00:00:00.000Z",{"s":1}],"again":"$3","self":"$0"}'));
        expect(same(value, codec.decode(codec.encode(value)))).toBe(true);
        expect(same(value, copy(value, codec, codec))).toBe(true);
    });

    it('hold through the keys of a Map and the members of a Set', () =>
    {
        const map = new Map<unknown, unknown>();
        const set = new Set<unknown>([map]);

        map.set(map, set).set(set, map);
        set.add(set);

        expect(same(map, codec.decode(codec.encode(map)))).toBe(true);
        expect(same(map, copy(map, codec, codec))).toBe(true);
    });
});

describe('a view', () =>
{
    it('sends its own bytes only', () =>
    {
        const pool = Buffer.from('the secret of somebody else');
        const received = copy(pool.subarray(0, 3), codec, codec) as Buffer;
        const decoded = codec.decode(codec.encode(pool.subarray(0, 3))) as Buffer;

        expect(Buffer.from(received.buffer).toString()).toBe('the');
        expect(Buffer.from(decoded.buffer).toString()).toBe('the');
    });

    it('is a copy', () =>
    {
        const bytes = Uint8Array.of(1);
        const copied = copy({ bytes }, codec, codec) as { bytes: Uint8Array };

        bytes[0] = 2;

        expect(copied.bytes[0]).toBe(1);
    });
});

describe('what cannot be sent', () =>
{
    class Unlisted { }

    const cycle = new Proxy({}, { ownKeys: () => { throw new Error('trap'); } });

    it.each<readonly [name: string, value: unknown, path: string, reason: string]>([
        ['a function', { order: { items: [0, 1, 2, { onChange: () => 1 }] } }, 'args.order.items[3].onChange', 'it is a function'],
        ['a symbol', [Symbol('s')], 'args[0]', 'it is a symbol'],
        ['a function in a Map', new Map([['a', () => 1]]), 'args.values()[0]', 'it is a function'],
        ['a WeakMap', { 'a b': new WeakMap() }, 'args["a b"]', 'it is a WeakMap'],
        ['a promise', { a: Promise.resolve(1) }, 'args.a', 'it is a promise; wait for its value first'],
        ['a stream', [new ReadableStream()], 'args[0]', 'it is a stream'],
        ['memory that is shared', { a: new SharedArrayBuffer(1) }, 'args.a', 'it is memory that is shared, not sent'],
        ['an async generator', { rows: (async function* () { yield 1; })() }, 'args.rows', 'it is a stream'],
        ['an instance of an unlisted class', { a: new Unlisted() }, 'args.a', 'it is an instance of a class that is not exported by a module of the segment'],
        ['a getter that throws', { a: { get b(): never { throw new Error('secret'); } } }, 'args.a.b', 'reading it failed'],
        ['a proxy that throws', { a: cycle }, 'args.a', 'reading it failed'],
        ['what only pretends to be a Date', { a: Object.create(Date.prototype) as Date }, 'args.a', 'reading it failed'],
        ['the key __proto__ without a prototype', { a: Object.defineProperty(Object.create(null), '__proto__', { value: 1, enumerable: true }) as unknown }, 'args.a.__proto__', 'this name is refused'],
        ['the property __proto__ of an array', { a: Object.defineProperty([1], '__proto__', { value: 1, enumerable: true }) }, 'args.a.__proto__', 'this name is refused'],
        ['the key __proto__', { a: JSON.parse('{"__proto__":1}') as unknown }, 'args.a.__proto__', 'this name is refused'],
        ['a BigInt that is too long', [BigInt(`1${'0'.repeat(20_000)}`)], 'args[0]', 'it goes beyond the limit of 10000 for digits']
    ])('%s is refused with its path', (_, value, path, reason) =>
    {
        const expected = expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE', message: `The value at "${path}" cannot be sent: ${reason}.` }) as Error;

        expect(() => codec.encode(value, 'args')).toThrow(expected);
        expect(() => copy(value, codec, codec, 'args')).toThrow(expected);
    });

    it('is refused with what went wrong as the cause', () =>
    {
        const cause = new Error('no connection');

        expect(() => codec.encode({ get rows(): never { throw cause; } })).toThrow(expect.objectContaining({ cause }) as Error);
    });
});

describe('limits', () =>
{
    const nested = (depth: number): unknown =>
    {
        let value: unknown = [];

        for (let level = 0; level < depth; level++)
        {
            value = level % 2 === 0 ? { a: value } : new Map([[1, value]]);
        }

        return value;
    };

    it('let the default depth through on an ordinary stack, whatever it consists of', () =>
    {
        class Link
        {
            constructor(readonly next: unknown) { }
        }

        const links = createCodec({ classes: [define(Link, { parameters: ['next'], fields: ['next'] })] });
        let chain: unknown = null;

        for (let level = 0; level < 500; level++)
        {
            chain = new Link(chain);
        }

        for (const value of [nested(500), chain])
        {
            expect(links.encode(links.decode(links.encode(value)))).toBe(links.encode(value));
            expect(links.encode(copy(value, links, links))).toBe(links.encode(value));
        }
    });

    it('refuse what is deeper, however deep', () =>
    {
        const deep = expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE', message: expect.stringContaining('the limit of 500 for depth') as string }) as Error;

        for (const depth of [501, 100_000])
        {
            expect(() => codec.encode(nested(depth))).toThrow(deep);
            expect(() => copy(nested(depth), codec, codec)).toThrow(deep);
        }
    });

    it('give a clean error where the host gives up before the limit', () =>
    {
        const endless = createCodec({ limits: { depth: Infinity } });

        expect(() => endless.encode(nested(100_000))).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error);
        expect(() => endless.decode(tagged(`${'["$Set",'.repeat(100_000)}1${']'.repeat(100_000)}`))).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error);
        expect(() => copy(nested(100_000), endless, endless)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error);
    });

    const blob = (size: number): Uint8Array => new Uint8Array(size);
    const shared = (times: number): unknown => Array.from({ length: times }, (object => () => object)({}));

    it.each<readonly [limit: keyof Limits, most: number, fits: unknown, exceeds: unknown, path: string]>([
        ['depth', 2, { a: [[1]] }, { a: [[[1]]] }, 'value.a[0][0]'],
        ['items', 4, [1, [2, 3]], [1, [2, 3, 4]], 'value[1]'],
        ['items', 40, Object.assign([], { length: 39 }), Object.assign([], { length: 40 }), 'value'],
        ['keys', 2, { a: 1, b: { c: 1, d: 2 } }, { a: 1, b: { c: 1, d: 2, e: 3 } }, 'value.b'],
        ['string', 3, ['abc'], ['abc', 'abcd'], 'value[1]'],
        ['bytes', 4, [blob(2), blob(2)], [blob(2), blob(3)], 'value[1]'],
        ['items', 4, new Set([1, 2, 3, 4]), new Set([1, 2, 3, 4, 5]), 'value'],
        ['items', 4, new Map([[1, 2], [3, 4]]), new Map([[1, 2], [3, 4], [5, 6]]), 'value'],
        ['digits', 3, [999n, -999n], [999n, -1_000n], 'value[1]'],
        ['digits', 3, [999n], [1_000n], 'value[0]'],
        ['references', 2, shared(3), shared(4), 'value[3]']
    ])('hold for %s (%d) when a value is written, read and copied', (limit, most, fits, exceeds, path) =>
    {
        const small = createCodec({ limits: { [limit]: most } });
        const text = codec.encode(exceeds);
        const failure = (code: string): Error => expect.objectContaining({ code, message: expect.stringMatching(new RegExp(`"${path.replaceAll(/[[\]]/g, '\\$&')}.* cannot be ${code === 'VALUE_NOT_READABLE' ? 'read' : 'sent'}: .*limit of ${String(most)} for ${limit}`)) as string }) as Error;

        expect(same(fits, small.decode(small.encode(fits)))).toBe(true);
        expect(same(fits, copy(fits, small, small))).toBe(true);
        expect(() => small.encode(exceeds)).toThrow(failure('VALUE_NOT_SERIALIZABLE'));
        expect(() => copy(exceeds, small, small)).toThrow(failure('VALUE_NOT_SERIALIZABLE'));
        expect(() => small.decode(text)).toThrow(failure('VALUE_NOT_READABLE'));
    });

    it('hold for the length of the text', () =>
    {
        const small = createCodec({ limits: { length: 20 } });

        expect(small.decode(small.encode('a'.repeat(18)))).toBe('a'.repeat(18));
        expect(() => small.encode('a'.repeat(19))).toThrow('the limit of 20 for length');
        expect(() => small.decode(`"${'a'.repeat(19)}"`)).toThrow('the limit of 20 for length');
    });
});

describe('regular expressions', () =>
{
    const strict = createCodec({ regExp: false });

    it.each([/a/, { a: [/a/] }, new Map([[/a/, 1]]), new Set([/a/]), new AggregateError([/a/]), Object.assign([], { 2: /a/ })])('can be refused: %o', value =>
    {
        const reason = 'regular expressions are refused here';

        expect(() => strict.encode(value)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE', message: expect.stringContaining(reason) as string }) as Error);
        expect(() => copy(value, strict, codec)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE', message: expect.stringContaining(reason) as string }) as Error);
        expect(() => copy(value, codec, strict)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE', message: expect.stringContaining(reason) as string }) as Error);
        expect(() => strict.decode(codec.encode(value))).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE', message: expect.stringContaining(reason) as string }) as Error);
    });

    it('are refused before they are compiled', () =>
    {
        expect(() => strict.decode(tagged('"$RegExp:/("'))).toThrow('regular expressions are refused here');
    });
});

describe('copy', () =>
{
    it('gives primitives back as they are', () =>
    {
        expect(copy('a', codec, codec)).toBe('a');
        expect(copy(undefined, codec, codec)).toBe(undefined);
        expect(copy(-0, codec, codec)).toBe(-0);
        expect(copy(1n, codec, codec)).toBe(1n);
    });

    it('shares nothing with what it copied', () =>
    {
        const value = { list: [{ a: 1 }] };
        const copied = copy(value, codec, codec) as typeof value;

        value.list[0]!.a = 2;

        expect(copied).toEqual({ list: [{ a: 1 }] });
    });
});
