import { afterEach, describe, expect, it } from 'vitest';

import { classes } from '../test/classes.js';
import { tagged } from '../test/tagged.js';
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
        '{"$tagged":2,"value":1}', '{"$tagged":"1","value":1}', '{"$tagged":null}', '{"$tagged":1}', '{"$tagged":1,"value":1,"more":1}', '{"$tagged":1,"__proto__":{"value":1}}',
        '{"$tagged":1,"classes":{},"value":1}', '{"$tagged":1,"classes":null,"value":1}', '{"$tagged":1,"classes":"ab","value":1}', '{"$tagged":1,"classes":[{"__proto__":{"polluted":1}}],"value":1}',
        '{"$tagged":{"$tagged":1,"value":1},"value":1}'
    ])('%s', text =>
    {
        expect(() => codec.decode(text)).toThrow(refused);
    });

    it.each([
        '{"d":"$Date:","a":{"__proto__":{"polluted":1}}}',
        '["$nullPrototype","__proto__",{"polluted":1}]', '["$Array",1,"__proto__",{"polluted":1}]', '["$Map","a",{"__proto__":{"polluted":1}}]', '["$Error","Error",{"__proto__":{"polluted":1}}]',
        '"$"', '"$x"', '"$__proto__"', '"$__proto__:"', '"$constructor:return 1"', '"$constructor"', '"$toString"', '"$toString:"', '"$hasOwnProperty:"', '"$Function:alert(1)"', '"$Symbol:x"', '"$Promise:1"',
        '"$date:"', '"$ Date:"', '"$:"', '"$class"', '"$class:0"', '"$Error"', '"$Map"', '"$Map:"', '"$Error:Error"', '"$undefined:"', '"$NaN:"', '"$0:"', '"$Undefined"', '"$-1"', '"$+1"', '"$--0"', '"$Date"', '"$BigInt"',
        '"\\u0024Date:x"',
        '["$x",1]', '["$Date:",1', '["$constructor",1]', '["$__proto__",1]', '["$toString",1]', '["$$Map",1',
        '["$class"]', '["$class",0]', '["$class",0,"a","b"]', '["$class","__proto__"]', '["$class",-1]', '["$class",null]', '["$class","length"]', '["$Error"]', '["$Error","Error"]', '["$Error","Error",null]', '["$Error","Error",[]]',
        '"$BigInt:"', '"$BigInt: 1"', '"$BigInt:0x10"', '"$BigInt:-0"', '"$BigInt:01"', '"$BigInt:1n"', '"$BigInt:+1"', '"$BigInt:1e3"', '"$BigInt:-"', `"$BigInt:${'9'.repeat(100_000)}"`,
        '"$Date:0"', '"$Date:yesterday"', '"$Date:2020"', '"$Date:2020-02-30T00:00:00.000Z"', '"$Date:2020-01-01T00:00:00.000"', '"$Date: 2020-01-01T00:00:00.000Z"', '"$Date:$Date:"',
        '"$RegExp:a"', '"$RegExp:/("', '"$RegExp:xx/a"', '"$RegExp:gg/a"', '"$RegExp:"',
        '["$Map",1]', '["$Map",1,2,3]', '["$Set","$x"]',
        '["$Array",4294967296]', '["$Array",-1]', '["$Array",1.5]', '["$Array",1,"1",1]', '["$Array",1,"length",5]', '["$Array"]', '["$Array",1,"0"]', '["$Array","1"]', '["$Array",1,0,1]', '["$Array",2,"0",1,"0",2]', '["$Array",null]', '["$Array",1,"$NaN",1]',
        '["$nullPrototype","a"]', '["$nullPrototype",1,1]', '["$nullPrototype","a",1,"a",2]', '["$nullPrototype",["a"],1]',
        '["$Boolean"]', '["$Boolean",1]', '["$Boolean","true"]', '["$Number","1"]', '["$Number",null]', '["$String",1]', '["$BigInt",1]', '["$BigInt","1"]', '["$String",{"toString":1}]',
        '"$URL:/a"', '"$URL:"', '"$URL:https://"',
        '["$Headers","a"]', '["$Headers","a b","c"]', '["$Headers","a","b\\nc"]', '["$Headers",1,"a"]', '["$Headers","a",1]', '["$Headers","a",null]',
        '["$FormData","a"]', '["$FormData",1,"a"]', '["$FormData","a",1]', '["$FormData","a",{}]',
        '["$Blob"]', '["$Blob","AA==",""]', '["$Blob","$ArrayBuffer:AA==",""]', '["$Blob","$Uint8Array:AA==",1]', '["$File","$Uint8Array:AA==",""]', '["$File","$Uint8Array:AA==","","a","1"]', '["$File","$Uint8Array:AA==","",1,1]',
        '"$Uint8Array:a"', '"$Uint8Array:a==="', '"$Uint8Array:AA=A"', '"$Uint8Array:AB=="', '"$Uint8Array:AA\\n="', '"$Uint8Array:é==="', '"$Uint8Array:AA"', '"$Uint8Array:_-=="', '"$Uint8Array: AA=="', '"$Uint16Array:AA=="', '"$BigInt64Array:AA=="', '"$SharedArrayBuffer:AA=="',
        '"$Uint8Array:#0"', '"$ArrayBuffer:#"', '"$Buffer:#-1"',
        '"$0"', '"$1"', '"$00"', '"$9999999999"', '"$1e0"', '"$0.0"', '"$0x0"', '["$1"]', '["$01"]', '["$Set","$1"]', '[["$2"],["$Set"]]', '[{},"$01"]', '[{},"$1 "]', '[{},"$2"]',
        '"$Temporal.Instant:x"', '"$Temporal.Now:"', '"$Temporal.__proto__:"', '"$Temporal.PlainDate:"'
    ])('%s, where tags are read', value =>
    {
        expect(() => codec.decode(tagged(value, '[["test/Person","name"]]'))).toThrow(refused);
    });

    it('a value without echoing it', () =>
    {
        for (const text of ['{"a":"secret"', ...['"$BigInt:secret"', '"$URL:secret"', '"$RegExp:/(secret"', '"$Date:secret"', '"$secret:"', '"$secret"', '["$secret"]', '["$class","secret"]', '["$Error","secret",{}]', '["$Map","secret"]', '"$Uint8Array:secret"'].map(value => tagged(value))])
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

    it.each([
        ['["$nullPrototype","$$a","$x"]', 'value.$a'],
        ['["$nullPrototype",["$0"],["$BigInt"]]', 'value'],
        ['["$nullPrototype",["$0"],"$x"]', 'value'],
        ['["$Array",1,["$0"],"$x"]', 'value'],
        ['["$Map","a","$x"]', 'value.values()[0]'],
        ['["$Set",1,"$x"]', 'value.values()[1]'],
        ['{"a b":["$Error","Error",{"cause":"$x"}]}', 'value["a b"].cause']
    ])('%s with the path %s', (value, path) =>
    {
        expect(() => codec.decode(tagged(value))).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE', message: expect.stringContaining(`"${path}`) as string }) as Error);
    });

    it('leaves the middle of a very long path out', () =>
    {
        const levels = Array.from({ length: 30 }, (_, index) => `"a${String(index)}"`);
        const step = (from: number, to: number): string => levels.slice(from, to).map(name => `.${name.slice(1, -1)}`).join('');

        expect(() => codec.decode(`${levels.map(name => `{${name}:`).join('')}{"__proto__":1}${'}'.repeat(30)}`))
            .toThrow(`"value${step(0, 12)} … ${step(19, 30)}.__proto__"`);
    });

    it('deep input, tagged and plain', () =>
    {
        for (const [open, close] of [['[', ']'], ['{"a":', '}']] as const)
        {
            for (const depth of [2_000, 100_000])
            {
                expect(() => codec.decode(`${open.repeat(depth)}1${close.repeat(depth)}`)).toThrow(refused);
            }
        }

        for (const [open, close] of [['[', ']'], ['{"a":', '}'], ['["$Set",', ']'], ['["$Map",1,', ']'], ['["$Array",1,"0",', ']'], ['["$nullPrototype","a",', ']'], ['["$Error","Error",{"cause":', '}]'], ['["$class",0,', ']']] as const)
        {
            for (const depth of [2_000, 100_000])
            {
                expect(() => codec.decode(tagged(`${open.repeat(depth)}1${close.repeat(depth)}`, '[["test/Box","content"]]'))).toThrow(refused);
            }
        }
    });
});

describe('decode leaves inert', () =>
{
    it('what looks like a thenable, a method or a prototype', () =>
    {
        const text = tagged('{"then":1,"toJSON":"x","constructor":{"prototype":{"polluted":1}},"d":"$Date:","toString":null,"hasOwnProperty":1}');
        const value = codec.decode(text) as object;

        expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
        expect(codec.encode(value)).toBe(text);
    });

    it('one big value that is referred to many times', () =>
    {
        const text = tagged(`[${JSON.stringify('x'.repeat(100_000))},{"big":["${'y'.repeat(100_000)}"]}${',"$1"'.repeat(20_000)}]`);
        const value = codec.decode(text) as unknown[];

        expect(value[20_001]).toBe(value[1]);
    });

    it('an array with many names, in time that grows with them only', () =>
    {
        const text = tagged(`["$Array",40000${Array.from({ length: 20_000 }, (_, index) => `,"${String(index * 2)}",1`).join('')}]`);
        const start = performance.now();

        expect(codec.encode(codec.decode(text))).toBe(text);
        // It took half a minute where each part copied the list of all parts.
        expect(performance.now() - start).toBeLessThan(2_000);
    });

    it('a length that was only announced', () =>
    {
        const used = process.memoryUsage().heapUsed;
        const value = codec.decode(tagged('["$Array",9000000,"5",1]')) as unknown[];

        expect(value.length).toBe(9_000_000);
        expect(process.memoryUsage().heapUsed - used).toBeLessThan(4_000_000);
        expect(() => codec.decode(tagged('[["$Array",6000000],["$Array",6000000]]'))).toThrow('the limit of 10000000 for items');
    });
});

describe('parsePlain', () =>
{
    it('takes nothing for a tag', () =>
    {
        expect(parsePlain('{"$tagged":1,"classes":[["test/Person"]],"value":["$Date:",["$class",0],"$0"]}')).toEqual({ $tagged: 1, classes: [['test/Person']], value: ['$Date:', ['$class', 0], '$0'] });
    });

    it('refuses what is no JSON, too deep, too long, or has __proto__ in it', () =>
    {
        expect(() => parsePlain('{a:1}')).toThrow('"value" cannot be read: it is not valid JSON');
        expect(() => parsePlain(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toThrow('the limit of 200 for depth');
        expect(() => parsePlain('[[[[1]]]]', { depth: 2 }, 'args')).toThrow('"args[0][0][0]" cannot be read: it goes beyond the limit of 2 for depth');
        expect(() => parsePlain('[1,2,3]', { length: 5 })).toThrow('the limit of 5 for length');
        expect(() => parsePlain('{"a":[{"__proto__":{"polluted":1}}]}', {}, 'args')).toThrow('"args.a[0].__proto__" cannot be read: this name is refused');
        expect(() => parsePlain('{"__pr\\u006fto__":{"polluted":1}}')).toThrow(refused);
        expect(() => parsePlain('{"\\u005f\\u005fproto\\u005f\\u005f":1}')).toThrow(refused);
    });

    it('lets __proto__ through as a text', () =>
    {
        expect(parsePlain('"__proto__"')).toBe('__proto__');
    });
});
