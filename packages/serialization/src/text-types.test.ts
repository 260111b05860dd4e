import { describe, expect, it } from 'vitest';

import { same } from '../test/same.js';
import { tagged } from '../test/tagged.js';
import { copy, createCodec } from './index.js';

const codec = createCodec();
const { Temporal } = globalThis as { readonly Temporal?: Readonly<Record<string, { from(text: string): object }>> };

describe('what one text tells in full', () =>
{
    it.each([
        new RegExp('/'), new RegExp('[/]', 'dgimsuy'), new RegExp(`a${String.fromCodePoint(10, 0x2028)}\\n`), new RegExp(''), new RegExp('(?<year>\\d{4})-[\\p{L}--a]', 'v'),
        new URL('https://ä.example/ü?q=a b#$'), new URL('data:,a%0Ab'), new URL('file:///c:/a'), new URLSearchParams([['a', ''], ['', 'b'], ['é&=', '+ %']]), new URLSearchParams(),
        new Date(0), new Date(NaN), new Date(-1), new Date(Date.UTC(1, 1)), new Date(-62_198_755_200_000)
    ])('comes back as it was: %o', value =>
    {
        expect(same(value, codec.decode(codec.encode(value)))).toBe(true);
        expect(same(value, copy(value, codec, codec))).toBe(true);
    });

    it('begins anew where it has a state', () =>
    {
        const pattern = /a/g;

        pattern.test('aa');

        expect(pattern.lastIndex).toBe(1);
        expect((codec.decode(codec.encode(pattern)) as RegExp).lastIndex).toBe(0);
        expect((copy(pattern, codec, codec) as RegExp).lastIndex).toBe(0);
    });

    it('is taken from the value itself, whatever it was made to say', () =>
    {
        const date = Object.assign(new Date(0), { getTime: () => 1, toISOString: () => 'x', toJSON: () => 'x' });
        const query = Object.assign(new URLSearchParams('a=1'), { toString: () => 'x' });

        expect(codec.encode([date, query])).toBe(tagged('["$Date:1970-01-01T00:00:00.000Z","$URLSearchParams:a=1"]'));
    });

    it('is refused of who only has the prototype', () =>
    {
        for (const { prototype } of [Date, RegExp, URL, URLSearchParams])
        {
            expect(() => codec.encode([Object.create(prototype)])).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error);
            expect(() => copy([Object.create(prototype)], codec, codec)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_SERIALIZABLE' }) as Error);
        }
    });

    it.each(['Instant:2026-01-31T12:00:00Z', 'ZonedDateTime:2026-01-31T12:00:00+01:00[Europe/Amsterdam]', 'PlainDateTime:2026-01-31T12:00:00', 'PlainDate:2026-01-31', 'PlainTime:12:00:00', 'PlainYearMonth:2026-01', 'PlainMonthDay:01-31', 'Duration:P1DT2H'])('is Temporal.%s where the host has it', form =>
    {
        const text = tagged(`"$Temporal.${form}"`);
        const colon = form.indexOf(':');

        if (Temporal === undefined)
        {
            expect(() => codec.decode(text)).toThrow('this host does not have it');

            return;
        }

        const value = Temporal[form.slice(0, colon)]?.from(form.slice(colon + 1));

        expect(codec.encode(value)).toBe(text);
        expect(same(value, codec.decode(text))).toBe(true);
        expect(same(value, copy(value, codec, codec))).toBe(true);
    });
});
