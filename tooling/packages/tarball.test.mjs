import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { checkTarball } from './tarball.mjs';

const folders = [];

afterEach(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true })));

/** Packs a package that is sound but for the changes; a file of `undefined` is left out. */
function pack({ manifest = {}, files = {} } = {})
{
    const folder = mkdtempSync(join(tmpdir(), 'tarball-'));
    const content = {
        'package.json': JSON.stringify({
            name: 'sample', version: '1.0.0', license: 'MIT', type: 'module', sideEffects: false, files: ['dist'],
            exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
            ...manifest
        }),
        'README.md': '# sample\n',
        'LICENSE': 'MIT License\n',
        'dist/index.js': 'export const a = 1;\n',
        'dist/index.d.ts': 'export declare const a: number;\n',
        ...files
    };

    folders.push(folder);

    for (const [name, text] of Object.entries(content).filter(([, text]) => text !== undefined))
    {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
    }

    const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));

    return join(folder, filename);
}

test('accepts a sound package', async () =>
{
    expect(await checkTarball(pack())).toEqual([]);
});

test.each(['README.md', 'LICENSE'])('misses %s', async name =>
{
    expect(await checkTarball(pack({ files: { [name]: undefined } }))).toEqual([`files: ${name} is missing.`]);
});

test('refuses compiled tests', async () =>
{
    expect(await checkTarball(pack({ files: { 'dist/index.test.js': '' } }))).toEqual([expect.stringMatching(/^files: dist\/index\.test\.js/)]);
});

test('refuses versions that only the workspace knows', async () =>
{
    expect(await checkTarball(pack({ manifest: { dependencies: { other: 'workspace:*' } } }))).toContainEqual(expect.stringMatching(/^versions: "other": "workspace:\*"/));
});

test('hears publint about an entry that is not there', async () =>
{
    expect(await checkTarball(pack({ files: { 'dist/index.js': undefined } }))).toContainEqual(expect.stringMatching(/^publint: .*index\.js.*does not exist/));
});

test('hears publint about code of another format', async () =>
{
    expect(await checkTarball(pack({ files: { 'dist/index.js': 'module.exports = { a: 1 };\n' } }))).toContainEqual(expect.stringMatching(/^publint: .*CJS/));
});

test('hears attw about types that are not there', async () =>
{
    expect(await checkTarball(pack({ manifest: { exports: { '.': './dist/index.js' } }, files: { 'dist/index.d.ts': undefined } })))
        .toEqual(['attw: the package has no types.']);
});

test('hears attw about types that lead nowhere', async () =>
{
    expect(await checkTarball(pack({ files: { 'dist/index.d.ts': 'export * from "./other";\n' } })))
        .toContainEqual(expect.stringMatching(/^attw: .*Internal resolution error.*dist\/index\.d\.ts/));
});
