import { describe, expect, it } from 'vitest';

import { createProject } from '../test/project.js';

import { createServerOnly } from './server-packages.js';

async function isServerOnly(name: string, files: Readonly<Record<string, unknown>> = {}): Promise<boolean>
{
    const project = await createProject(Object.fromEntries(Object.entries(files).map(([file, content]) => [`node_modules/${name}/${file}`, content])));

    return createServerOnly(project.folder)(name);
}

describe('createServerOnly', () =>
{
    it.each(['node:fs', 'node:path', 'fs', 'fs/promises', 'net', 'server-only'])('knows %s', async name =>
    {
        expect(await isServerOnly(name)).toBe(true);
    });

    it.each(['buffer', 'events', 'https://example.com/x.js', 'not-installed', '../x', '@scope/not-installed'])('claims nothing of %s', async name =>
    {
        expect(await isServerOnly(name)).toBe(false);
    });

    it.each([
        ['imports a built-in', { 'package.json': { exports: './index.js' }, 'index.js': 'import net from \'node:net\';\nexport default net;' }],
        ['requires one', { 'package.json': { main: 'lib' }, 'lib/index.js': '\'use strict\'\nconst net = require(\'net\')\nmodule.exports = net' }],
        ['has a file that does', { 'package.json': { module: './a.mjs' }, 'a.mjs': 'export * from \'./b.mjs\';', 'b.mjs': 'import \'fs\';' }],
        ['loads native code', { 'package.json': { main: 'index.js', dependencies: { 'node-gyp-build': '^4.0.0' } }, 'index.js': '' }],
        ['is built when it is installed', { 'package.json': { gypfile: true } }]
    ])('knows a package that %s', async (_, files) =>
    {
        expect(await isServerOnly('@scope/package', files)).toBe(true);
    });

    it.each([
        ['has a version for browsers', { 'package.json': { browser: './b.js', main: 'index.js' }, 'index.js': 'require(\'net\')' }],
        ['has a condition for browsers', { 'package.json': { exports: { '.': { browser: './b.js', default: './index.js' } } }, 'index.js': 'import \'node:net\';' }],
        ['asks before it requires', { 'package.json': { main: 'index.js' }, 'index.js': 'if (typeof process !== \'undefined\') {\n  require(\'fs\');\n}' }],
        ['loads on demand', { 'package.json': { main: 'index.mjs' }, 'index.mjs': 'export const load = () => import(\'node:fs\');' }],
        ['imports what packages stand in for', { 'package.json': { main: 'index.mjs' }, 'index.mjs': 'import \'events\';' }],
        ['has no entry', { 'package.json': { exports: { './x': './x.js' } } }],
        ['is broken', { 'package.json': '{' }]
    ])('claims nothing of a package that %s', async (_, files) =>
    {
        expect(await isServerOnly('package', files)).toBe(false);
    });
});
