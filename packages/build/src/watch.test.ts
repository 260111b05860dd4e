import { describe, expect, it } from 'vitest';

import { isWatched } from './watch.js';

const folders = { project: '/app', source: '/app/src', target: '/app/dist', segments: '/app/segments', resources: '/app/more/resources' };

describe('isWatched', () =>
{
    it.each(['', '/package.json', '/tsconfig.json', '/tsconfig.base.json', '/jsconfig.json', '/sales.segment.json', '/src', '/src/a.ts', '/src/deep/a.png', '/segments/a.json', '/more', '/more/resources/r.json'])('takes /app%s', path =>
    {
        expect(isWatched(`/app${path}`, folders)).toBe(true);
    });

    it.each(['/build.log', '/result.json', '/docs', '/docs/tsconfig.json', '/more/a.ts', '/dist', '/dist/a.js', '/node_modules', '/src/node_modules/a.js', '/.git', '/src/.cache/a.js', '/.jitar'])('leaves /app%s', path =>
    {
        expect(isWatched(`/app${path}`, folders)).toBe(false);
    });
});
