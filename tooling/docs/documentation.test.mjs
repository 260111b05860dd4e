import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';

import { describeDiagnostics } from './diagnostic-page.mjs';
import { describeErrors } from './error-page.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = globSync(['*.md', 'docs/**/*.md', '{packages,apps,tooling}/*/*.md'], { cwd: root, ignore: ['**/node_modules/**'] }).sort();

test('docs/errors.md says what the registry says (npm run errors --prefix tooling/docs writes it)', () =>
{
    expect(read('docs/errors.md')).toBe(describeErrors());
});

test('docs/diagnostics.md says what the registry and the build say (npm run diagnostics --prefix tooling/docs writes it)', async () =>
{
    expect(read('docs/diagnostics.md')).toBe(await describeDiagnostics());
});

test.each(pages)('%s links to files and headings that are there', page =>
{
    const dead = linksOf(fromMarkdown(read(page)))
        .filter(url => !/^[a-z]+:/.test(url))
        .filter(url => !leadsSomewhere(page, url));

    expect(dead).toEqual([]);
});

test.each(globSync('packages/*/package.json', { cwd: root }).map(file => dirname(file)).sort())('%s runs the examples of its README', folder =>
{
    expect(read(join(folder, 'test/readme.test.ts'))).toMatch(/testReadme\(/);
});

function read(file)
{
    return readFileSync(join(root, file), 'utf8');
}

function linksOf(node)
{
    return [...(node.url === undefined ? [] : [node.url]), ...(node.children ?? []).flatMap(linksOf)];
}

function leadsSomewhere(page, url)
{
    const [path = '', anchor] = decodeURI(url).split('#');
    const file = path === '' ? page : join(dirname(page), path);

    return existsSync(join(root, file)) && (anchor === undefined || !file.endsWith('.md') || anchorsOf(fromMarkdown(read(file))).includes(anchor));
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(node)
{
    const own = node.type === 'heading' ? [textOf(node).toLowerCase().replace(/[^\p{L}\p{N}\- _]/gu, '').replaceAll(' ', '-')] : [];

    return [...own, ...(node.children ?? []).flatMap(anchorsOf)];
}

function textOf(node)
{
    return node.value ?? (node.children ?? []).map(textOf).join('');
}
