import { describe, expect, it } from 'vitest';

import { quote, relativeSpecifier, writeExportName } from './specifier.js';

describe('relativeSpecifier', () =>
{
    it.each([
        ['a.js', 'b.js', './b.js'],
        ['a/b.js', 'a/c.js', './c.js'],
        ['a/b.js', 'c.js', '../c.js'],
        ['a/b/c.js', 'a/d/e.js', '../d/e.js'],
        ['a.js', 'b/c.js', './b/c.js'],
        ['a/b.js', 'a/b/c.js', './b/c.js'],
        ['a/b/c.js', 'a/b.js', '../b.js'],
        ['a.js', 'c#/50%?.js', './c%23/50%25%3F.js']
    ])('leads from %s to %s by %s', (importer, target, specifier) =>
    {
        expect(relativeSpecifier(importer, target)).toBe(specifier);
        expect(new URL(specifier, `file:///x/${importer}`).pathname).toBe(new URL(`file:///x/${target.replaceAll('%', '%25').replace('?', '%3F').replace('#', '%23')}`).pathname);
    });
});

describe('quote', () =>
{
    it.each(['it\'s', 'a "b"', 'a\\b', 'a\nb', '\u2028', '\\\'', '\\"', '${x}`'])('writes %j as a literal of the same text', text =>
    {
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what is written is code
        expect((new Function(`return ${quote(text)}`) as () => string)()).toBe(text);
    });
});

describe('writeExportName', () =>
{
    it('quotes what is no name', () =>
    {
        expect([writeExportName('a'), writeExportName('delete'), writeExportName('a-b')]).toEqual(['a', 'delete', '\'a-b\'']);
    });
});
