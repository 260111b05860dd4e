import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';

import { describeErrors } from './error-page.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = globSync(['*.md', 'docs/**/*.md', '{packages,apps,tooling}/*/*.md'], { cwd: root, ignore: ['**/node_modules/**'] }).sort();

test('docs/errors.md says what the registry says (npm run errors --prefix tooling/docs writes it)', () =>
{
    expect(readFileSync(join(root, 'docs/errors.md'), 'utf8')).toBe(describeErrors());
});

test.each(pages)('%s links to files that are there', page =>
{
    const dead = linksOf(fromMarkdown(readFileSync(join(root, page), 'utf8')))
        .filter(url => !/^(?:[a-z]+:|#)/.test(url))
        .filter(url => !existsSync(join(root, dirname(page), decodeURI(url.replace(/#.*/, '')))));

    expect(dead).toEqual([]);
});

test.each(globSync('packages/*/package.json', { cwd: root }).map(file => dirname(file)).sort())('%s runs the examples of its README', folder =>
{
    expect(readFileSync(join(root, folder, 'test/readme.test.ts'), 'utf8')).toMatch(/testReadme\(/);
});

function linksOf(node)
{
    return [...(node.url === undefined ? [] : [node.url]), ...(node.children ?? []).flatMap(linksOf)];
}
