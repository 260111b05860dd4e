import { createBuildId, hashContent, writeManifest } from '@jitar/manifest';
import type { Manifest, OuterFile } from '@jitar/manifest';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A built application on disk. */
export interface TestApplication
{
    readonly folder: string;
    readonly manifest: Manifest;
    write(path: string, content: string | Uint8Array): Promise<void>;
    remove(): Promise<void>;
}

const outer: Readonly<Record<string, string>> = {
    'jitar.run.js': 'export const run = 1;',
    'jitar.classes.js': 'export default { format: 1, classes: [] };',
    'app.js': 'import "./sales/listMonths.remote.js";',
    'server/setUp.js': 'export default function setUp() { globalThis.repositoryTest = ["set up"]; }',
    'server/tearDown.js': 'export default function tearDown() { globalThis.repositoryTest.push("torn down"); }',
    'server/check.js': 'export default { name: "disk", isHealthy: () => false };',
    'sales/listMonths.remote.js': 'export default 1;',
    'shared/format.js': 'export const format = 1;'
};

const sales: Readonly<Record<string, string>> = {
    'sales.segment.js': 'export default {};',
    'sales/listMonths.sales.js': 'secret();',
    'shared/format.js': 'export const format = 1;'
};

const reporting: Readonly<Record<string, string>> = { 'reporting.segment.js': 'export default {};' };

const others: Readonly<Record<string, string>> = {
    'index.html': '<title>Traders</title>',
    'docs/index.html': '<title>Docs</title>',
    'assets/logo.svg': '<svg/>',
    'assets/café.txt': 'koffie',
    'app.js.map': '{}',
    '.env': 'SECRET=1',
    'sales/listMonths.ts': 'secret();',
    'sales/listMonths.js': 'secret();',
    'stray.sales.js': 'secret();'
};

/** Writes a small application: two segments, an outer view, assets, and sources beside what was built of them. */
export async function createApplication(): Promise<TestApplication>
{
    const folder = await mkdtemp(join(tmpdir(), 'jitar-repository-'));

    async function write(path: string, content: string | Uint8Array): Promise<void>
    {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
    }

    for (const [path, content] of Object.entries({ ...outer, ...sales, ...reporting, ...others }))
    {
        await write(path, content);
    }

    const manifest: Manifest = {
        format: 1,
        build: createBuildId({ a: hashContent('a') }),
        segments: { sales: segment(sales), reporting: segment(reporting) },
        outer: { files: Object.fromEntries(Object.entries(outer).map(([path, content]): [string, OuterFile] => [path, { sha256: hashContent(content), imports: [], packages: [] }])), classes: [], packages: {} },
        assets: { 'index.html': hashContent(others['index.html'] ?? '') },
        written: []
    };

    await writeManifest(folder, manifest);

    return { folder, manifest, write, remove: () => rm(folder, { recursive: true }) };
}

function segment(files: Readonly<Record<string, string>>): Manifest['segments'][string]
{
    return { files: Object.fromEntries(Object.entries(files).map(([path, content]) => [path, hashContent(content)])), procedures: [], classes: [], calls: [], packages: {} };
}
