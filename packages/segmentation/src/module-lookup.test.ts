import { describe, expect, it } from 'vitest';

import { findModule } from './module-lookup.js';

describe('findModule', () =>
{
    it.each([
        ['server.js', ['server.ts', 'server/index.ts'], 'server.ts'],
        ['server.js', ['server.js', 'server.ts'], 'server.js'],
        ['server', ['server.ts', 'server/index.ts'], 'server.ts'],
        ['server', ['server/index.ts'], 'server/index.ts'],
        ['server/', ['server.ts', 'server/index.js'], 'server/index.js'],
        ['view.jsx', ['view.tsx'], 'view.tsx'],
        ['lib.mjs', ['lib.mts'], 'lib.mts'],
        ['a.service', ['a.service.ts'], 'a.service.ts'],
        ['.', ['index.ts'], 'index.ts'],
        ['', ['index.ts'], 'index.ts'],
        ['server.ts', ['server.js'], undefined]
    ])('finds for %j among %j the module %j', (path, files, expected) =>
    {
        expect(findModule(path, candidate => files.includes(candidate))).toBe(expected);
    });
});
