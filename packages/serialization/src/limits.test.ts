import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { classes, define } from '../test/classes.js';
import { values } from '../test/values.js';

import { copy, createCodec, defaultLimits, parsePlain } from './index.js';
import type { Limits } from './index.js';

class Broken extends Error {}

const all = [...classes, define(Broken, {})];
const free = createCodec({ classes: all });

/** What is just within a limit, and what is just beyond it. */
const cases: readonly [name: keyof Limits, limit: number, within: unknown, beyond: unknown][] = [
    ['costly', 12, [new Blob(['a']), new File(['b'], 'c'), new Error('d'), Array(2)], [new Blob(['a']), new File(['b'], 'c'), new Error('d'), new Broken('e'), Array(2)]],
    ['entries', 2, new URLSearchParams('a=1&b=2'), new URLSearchParams('a=1&b=2&a=3')],
    ['references', 2, ((shared: object) => [shared, shared, shared])({}), ((shared: object) => [shared, shared, shared, shared])({})],
    ['bytes', 4, [Uint8Array.of(1, 2), Uint16Array.of(3)], [Uint8Array.of(1, 2), Uint16Array.of(3), Uint8Array.of(4)]],
    ['digits', 3, [999n, -999n], [1_000n]],
    ['keys', 2, { a: 1, b: undefined }, { a: 1, b: 2, c: undefined }],
    ['keys', 2, Object.assign(Object.create(null) as object, { a: 1, b: 2 }), Object.assign(Object.create(null) as object, { a: 1, b: 2, c: 3 })],
    ['keys', 2, Object.assign([1], { a: 1 }), Object.assign([1], { a: 1, b: 2 })],
    ['keys', 3, Object.assign(new Error('a'), { b: 1 }), Object.assign(new Error('a'), { b: 1, c: 2 })],
    ['items', 5, [1, [undefined, 3, 4]], [1, [undefined, 3, 4, 5]]],
    ['string', 3, ['abc', '$ab', undefined, new Date(0)], ['abc', '$abc', undefined]],
    ['depth', 3, [[[[undefined]]]], [[[[[undefined]]]]]]
];

describe.each(cases)('the limit of %s', (name, limit, within, beyond) =>
{
    const bounded = createCodec({ classes: all, limits: { [name]: limit } });

    it('lets pass what is within it', async () =>
    {
        const encoded = await bounded.encodeAsync(within);

        expect(encoded).toEqual(await free.encodeAsync(within));
        expect(bounded.decodeParts(encoded)).toEqual(within);
        expect(copy(within, bounded, bounded)).toEqual(within);
    });

    it('refuses what is beyond it, whoever comes across it', async () =>
    {
        const message = `the limit of ${String(limit)} for ${name}`;
        const encoded = await free.encodeAsync(beyond);

        await expect(bounded.encodeAsync(beyond)).rejects.toMatchObject({ code: 'VALUE_NOT_SERIALIZABLE', message: expect.stringContaining(message) as string });
        expect(() => bounded.decodeParts(encoded)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_READABLE', message: expect.stringContaining(message) as string }) as Error);
        expect(() => copy(beyond, free, bounded)).toThrow(message);
    });
});

it('what is within the limits when it is written is so when it is read or copied, and the other way round', { timeout: 60_000 }, () =>
{
    const known = createCodec({ classes });
    const few = fc.integer({ min: 0, max: 12 });
    const limits = fc.record({ depth: few, items: fc.integer({ min: 0, max: 60 }), keys: few, string: few, bytes: fc.integer({ min: 0, max: 200 }), digits: few, references: few, entries: few, costly: few }, { requiredKeys: [] });
    const outcomeOf = <Result>(run: () => Result): Result | undefined =>
    {
        try
        {
            return run();
        }
        catch
        {
            return undefined;
        }
    };

    fc.assert(fc.property(values, limits, (value, chosen) =>
    {
        const bounded = createCodec({ classes, limits: chosen });
        const text = known.encode(value);

        // Some cycles are refused whatever the limits are.
        fc.pre(outcomeOf(() => [known.decode(text)]) !== undefined);

        const read = outcomeOf(() => [bounded.decode(text)]);
        const written = outcomeOf(() => bounded.encode(value));
        const copied = outcomeOf(() => [copy(value, known, bounded)]);

        // A cause that is too deep is left out where it is written, so less may be read than is written.
        expect(written === undefined).toBe(copied === undefined);
        expect(read !== undefined && written === undefined).toBe(false);
        expect(written === undefined || outcomeOf(() => [bounded.decode(written)]) !== undefined).toBe(true);
    }), { numRuns: 5_000 });
});

it('a limit that is undefined is the default, not none', () =>
{
    const undefinedLimits = Object.fromEntries(Object.keys(defaultLimits).map(name => [name, undefined]));
    const deep = '['.repeat(1_000) + ']'.repeat(1_000);

    expect(createCodec({ limits: undefinedLimits }).settings.limits).toEqual(defaultLimits);
    expect(() => createCodec({ limits: undefinedLimits }).decode(deep)).toThrow('the limit of 500 for depth');
    expect(() => parsePlain(deep, undefinedLimits)).toThrow('the limit of 200 for depth');
});
