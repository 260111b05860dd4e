import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { copy, createCodec } from '../src/index.js';
import { attempt } from './attempt.js';
import { classes } from './classes.js';
import { same } from './same.js';

const codec = createCodec({ classes });

describe('plain values', () =>
{
    it('are the bytes of JSON.stringify', () =>
    {
        fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false }), value =>
        {
            const text = JSON.stringify(value);
            const plain = JSON.parse(text) as unknown;

            fc.pre(!text.includes('"__proto__":') && !text.startsWith('{"$tagged":'));

            return codec.encode(plain) === text && same(codec.decode(text), plain);
        }), { numRuns: 2_000 });
    });

    it('stay as they are when they look like tags', () =>
    {
        const likeTags: readonly unknown[] = [
            '$', '$$', '$0', '$Date:', '$undefined', ['$Map', 1, 2], ['$class', 0], { $Date: 'x' }, { $: 1 }, { $$: 1 }, { a: '$0', b: '{"$tagged":1}' },
            { $tagged: 1 }, { $tagged: 1, value: '$NaN' }, { $tagged: 1, classes: [], value: 1 }, { $tagged: { $tagged: 1, value: 1 }, value: ['$Set'] }, [{ $tagged: 1, value: 1 }]
        ];

        for (const value of likeTags)
        {
            for (const whole of [value, [value, undefined], { value, date: new Date(0) }, new Map([[value, value]])])
            {
                expect(codec.decode(codec.encode(whole))).toStrictEqual(whole);
                expect(copy(whole, codec, codec)).toStrictEqual(whole);
            }
        }
    });
});

describe('any text', () =>
{
    it('is read or refused with VALUE_NOT_READABLE, and what is read can be written', () =>
    {
        const heads = ['Map', 'Set', 'Array', 'nullPrototype', 'class', 'Error', 'Boolean', 'Number', 'String', 'BigInt', 'Headers', 'FormData', 'Blob', 'File', '$x', 'x', '0'];
        const signs = ['undefined', 'NaN', '-0', 'Date:', 'Date:1970-01-01T00:00:00.000Z', 'BigInt:1', 'RegExp:/a', 'URL:a:', 'URLSearchParams:a', 'Uint16Array:AAA=', 'Uint8Array:', 'x', '$', '0', '1', '2', '7'];
        const insides = fc.letrec(tie => ({
            value: fc.oneof({ maxDepth: 5 },
                fc.constantFrom<unknown>(0, 1, null, 'a', '', 'Error', 'JitarError', ...signs.map(sign => `$${sign}`)),
                fc.array(tie('value'), { maxLength: 3 }),
                fc.dictionary(fc.constantFrom('name', 'friends', 'boss', 'members', 'message', 'cause', '0', '$0'), tie('value'), { maxKeys: 3 }),
                fc.tuple(fc.constantFrom(...heads), fc.array(tie('value'), { maxLength: 4 })).map(([head, items]) => [`$${head}`, ...items]),
                fc.tuple(fc.nat(3), fc.array(tie('value'), { maxLength: 3 })).map(([number, items]) => ['$class', number, ...items]),
                fc.tuple(fc.constantFrom('Error', 'AggregateError', 'JitarError'), fc.dictionary(fc.constantFrom('name', 'message', 'cause', 'errors', 'code', 'status'), tie('value'), { maxKeys: 3 })).map(([type, record]) => ['$Error', type, record])
            )
        })).value;

        const classNames = [['test/Person', 'name', 'friends'], ['test/Team', 'members', 'labels'], ['test/Box', 'content'], ['test/Money', 'amount']];
        let read = 0;

        fc.assert(fc.property(insides, inside =>
        {
            const result = attempt(() => codec.decode(JSON.stringify({ $tagged: 1, classes: classNames, value: inside })));

            if ('refused' in result)
            {
                return result.refused.includes('cannot be read');
            }

            attempt(() => codec.encode(result.value));
            read++;

            return true;
        }), { numRuns: 5_000 });

        expect(read).toBeGreaterThan(500);
    });
});
