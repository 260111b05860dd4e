import { describe, expect, it } from 'vitest';

import { collectReachable } from './reachable.js';

describe('collectReachable', () =>
{
    it('follows circles once, and lists files that it knows nothing of', () =>
    {
        const imports = new Map([['a', ['b', 'data.json']], ['b', ['a', 'c']], ['c', []], ['d', ['a']]]);

        expect(collectReachable('a', path => imports.get(path) ?? [])).toEqual(['a', 'b', 'data.json', 'c']);
    });
});
