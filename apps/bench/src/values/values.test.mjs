import { describe, expect, it } from 'vitest';

import { endlessOnCycles, peers, subject } from './codecs.mjs';
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
    });
});
