import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';

import { findImports } from './imports.mjs';
import { readLayers } from './layers-file.mjs';
import { findViolations } from './rules.mjs';
import { readWorkspace } from './workspace.mjs';

const roots = [];

afterEach(() => roots.splice(0).forEach(root => rmSync(root, { recursive: true })));

/** The tree that breaks no rule: `top` imports `left`, which imports `base`; `right` stands beside `left`. */
function createTree(changes = {})
{
    const files = {
        'tooling/layers/layers.json': {
            layers: [['base'], ['left', 'right'], ['top']],
            portable: { packages: ['base'], entries: ['right'], hostPackages: ['ws'] },
            buildFree: { packages: ['top'], tools: ['@babel/*', 'esbuild'] },
            imports: { base: [], left: ['base'], right: [], top: ['left'] }
        },
        'tooling/harness/package.json': { name: '@tooling/harness' },
        'packages/base/package.json': manifest('base'),
        'packages/base/src/index.ts': 'export const base = 1;\n',
        'packages/base/src/index.test.ts': 'import assert from "node:assert";\nimport "@tooling/harness";\n',
        'packages/left/package.json': manifest('left', { dependencies: ['base'] }),
        'packages/left/src/index.ts': 'import { base } from "base";\nimport fs from "node:fs";\n\nexport const left = base;\n',
        'packages/right/package.json': manifest('right', { entries: ['index', 'node'] }),
        'packages/right/src/index.ts': 'export { right } from "./right.js";\n',
        'packages/right/src/right.ts': 'export const right = 1;\n',
        'packages/right/src/node.ts': 'import http from "node:http";\nimport ws from "ws";\n',
        'packages/top/package.json': manifest('top', { dependencies: ['left'] }),
        'packages/top/src/index.ts': 'import { left } from "left";\n',
        ...changes
    };
    const root = mkdtempSync(join(tmpdir(), 'layers-'));

    roots.push(root);

    for (const [name, content] of Object.entries(files))
    {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
    }

    return root;
}

function manifest(name, { dependencies = [], entries = ['index'] } = {})
{
    return {
        name,
        exports: Object.fromEntries(entries.map(entry => [entry === 'index' ? '.' : `./${entry}`, { types: `./dist/${entry}.d.ts`, default: `./dist/${entry}.js` }])),
        dependencies: Object.fromEntries(dependencies.map(dependency => [dependency, 'workspace:*'])),
        devDependencies: { '@tooling/harness': 'workspace:*' }
    };
}

/** The violations of a tree, each as `file:line rule`, and their messages. */
function check(changes)
{
    const root = createTree(changes);
    const violations = findViolations(readWorkspace(root), readLayers(root));

    return { places: violations.map(({ file, line, rule }) => `${file}:${line} ${rule}`), messages: violations.map(({ message }) => message) };
}

test('accepts a tree that keeps to its layers', () =>
{
    expect(check().places).toEqual([]);
});

describe('directions', () =>
{
    test('refuses an import of a higher layer', () =>
    {
        expect(check({
            'packages/base/package.json': manifest('base', { dependencies: ['top'] }),
            'packages/base/src/index.ts': '\nimport type { top } from "top";\n'
        })).toEqual({
            places: ['packages/base/src/index.ts:2 upward', 'packages/base/src/index.ts:2 unlisted', 'packages/base/package.json:10 upward'],
            messages: [
                'base (layer 0) uses top (layer 2).',
                'tooling/layers/layers.json does not list that base imports top.',
                'base (layer 0) uses top (layer 2).'
            ]
        });
    });

    test('refuses an import within a layer', () =>
    {
        expect(check({
            'packages/left/package.json': manifest('left', { dependencies: ['base', 'right'] }),
            'packages/left/src/index.ts': 'import "base";\nexport * from "right/node";\n'
        }).places).toEqual(['packages/left/src/index.ts:2 sideways', 'packages/left/src/index.ts:2 unlisted', 'packages/left/package.json:11 sideways']);
    });

    test('holds tests to it as well', () =>
    {
        expect(check({ 'packages/left/src/left.test.ts': 'await import("right");\n' }).places)
            .toEqual(['packages/left/src/left.test.ts:1 sideways', 'packages/left/src/left.test.ts:1 undeclared']);
    });

    test('refuses the sources of another package', () =>
    {
        expect(check({ 'packages/top/src/other.ts': 'import "../../left/src/index.js";\nimport "./index.js";\n' }).places)
            .toEqual(['packages/top/src/other.ts:1 outside']);
    });

    test('refuses an import of what is not published', () =>
    {
        expect(check({ 'packages/base/src/index.ts': 'import "@tooling/harness";\n' }).places).toContain('packages/base/src/index.ts:1 unplaced');
    });

    test('refuses a package that is in no layer', () =>
    {
        expect(check({ 'packages/new/package.json': { name: 'new' } }).places).toEqual(['packages/new/package.json:2 unplaced']);
    });
});

describe('declarations', () =>
{
    test('refuses an import that the package.json does not declare', () =>
    {
        expect(check({ 'packages/left/package.json': manifest('left') }).places).toEqual(['packages/left/src/index.ts:1 undeclared']);
    });

    test('refuses code that imports a dependency of tests', () =>
    {
        const left = { ...manifest('left'), devDependencies: { base: 'workspace:*' } };

        expect(check({ 'packages/left/package.json': left }).places).toEqual(['packages/left/src/index.ts:1 undeclared']);
    });

    test('refuses an import that the committed list does not have', () =>
    {
        expect(check({
            'packages/top/package.json': manifest('top', { dependencies: ['left', 'right'] }),
            'packages/top/src/index.ts': 'import "left";\nexport { right } from "right";\n'
        }).places).toEqual(['packages/top/src/index.ts:2 unlisted']);
    });

    test('refuses a listed import that is gone', () =>
    {
        const { places, messages } = check({ 'packages/top/src/index.ts': '// import "left";\nconst text = "from \'left\'";\n' });

        expect(places).toEqual([expect.stringMatching(/^tooling\/layers\/layers.json:\d+ gone$/)]);
        expect(messages).toEqual(['top does not import left any more.']);
    });

    test('refuses a listed package that is gone', () =>
    {
        const root = createTree();

        rmSync(join(root, 'packages/right'), { recursive: true });

        expect(findViolations(readWorkspace(root), readLayers(root)).map(({ message }) => message)).toEqual(['right is no package any more.']);
    });
});

describe('portable packages', () =>
{
    test.each([
        ['a value', 'import fs from "node:fs";'],
        ['a type', 'import type { Stats } from "node:fs";'],
        ['an inline type', 'export type Stats = import("node:fs").Stats;'],
        ['a name without its prefix', 'import fs from "fs/promises";'],
        ['a re-export', 'export * from "node:path";'],
        ['a dynamic import', 'export const load = () => import("node:fs");'],
        ['a package of the host', 'import ws from "ws";']
    ])('refuse %s of Node', (_what, code) =>
    {
        expect(check({ 'packages/base/src/extra.ts': `\n\n${code}\n` }).places).toEqual(['packages/base/src/extra.ts:3 portable']);
    });

    test('may take it where it is present', () =>
    {
        expect(check({ 'packages/base/src/extra.ts': 'const hooks = process.getBuiltinModule?.("node:async_hooks");\n' }).places).toEqual([]);
    });

    test('refuse it in what a portable entry reaches, and not beside it', () =>
    {
        const { places, messages } = check({ 'packages/right/src/right.ts': 'import "node:net";\nexport const right = 1;\n' });

        expect(places).toEqual(['packages/right/src/right.ts:1 portable']);
        expect(messages[0]).toContain('(packages/right/src/index.ts → packages/right/src/right.ts)');
    });

    test('refuse it in what a portable entry takes types from', () =>
    {
        expect(check({
            'packages/right/src/index.ts': 'export type { Right } from "./right.js";\n',
            'packages/right/src/right.ts': 'import type { Server } from "node:http";\nexport type Right = Server;\n'
        }).places).toEqual(['packages/right/src/right.ts:1 portable']);
    });

    test('refuse it in what they reach through another package', () =>
    {
        const layers = {
            layers: [['base'], ['left', 'right'], ['top']],
            portable: { packages: ['top'], entries: [], hostPackages: [] },
            buildFree: { packages: [], tools: [] },
            imports: { base: [], left: ['base'], right: [], top: ['left'] }
        };
        const { places, messages } = check({ 'tooling/layers/layers.json': layers });

        expect(places).toEqual(['packages/left/src/index.ts:2 portable']);
        expect(messages[0]).toContain('top runs in browsers too (packages/top/src/index.ts → packages/left/src/index.ts)');
    });
});

describe('packages without the tools of the build', () =>
{
    test('refuse to load one, through another package too', () =>
    {
        expect(check({
            'packages/left/src/index.ts': 'import "base";\nimport { parse } from "@babel/parser";\n',
            'packages/top/src/late.ts': 'export const build = () => import("esbuild");\n'
        })).toEqual({
            places: ['packages/top/src/late.ts:1 build-free', 'packages/left/src/index.ts:2 build-free'],
            messages: ['"esbuild" is loaded by top.', expect.stringContaining('packages/top/src/index.ts → packages/left/src/index.ts')]
        });
    });

    test('refuse to install one, through another package too', () =>
    {
        expect(check({ 'packages/base/package.json': manifest('base', { dependencies: ['esbuild'] }) }).messages)
            .toEqual(['esbuild is installed with top, through base.']);
    });

    test('may use its types', () =>
    {
        expect(check({ 'packages/left/src/index.ts': 'import "base";\nimport type { Node } from "@babel/types";\n' }).places).toEqual([]);
    });
});

test('finds imports as the language does, not in text', () =>
{
    const code = [
        '// import "a";',
        'const text = `import "b";`;',
        'import {',
        '    type C',
        '} from "c";',
        'import { type D, e } from "d";',
        'import f = require("f");',
        'export type { G } from "g";',
        'import {} from "h";',
        'const view = <T,>(x: T) => <p>import "i"</p>;'
    ].join('\n');

    expect(findImports('a.tsx', code)).toEqual([
        { specifier: 'c', line: 5, typeOnly: true },
        { specifier: 'd', line: 6, typeOnly: false },
        { specifier: 'f', line: 7, typeOnly: false },
        { specifier: 'g', line: 8, typeOnly: true },
        { specifier: 'h', line: 9, typeOnly: false }
    ]);
});

describe('the command', () =>
{
    const run = (...args) => promisify(execFile)(process.execPath, [fileURLToPath(new URL('check.mjs', import.meta.url)), ...args]).catch(error => error);

    test('fails with the place, the rule and the fix', async () =>
    {
        const result = await run(createTree({ 'packages/left/package.json': manifest('left') }));

        expect(result.code).toBe(1);
        expect(result.stderr).toMatch(/packages\/left\/src\/index\.ts:1 {2}undeclared: base is not in the dependencies of packages\/left\/package\.json\.\n {4}Add/);
    });

    test('writes the list of who imports whom, and leaves the layers', async () =>
    {
        const root = createTree({ 'packages/top/src/index.ts': 'import "base";\n', 'packages/top/package.json': manifest('top', { dependencies: ['base'] }) });
        const { stdout } = await run('--write', root);
        const { layers, imports } = JSON.parse(readFileSync(join(root, 'tooling/layers/layers.json'), 'utf8'));

        expect(stdout).toBe('Layers: 4 packages keep to their layers.\n');
        expect(layers).toEqual([['base'], ['left', 'right'], ['top']]);
        expect(imports).toEqual({ base: [], left: ['base'], right: [], top: ['base'] });
    });
});
