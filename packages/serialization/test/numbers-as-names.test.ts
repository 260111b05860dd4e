import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { describe, expect, it } from 'vitest';

import { copy, createCodec, toPlain } from '../src/index.js';

setFlagsFromString('--expose-gc');

const collect = runInNewContext('gc') as () => void;
const codec = createCodec({ unknownClasses: 'keep' });

/** How many bytes are in use while what was made is, beyond those that were in use before. */
function heldBy(make: () => unknown): number
{
    collect();

    const before = process.memoryUsage().heapUsed;
    const made = make();

    collect();

    const after = process.memoryUsage().heapUsed;

    expect(made).toBeDefined();

    return after - before;
}

/** As many pieces as make 100 kB. */
const many = (piece: string): string => Array<string>(Math.floor(100_000 / (piece.length + 1))).fill(piece).join();
const tagged = (value: string, classes = '[["test/Gone","999"],["test/Gone","a","999"]]'): string => `{"$tagged":1,"classes":${classes},"value":${value}}`;

// V8 gives an object memory for the places before the first that is named, 12 kB for 999: 100 kB of text took 100 MB.
describe('an object with a number as a name holds no memory for the numbers before', () =>
{
    it.each([
        ['without prototype', tagged(`[${many('["$nullPrototype","999",0]')}]`)],
        ['without prototype, and with another name before', tagged(`[${many('["$nullPrototype","a",0,"999",0]')}]`)],
        ['that is an error', tagged(`[${many('["$Error","Error",{"999":0}]')}]`)],
        ['of a class that is not known', tagged(`[${many('["$class",0,0]')}]`)],
        ['of a class that is not known, and with another name before', tagged(`[${many('["$class",1,0,0]')}]`)],
        ['of a class that is not known, in a cause', tagged(`["$Error","Error",{"cause":[${many('["$class",0,0]')}]}]`)]
    ])('that is read, %s', (_name, text) =>
    {
        expect(heldBy(() => codec.decode(text))).toBeLessThan(5_000_000);
    });

    it.each([
        ['copied', (value: unknown) => copy(value, codec, codec)],
        ['made plain', (value: unknown) => toPlain(value)],
        ['made plain of a Map', (value: unknown) => toPlain((value as Record<string, unknown>[]).map(entries => new Map([['a', 0], ...Object.entries(entries)])))]
    ])('that is %s', (_name, make) =>
    {
        const value = JSON.parse(`[${many('{"999":0}')}]`) as unknown;

        expect(heldBy(() => make(value))).toBeLessThan(5_000_000);
    });

    it.each([['an object', '{"999":"$$"}'], ['an error', '["$Error","Error",{"999":0}]']])('that is written, of %s', (_name, piece) =>
    {
        const value = codec.decode(tagged(`[${many(piece)}]`));

        collect();

        const before = process.memoryUsage().heapUsed;
        let held = Infinity;

        // What is held while it is written is seen from within.
        codec.encode([value, {
            get last()
            {
                collect();
                held = Math.min(held, process.memoryUsage().heapUsed - before);

                return 'last';
            }
        }]);

        expect(held).toBeLessThan(5_000_000);
    });
});
