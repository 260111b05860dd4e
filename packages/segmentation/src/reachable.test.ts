import { describe, expect, it } from 'vitest';

import { collectReachable } from './reachable.js';

describe('collectReachable', () =>
{
    it('follows circles once, and lists files that it knows nothing of', () =>
    {
        const modules = [{ path: 'a', imports: ['b', 'data.json'] }, { path: 'b', imports: ['a', 'c'] }, { path: 'c', imports: [] }, { path: 'd', imports: ['a'] }];

        expect(collectReachable('a', modules)).toEqual(['a', 'b', 'data.json', 'c']);
    });
});
