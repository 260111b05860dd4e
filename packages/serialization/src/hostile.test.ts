import { afterEach, describe, expect, it } from 'vitest';

import { classes } from '../test/classes.js';
import { createCodec, parsePlain } from './index.js';

const codec = createCodec({ classes });

const before = [Object, Array, Map, Function, Error].map(Type => Reflect.ownKeys(Type.prototype as object).length);

afterEach(() =>
{
    expect([Object, Array, Map, Function, Error].map(Type => Reflect.ownKeys(Type.prototype as object).length)).toEqual(before);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

const refused = expect.objectContaining({ code: 'VALUE_NOT_READABLE', status: 400 }) as Error;

describe('decode refuses', () =>
{
    it.each([
        '', '{', '[1,]', 'undefined', '{"a":1}x',
        '{"__proto__":{"polluted":1}}',
        '{"a":[{"__proto__":{"polluted":1}}]}',
        '{"\\u005f_proto__":{"polluted":1}}',
        '{"_\\u005Fproto__":{"polluted":1}}',
        '{"d":{"$Date":null},"a":{"__proto__":{"polluted":1}}}',
        '{"$nullPrototype":{"__proto__":{"polluted":1}}}',
        '{"$Array":[1,{"__proto__":{"polluted":1}}]}',
        '{"$$x":{"__proto__":1}}',
        '{"$__proto__":{"polluted":1}}',
        '{"$constructor":["return 1"]}',
        '{"$toString":[]}', '{"$hasOwnProperty":[]}', '{"$Function":["alert(1)"]}', '{"$Symbol":"x"}', '{"$Promise":1}', '{"$":1}', '{"$date":0}',
        '{"\\u0024Date":"x"}',
        '{"$undefined":1}', '{"$Number":"1"}', '{"$Number":1}', '{"$Number":"toString"}',
        '{"$BigInt":""}', '{"$BigInt":" 1"}', '{"$BigInt":"0x10"}', '{"$BigInt":"-0"}', '{"$BigInt":"01"}', '{"$BigInt":1}', `{"$BigInt":"${'9'.repeat(100_000)}"}`,
        '{"$Date":0}', '{"$Date":"yesterday"}', '{"$Date":"2020"}', '{"$Date":{"$Date":null}}',
        '{"$RegExp":"a"}', '{"$RegExp":["(",""]}', '{"$RegExp":["a","xx"]}', '{"$RegExp":["a",null]}',
        '{"$Map":{}}', '{"$Map":[1]}', '{"$Map":[[1]]}', '{"$Map":[[1,2,3]]}', '{"$Map":{"length":1,"0":[1,2]}}',
        '{"$Set":1}', '{"$Set":{"$ref":0}}',
        '{"$Array":[4294967296,{}]}', '{"$Array":[-1,{}]}', '{"$Array":[1.5,{}]}', '{"$Array":[1,{"1":1}]}', '{"$Array":[1,{"length":5}]}', '{"$Array":[]}', '{"$Array":[1,[]]}', '{"$Array":["1",{}]}',
        '{"$nullPrototype":[]}', '{"$nullPrototype":null}',
        '{"$URL":"/a"}', '{"$URL":["https://a"]}', '{"$URLSearchParams":{}}',
        '{"$Headers":{}}', '{"$Headers":[["a b","c"]]}', '{"$Headers":[["a","b\\nc"]]}', '{"$Headers":["ab"]}',
        '{"$Uint8Array":"a"}', '{"$Uint8Array":"a==="}', '{"$Uint8Array":"AA=A"}', '{"$Uint8Array":"AB=="}', '{"$Uint8Array":"AA\\n="}', '{"$Uint8Array":"é==="}', '{"$Uint8Array":[1]}', '{"$Uint16Array":"AA=="}', '{"$DataView":{}}', '{"$ArrayBuffer":9}',
        '{"$ref":0}', '{"$ref":-1}', '{"$ref":1e9}', '{"$ref":"0"}', '{"$ref":"size"}', '[{"$ref":1}]', '[{"$ref":2},{"$Set":[]}]', '{"$ref":{"$ref":0}}', '{"$ref":null}'
    ])('%s', text =>
    {
        expect(() => codec.decode(text)).toThrow(refused);
    });

    it('a value without echoing it', () =>
    {
        for (const text of ['{"a":"secret"', '{"$BigInt":"secret"}', '{"$URL":"secret"}', '{"$RegExp":["(secret",""]}', '{"$Date":"secret"}'])
        {
            try
            {
                codec.decode(text);
                expect.unreachable();
            }
            catch (error)
            {
                expect(String(error)).not.toContain('secret');
                expect((error as Error).cause).toBeUndefined();
            }
        }
    });

    it('deep input, tagged and plain', () =>
    {
        for (const [open, close] of [['[', ']'], ['{"a":', '}'], ['{"$Set":[', ']}'], ['{"$Map":[[1,', ']]}'], ['{"$Error":["Error",{"cause":', '}]}'], ['{"$class":["test/Box",{"content":', '}]}']] as const)
        {
            for (const depth of [2_000, 100_000])
            {
                expect(() => codec.decode(`${open.repeat(depth)}1${close.repeat(depth)}`)).toThrow(refused);
            }
        }
    });
});

describe('decode leaves inert', () =>
{
    it('what looks like a thenable, a method or a prototype', () =>
    {
        const text = '{"then":1,"toJSON":"x","constructor":{"prototype":{"polluted":1}},"d":{"$Date":null},"toString":null,"hasOwnProperty":1}';
        const value = codec.decode(text) as object;

        expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
        expect(codec.encode(value)).toBe(text);
    });

    it('one big value that is referred to many times', () =>
    {
        const text = `[${JSON.stringify('x'.repeat(100_000))},{"big":["${'y'.repeat(100_000)}"]}${',{"$ref":1}'.repeat(20_000)}]`;
        const value = codec.decode(text) as unknown[];

        expect(value[20_001]).toBe(value[1]);
    });

    it('a length that was only announced', () =>
    {
        const used = process.memoryUsage().heapUsed;
        const value = codec.decode('{"$Array":[9000000,{"5":1}]}') as unknown[];

        expect(value.length).toBe(9_000_000);
        expect(process.memoryUsage().heapUsed - used).toBeLessThan(4_000_000);
        expect(() => codec.decode('[{"$Array":[6000000,{}]},{"$Array":[6000000,{}]}]')).toThrow('more than 10000000 items');
    });
});

describe('parsePlain', () =>
{
    it('takes nothing for a tag', () =>
    {
        expect(parsePlain('{"$Date":null,"a":[{"$class":["test/Person",{}]}]}')).toEqual({ $Date: null, a: [{ $class: ['test/Person', {}] }] });
    });

    it('refuses what is no JSON, too deep, too long, or has __proto__ in it', () =>
    {
        expect(() => parsePlain('{a:1}')).toThrow('"value" cannot be read: it is not valid JSON');
        expect(() => parsePlain(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toThrow('deeper than 200 levels');
        expect(() => parsePlain('[[[1]]]', { depth: 2 }, 'args')).toThrow('"args[0][0][0]" cannot be read: it nests deeper than 2 levels');
        expect(() => parsePlain('[1,2,3]', { length: 5 })).toThrow('longer than 5 characters');
        expect(() => parsePlain('{"a":[{"__proto__":{"polluted":1}}]}', {}, 'args')).toThrow('"args.a[0].__proto__" cannot be read: this name is refused');
        expect(() => parsePlain('{"__pr\\u006fto__":{"polluted":1}}')).toThrow(refused);
        expect(() => parsePlain('{"\\u005f\\u005fproto\\u005f\\u005f":1}')).toThrow(refused);
    });

    it('lets __proto__ through as a text', () =>
    {
        expect(parsePlain('"__proto__"')).toBe('__proto__');
    });
});
