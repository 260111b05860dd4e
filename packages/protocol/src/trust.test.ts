import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { createNonce, createProof, equalKeys, equalProofs } from './index.js';

describe('createProof', () =>
{
    it('is the HMAC-SHA-256 of the parts, each preceded by its length in bytes', async () =>
    {
        const expected = createHmac('sha256', 'secret').update('3:abc0:2:é').digest('hex');

        expect(await createProof('secret', ['abc', '', 'é'])).toBe(expected);
    });

    it('tells the same text in other parts apart', async () =>
    {
        expect(await createProof('secret', ['ab', 'c'])).not.toBe(await createProof('secret', ['a', 'bc']));
    });
});

describe('equalProofs', () =>
{
    it('accepts equal texts only', () =>
    {
        expect(equalProofs('abcd', 'abcd')).toBe(true);
        expect(equalProofs('abcd', 'abce')).toBe(false);
        expect(equalProofs('abcd', 'abc')).toBe(false);
        expect(equalProofs('', 'abc')).toBe(false);
        expect(equalProofs('abc', '')).toBe(false);
    });
});

describe('equalKeys', () =>
{
    it('compares keys of any length', async () =>
    {
        expect(await equalKeys('sesame', 'sesame')).toBe(true);
        expect(await equalKeys('', 'sesame')).toBe(false);
        expect(await equalKeys('sesame seed', 'sesame')).toBe(false);
    });
});

describe('createNonce', () =>
{
    it('is used once', () =>
    {
        const nonces = new Set(Array.from({ length: 100 }, createNonce));

        expect(nonces.size).toBe(100);
        expect(createNonce()).toMatch(/^[0-9a-f]{32}$/);
    });
});
