import { describe, expect, it } from 'vitest';

import { createBuildId, hashContent } from './index.js';

describe('hashContent', () =>
{
    it('is SHA-256 of the bytes, whichever form they have', () =>
    {
        expect(hashContent('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
        expect(hashContent(new TextEncoder().encode('größe'))).toBe(hashContent('größe'));
    });
});

describe('createBuildId', () =>
{
    it('depends on paths and contents, and not on their order', () =>
    {
        const id = createBuildId({ 'a.js': hashContent('a'), 'b.js': hashContent('b') });

        expect(createBuildId({ 'b.js': hashContent('b'), 'a.js': hashContent('a') })).toBe(id);
        expect(createBuildId({ 'a.js': hashContent('b'), 'b.js': hashContent('a') })).not.toBe(id);
        expect(createBuildId({ 'a.js': hashContent('a'), 'c.js': hashContent('b') })).not.toBe(id);
    });
});
