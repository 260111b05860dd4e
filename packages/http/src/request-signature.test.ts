import { describe, expect, it } from 'vitest';

import { createRequestVerifier, signRequest } from './request-signature.js';

const trustKey = 'secret';
const request = { method: 'GET', url: 'http://node-side:1/.jitar/manifest.json?a=b' };

describe('a signed request', () =>
{
    it('is verified under whatever host it arrives', async () =>
    {
        const verify = createRequestVerifier({ trustKey });

        expect(await verify({ ...request, url: 'https://repository/.jitar/manifest.json?a=b' }, await signRequest(request, { trustKey }))).toBe(true);
    });

    it('does not hold the key', async () =>
    {
        expect(await signRequest(request, { trustKey, now: () => 5, nonce: () => '0'.repeat(32) })).toMatch(/^Jitar 5\.0{32}\.[0-9a-f]{64}$/);
    });

    it('is good once', async () =>
    {
        const verify = createRequestVerifier({ trustKey });
        const signature = await signRequest(request, { trustKey });

        expect([await verify(request, signature), await verify(request, signature)]).toEqual([true, false]);
    });

    it('is good for one request only', async () =>
    {
        const verify = createRequestVerifier({ trustKey });
        const signature = await signRequest(request, { trustKey });

        expect(await verify({ ...request, method: 'HEAD' }, signature)).toBe(false);
        expect(await verify({ ...request, url: 'http://a/.jitar/manifest.json?a=c' }, signature)).toBe(false);
        expect(await verify({ ...request, url: 'http://a/.jitar/files/a.js' }, signature)).toBe(false);
    });

    it('is refused with another key, or when it is malformed or missing', async () =>
    {
        const verify = createRequestVerifier({ trustKey });
        const signature = await signRequest(request, { trustKey });

        expect(await verify(request, await signRequest(request, { trustKey: 'other' }))).toBe(false);
        expect(await verify(request, signature.replace('Jitar', 'Bearer'))).toBe(false);
        expect(await verify(request, `${signature}0`)).toBe(false);
        expect(await verify(request, null)).toBe(false);
    });

    it.each([[-60_001, false], [-60_000, true], [60_000, true], [60_001, false]])('whose clock is off by %i ms: %s', async (offset, good) =>
    {
        const verify = createRequestVerifier({ trustKey, now: () => 1_000_000 });

        expect(await verify(request, await signRequest(request, { trustKey, now: () => 1_000_000 + offset }))).toBe(good);
    });

    it('is remembered for as long as it could be used, and no longer', async () =>
    {
        let now = 1_000_000;
        const verify = createRequestVerifier({ trustKey, now: () => now, capacity: 1 });
        const sign = (): Promise<string> => signRequest(request, { trustKey, now: () => now });

        expect(await verify(request, await sign())).toBe(true);
        expect(await verify(request, await sign())).toBe(false);

        now += 60_000;

        expect(await verify(request, await sign())).toBe(false);

        now += 1;

        expect(await verify(request, await sign())).toBe(true);
    });
});
