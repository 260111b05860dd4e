import { createBuildId, hashContent, writeManifest } from '@jitar/manifest';
import type { Manifest, OuterFile } from '@jitar/manifest';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone when the test is over. */
export async function createFolder(): Promise<string>
{
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'jitar-node-')));

    onTestFinished(() => rm(folder, { recursive: true, force: true }));

    return folder;
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void>
{
    for (const [path, content] of Object.entries(files))
    {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
    }
}

const run = `
const hosts = globalThis[Symbol.for('jitar.hosts.1')] ??= [];

export function createRun(url)
{
    const segment = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';

    return async (fqn, version, args, self) =>
    {
        const fitting = hosts.filter(host => host.root === undefined || url.startsWith(host.root));
        const host = fitting.findLast(candidate => candidate.active()) ?? fitting.at(-1);

        return host.run({ fqn, version, args, self, segment });
    };
}
`;

const salesBundle = `
import { listMonths, getTotal, recordOrder } from './sales/orders.sales.js';

const year = { binding: { kind: 'name', name: 'year', optional: false }, rest: false };

export default {
    format: 1,
    name: 'sales',
    procedures: [
        { fqn: 'sales/listMonths', version: '0.0.0', access: 'public', parameters: [], stream: false, implementation: listMonths },
        { fqn: 'sales/getTotal', version: '0.0.0', access: 'protected', parameters: [year], stream: false, implementation: getTotal },
        { fqn: 'sales/recordOrder', version: '0.0.0', access: 'private', parameters: [], stream: false, implementation: recordOrder }
    ],
    classes: [],
    calls: []
};
`;

const sales = `
import { journal } from '../utils/journal.js';

export async function listMonths() { journal.push('months'); await new Promise(resolve => setImmediate(resolve)); return ['1997-05', '1997-06']; }
export async function getTotal(year) { return year * 2; }
export async function recordOrder() { }
`;

const reportingBundle = `
import getReport from './reporting/getReport.reporting.js';

export default {
    format: 1,
    name: 'reporting',
    procedures: [{ fqn: 'reporting/getReport', version: '0.0.0', access: 'public', parameters: [{ binding: { kind: 'name', name: 'year', optional: false }, rest: false }], stream: false, implementation: getReport }],
    classes: [],
    calls: [{ fqn: 'sales/getTotal', version: '0.0.0' }]
};
`;

const reporting = `
import { getTotal } from '../sales/orders.remote.js?reporting';

export default async function getReport(year) { return 'Total of ' + year + ': ' + await getTotal(year); }
`;

const stub = `
import { createRun } from '../jitar.run.js';

const __run = createRun(import.meta.url);

export async function getTotal(year) { return __run('sales/getTotal', '0.0.0', { 'year': year }, this); }
`;

const shared: Readonly<Record<string, string>> = {
    'jitar.run.js': run,
    'jitar.classes.js': 'export default { format: 1, classes: [] };\n',
    'utils/journal.js': 'export const journal = [];\n',
    'sales/orders.remote.js': stub,
    'database.js': 'import { journal } from \'./utils/journal.js\';\nexport async function setUp() { journal.push(\'set up\'); }\nexport function tearDown() { journal.push(\'torn down\'); }\n',
    'guards/count.js': 'import { journal } from \'../utils/journal.js\';\nexport default async function count(request, next) { journal.push(\'guarded \' + request.fqn); return next(); }\n',
    'guards/alive.js': 'import { journal } from \'../utils/journal.js\';\nexport default { name: \'alive\', isHealthy: async () => !journal.includes(\'ill\') };\n',
    'page.js': 'export const page = \'for browsers only\';\n'
};

const imports: Readonly<Record<string, readonly string[]>> = {
    'sales/orders.remote.js': ['jitar.run.js'],
    'database.js': ['utils/journal.js'],
    'guards/count.js': ['utils/journal.js'],
    'guards/alive.js': ['utils/journal.js']
};

const segmentFiles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    sales: { 'sales.segment.js': salesBundle, 'sales/orders.sales.js': sales },
    reporting: { 'reporting.segment.js': reportingBundle, 'reporting/getReport.reporting.js': reporting }
};

const reached: Readonly<Record<string, readonly string[]>> = {
    sales: ['utils/journal.js'],
    reporting: ['sales/orders.remote.js', 'jitar.run.js']
};

export interface BuiltApplicationOptions
{
    /** More files, or other contents. */
    readonly files?: Readonly<Record<string, string>>;
    /** npm packages of the sales segment. */
    readonly packages?: Readonly<Record<string, string>>;
    /** npm packages that files of the outer view import. */
    readonly outerPackages?: Readonly<Record<string, readonly string[]>>;
    /** A resource of the reporting segment. */
    readonly resource?: { readonly path: string; readonly code: string; readonly imports: readonly string[] };
}

export interface BuiltApplication
{
    readonly manifest: Manifest;
    readonly files: Readonly<Record<string, string>>;
}

/** The application as a build would describe it: two segments, of which one calls the other. */
export function createApplication({ files = {}, packages = {}, outerPackages = {}, resource }: BuiltApplicationOptions = {}): BuiltApplication
{
    const resources = resource === undefined ? {} : { [resource.path]: resource.code };
    const outerImports = resource === undefined ? imports : { ...imports, [resource.path]: resource.imports };
    const all = { ...shared, ...resources, ...segmentFiles.sales, ...segmentFiles.reporting, ...files };
    const hashes = Object.fromEntries(Object.entries(all).map(([path, content]) => [path, hashContent(content)]));

    const describeSegment = (name: string): Manifest['segments'][string] => ({
        files: Object.fromEntries([...Object.keys(segmentFiles[name]!), ...reached[name]!, ...name === 'reporting' ? Object.keys(resources) : []].map(path => [path, hashes[path]!])),
        procedures: [],
        classes: [],
        calls: [],
        packages: name === 'sales' ? packages : {}
    });

    const outer = Object.fromEntries(Object.keys({ ...shared, ...resources }).map((path): [string, OuterFile] => [path, { sha256: hashes[path]!, imports: outerImports[path] ?? [], packages: outerPackages[path] ?? [] }]));

    return {
        files: all,
        manifest: {
            format: 1,
            build: createBuildId(hashes),
            segments: { sales: describeSegment('sales'), reporting: describeSegment('reporting') },
            outer: { files: outer, classes: [], packages: Object.fromEntries(Object.values(outerPackages).flat().map(name => [name, '^1.0.0'])) },
            assets: {},
            written: Object.keys(all)
        }
    };
}

/** Writes the application into a folder that is gone when the test is over. */
export async function writeApplication(options: BuiltApplicationOptions = {}): Promise<string>
{
    const folder = await createFolder();
    const { manifest, files } = createApplication(options);

    await writeFiles(folder, { ...files, 'package.json': '{ "type": "module" }' });
    await writeManifest(folder, manifest);

    return folder;
}
