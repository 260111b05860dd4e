import { describe, expect, it } from 'vitest';

import { endlessOnCycles, peers, subject } from './codecs.mjs';
import { Line } from './line.mjs';
import { payloads } from './payloads.mjs';
import { isSame } from './same.mjs';

describe('what the benchmark of values times', () =>
{
    it.each([...payloads])('%s comes back whole from the subject', (_, create) =>
    {
        const { value } = create();

        expect(isSame(subject.decode(subject.encode(value)), value)).toBe(true);
    });

    it.each([...peers])('%s answers what is small', async (_, peer) =>
    {
        const { value } = payloads.get('small')();

        expect(isSame(await peer(value), value)).toBe(true);
    });

    it('names peers only', () =>
    {
        expect([...endlessOnCycles].every(name => peers.has(name))).toBe(true);
    });
});

describe('the comparison', () =>
{
    it('sees what was lost', () =>
    {
        const shared = {};

        expect(isSame([shared, shared], [{}, {}])).toBe(false);
        expect(isSame(new Map([[1, new Date(0)]]), new Map([[1, new Date(1)]]))).toBe(false);
        expect(isSame({ a: undefined }, {})).toBe(false);
        expect(isSame([{}, {}], [shared, shared])).toBe(false);
        expect(isSame([-0], [0])).toBe(false);
        expect(isSame([, 1], [undefined, 1])).toBe(false); // eslint-disable-line no-sparse-arrays
        expect(isSame(shared, shared)).toBe(false);
        expect(isSame(new Line('a', 1, 2), new Line('b', 1, 2))).toBe(false);
        expect(isSame(new Error('a', { cause: 1 }), new Error('a'))).toBe(false);
    });
});
