import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { classes } from '../test/classes.js';
import { same } from '../test/same.js';
import { values } from '../test/values.js';
import { copy, createCodec } from './index.js';

const codec = createCodec({ classes });
const runs = { numRuns: 5_000 };

/** A cycle that only a private field closes cannot be rebuilt; it is refused, never got wrong. */
function attempt(action: () => unknown): { readonly value: unknown } | { readonly refused: string }
{
    try
    {
        return { value: action() };
    }
    catch (error)
    {
        return { refused: (error as Error).message };
    }
}

describe('any value', () =>
{
    it('comes back from text as it was, or is refused for a cycle through a private field', () =>
    {
        let refused = 0;

        fc.assert(fc.property(values, value =>
        {
            const result = attempt(() => codec.decode(codec.encode(value)));

            if ('refused' in result)
            {
                refused++;

                return result.refused.includes('no public field');
            }

            return same(value, result.value);
        }), runs);

        expect(refused).toBeLessThan(runs.numRuns / 20);
    });

    it('is copied as text would carry it, or refused alike', () =>
    {
        fc.assert(fc.property(values, value =>
        {
            const byText = attempt(() => codec.decode(codec.encode(value)));
            const byCopy = attempt(() => copy(value, codec, codec));

            return 'refused' in byText || 'refused' in byCopy ? JSON.stringify(byText) === JSON.stringify(byCopy) : same(value, byCopy.value);
        }), runs);
    });

    it('is encoded in the same way again after it was decoded', () =>
    {
        fc.assert(fc.property(values, value =>
        {
            const result = attempt(() => codec.decode(codec.encode(value)));

            return 'refused' in result || codec.encode(result.value) === codec.encode(value);
        }), { numRuns: 1_000 });
    });
});

describe('plain values', () =>
{
    it('are the bytes of JSON.stringify', () =>
    {
        fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false }), value =>
        {
            const text = JSON.stringify(value);
            const plain = JSON.parse(text) as unknown;

            fc.pre(!text.includes('"__proto__":') && !/\{"\$[^"]*":/.test(text));

            return codec.encode(plain) === text && same(codec.decode(text), plain);
        }), { numRuns: 2_000 });
    });

    it('stay as they are when they look like tags', () =>
    {
        for (const value of [{ $Date: 'x' }, { $: 1 }, { $$: 1 }, { $ref: 0 }, { $Date: 1, b: 2 }, [{ $$ref: { $ref: 0 } }], { a: '"$', b: '{"$Date":null}' }])
        {
            expect(codec.decode(codec.encode(value))).toStrictEqual(value);
            expect(copy(value, codec, codec)).toStrictEqual(value);
        }
    });
});

describe('any text', () =>
{
    it('is read or refused with VALUE_NOT_READABLE, and what is read can be written', () =>
    {
        const tags = ['Date', 'Map', 'Set', 'Array', 'class', 'Error', 'ref', 'BigInt', 'Number', 'Uint16Array', 'nullPrototype', 'RegExp', 'URL', '$x', 'undefined', 'Headers'];
        const insides = fc.letrec(tie => ({
            value: fc.oneof({ maxDepth: 5 },
                fc.constantFrom<unknown>(0, 1, null, 'a', '', 'test/Person', 'test/Team', 'Error', 'JitarError', '1970-01-01T00:00:00.000Z'),
                fc.array(tie('value'), { maxLength: 3 }),
                fc.dictionary(fc.constantFrom('name', 'friends', 'boss', 'members', 'message', 'cause', '0'), tie('value'), { maxKeys: 3 }),
                fc.tuple(fc.constantFrom(...tags), tie('value')).map(([tag, inside]) => ({ [`$${tag}`]: inside }))
            )
        })).value;

        fc.assert(fc.property(insides, inside =>
        {
            const result = attempt(() => codec.decode(JSON.stringify(inside)));

            if ('refused' in result)
            {
                return result.refused.includes('cannot be read');
            }

            codec.encode(result.value);

            return true;
        }), { numRuns: 5_000 });
    });
});
