import { describe, expect, it } from 'vitest';

import { copy, createCodec, toPlain } from '../src/index.js';
import { classes } from './classes.js';

const codec = createCodec({ classes });
const refused = expect.objectContaining({ code: 'VALUE_NOT_READABLE' }) as Error;
const tagged = (value: string, layouts = ''): string => `{"$tagged":1,${layouts}"value":${value}}`;

/** Milliseconds of a call, without what other processes took of them. */
function timeOf(run: () => unknown): number
{
    const start = performance.now();
    const used = process.cpuUsage();

    run();

    const { user, system } = process.cpuUsage(used);

    return Math.min(performance.now() - start, (user + system) / 1_000);
}

describe('texts that were read badly', () =>
{
    // The step to a value was its name, whatever that was, and an object has no `slice`: a TypeError left the package.
    it.each(['["$nullPrototype",{"a":1},"$x"]', '["$nullPrototype",[],"$x"]', '["$nullPrototype",null,"$x"]', '["$Array",1,{"a":1},"$x"]', '["$nullPrototype",true,"$x"]'])('%s is refused with a path', text =>
    {
        expect(() => codec.decode(tagged(text))).toThrow(refused);
    });

    // Each name was looked up in a copy of all names: 16,000 of them (160 kB) took 20 seconds.
    it('an array with many names takes time in proportion', () =>
    {
        const names = Array.from({ length: 16_000 }, (_, index) => `"${String(index * 9)}",1`).join();

        expect(timeOf(() => codec.decode(tagged(`["$Array",9000000,${names}]`)))).toBeLessThan(1_000);
    });

    // What stands for the day is remembered, for as long as the process lives, also where it is none.
    it('dates that are none are not remembered', () =>
    {
        const { gc } = globalThis;
        const filler = '1'.repeat(100_000);
        const read = (from: number, to: number): void =>
        {
            for (let index = from; index < to; index++)
            {
                expect(() => codec.decode(`{"$tagged":1,"value":"$Date:${String(index)}${filler}"}`)).toThrow(refused);
            }
        };

        read(0, 10);
        gc?.();

        const before = process.memoryUsage().heapUsed;

        read(10, 500);
        gc?.();

        expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000);
    });

    // BigInts of the same lowest 64 bits have the same hash in V8, so a Set of them looks at each for each.
    it('a Set or Map of BigInts that collide takes time in proportion', () =>
    {
        const keys = Array.from({ length: 20_000 }, (_, index) => `"$BigInt:${String((BigInt(index) << 64n) + 1n)}"`);
        const outcome = (text: string) => () =>
        {
            try
            {
                return codec.decode(text);
            }
            catch (error)
            {
                expect(error).toMatchObject({ code: 'VALUE_NOT_READABLE' });

                return undefined;
            }
        };

        expect(timeOf(outcome(tagged(`["$Set",${keys.join()}]`)))).toBeLessThan(300);
        expect(timeOf(outcome(tagged(`["$Map",${keys.map(key => `${key},1`).join()}]`)))).toBeLessThan(300);
    });

    // What is shared is written each time, up to the limit of 10,000,000 items: seconds, of one kilobyte.
    it('the plain form of a doubling graph is refused soon', () =>
    {
        let graph = '[]';

        for (let index = 99; index >= 0; index--)
        {
            graph = `[${graph},"$${String(index + 1)}"]`;
        }

        const value = codec.decode(tagged(graph));

        expect(timeOf(() => expect(() => toPlain(value)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error))).toBeLessThan(1_000);
    });

    // Nine million empty places, of 24 characters, became as many `null`s.
    it('the plain form of an array that is nearly empty is refused, or costs little', () =>
    {
        const value = codec.decode(tagged('["$Array",9000000]'));

        expect(timeOf(() =>
        {
            try
            {
                JSON.stringify(toPlain(value));
            }
            catch (error)
            {
                expect(error).toMatchObject({ code: 'VALUE_NOT_SERIALIZABLE' });
            }
        })).toBeLessThan(300);
    });

    // One long text, or bytes, within an object to which 20,000 references lead: 20,000 times as long when written.
    it.each([`"${'x'.repeat(100_000)}"`, `"$Uint8Array:${'A'.repeat(100_000)}"`])('the plain form of a value that is referred to 20,000 times is refused', big =>
    {
        const value = codec.decode(tagged(`[{"big":${big}}${',"$1"'.repeat(20_000)}]`));

        expect(() => toPlain(value)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error);
    });

    // What these hold was not counted, and became text each time: gigabytes.
    it.each([`["$Error","Error",{"message":"${'x'.repeat(100_000)}"}]`, `["$Headers","a","${'x'.repeat(100_000)}"]`])('the plain form of an error or headers that are referred to 20,000 times is refused', big =>
    {
        const value = codec.decode(tagged(`[${big}${',"$1"'.repeat(20_000)}]`));

        expect(() => toPlain(value)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error);
    });

    it.each([`["$BigInt:${'9'.repeat(10_000)}"]`, `["$Headers"${Array.from({ length: 5_000 }, (_, index) => `,"a${String(index)}","b"`).join('')}]`])('the plain form of what costs much is not made again and again', big =>
    {
        const value = codec.decode(tagged(`[${big}${',"$1"'.repeat(1_000)}]`));

        expect(timeOf(() => toPlain(value))).toBeLessThan(300);
    });

    // The number of a layout was looked up before it was looked at.
    it.each(['"0"', '["0"]', '[0]', '[[0]]', '"length"', '"constructor"', '{}'])('an instance with a layout of %s is refused, also after one that is right', number =>
    {
        const layouts = '"classes":[["test/Box","content"]],';

        expect(() => codec.decode(tagged(`["$class",${number},1]`, layouts))).toThrow(refused);
        expect(() => codec.decode(tagged(`[["$class",0,1],["$class",${number},1]]`, layouts))).toThrow(refused);
    });

    it('a name that stands twice is refused also where instances of unknown classes are kept', () =>
    {
        expect(() => createCodec({ unknownClasses: 'keep' }).decode(tagged('["$class",0,1,2]', '"classes":[["sales/X","a","a"]],'))).toThrow(refused);
    });

    it('whether an error is refused does not depend on what was read before', () =>
    {
        class Broken extends Error { left = 1; }

        const broken = createCodec({ classes: [{ key: 'a/Broken', parameters: [], fields: ['left'], accessors: [], getters: [], implementation: Broken }] });
        const text = tagged('["$Error","Error",{"left":1,"name":"Broken","message":"","code":"X"},"a/Broken"]');

        expect(() => broken.decode(text)).toThrow(refused);

        broken.decode(text.replace('"Error"', '"JitarError"'));

        expect(() => broken.decode(text)).toThrow(refused);
    });

    it('a copy is refused as soon as the text', () =>
    {
        const value = codec.decode(tagged('["$Array",100000,"7",1]'));

        expect(timeOf(() => copy(value, codec, codec))).toBeLessThan(100);
    });

    // Each cause that was left out looked through all objects before it: 8,000 of them took two seconds.
    it.each([['text', (value: unknown) => codec.encode(value)], ['copy', (value: unknown) => copy(value, codec, codec)]])('errors whose causes are left out take time in proportion, as %s', (_, run) =>
    {
        const plain = Array.from({ length: 50_000 }, () => ({}));
        const errors = Array.from({ length: 8_000 }, () => new Error('a', { cause: { run: () => 1 } }));

        expect(timeOf(() => run([plain, errors]))).toBeLessThan(1_000);
    });

    it('an error of an unknown class is refused for a stack as any other is', () =>
    {
        expect(() => codec.decode(tagged('["$Error","Error",{"stack":"x"},"test/Gone"]'))).toThrow('The value at "value.stack" cannot be read: this name is refused.');
    });
});
