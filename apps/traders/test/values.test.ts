import { describe, expect, it } from 'vitest';

import Money from '../src/domain/Money.js';
import Month from '../src/domain/Month.js';
import { readMonth } from '../src/sales/readMonth.js';

describe('Month', () =>
{
    it('knows its name and where it begins and ends', () =>
    {
        const month = new Month(1997, 12);

        expect(month.name).toBe('December 1997');
        expect(month.toString()).toBe('1997-12');
        expect(month.start.toISOString()).toBe('1997-12-01T00:00:00.000Z');
        expect(month.end.toISOString()).toBe('1998-01-01T00:00:00.000Z');
        expect(new Month(33, 2).toString()).toBe('0033-02');
        expect([new Month(1996, 2).days, new Month(1997, 2).days, new Month(1997, 3).days]).toEqual([29, 28, 31]);
    });

    it.each([[1997, 0], [1997, 13], [1997, 1.5], [0, 1], [10_000, 1], [Number.NaN, 1]])('refuses %d-%d', (year, month) =>
    {
        expect(() => new Month(year, month)).toThrow(RangeError);
    });

    it('is read from numbers, and from text where a caller has no other', () =>
    {
        expect(readMonth(1997, 1).toString()).toBe('1997-01');
        expect(readMonth('1997', '01').toString()).toBe('1997-01');
    });

    it.each([['1997', 'x'], ['', '1'], [null, 1], [1997, undefined], [[1997], 1], ['1e3', '1']])('is not read from %j and %j', (year, month) =>
    {
        expect(() => readMonth(year as number, month as number)).toThrow('A month is a year and a number from 1 to 12.');
    });
});

describe('Money', () =>
{
    it.each([[0, '$0.00'], [0.05, '$0.05'], [27_861.895, '$27,861.90'], [27_861.8949, '$27,861.89'], [1_265_793.0395, '$1,265,793.04'], [-1_234.56, '-$1,234.56']])('writes %d as %s', (dollars, text) =>
    {
        expect(new Money(dollars).toString()).toBe(text);
    });

    it('adds exactly', () =>
    {
        expect(Money.sum([new Money(0.1), new Money(0.2), new Money(0.0001)]).dollars).toBe(0.3001);
    });

    it('is a number of dollars', () =>
    {
        expect(() => new Money(Number.NaN)).toThrow(RangeError);
    });
});
