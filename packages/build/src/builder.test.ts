import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createProject, hostCode } from '../test/project.js';
import type { BuildProgress } from './index.js';
import { describeSegment } from './index.js';

const application = {
    'segments/reporting.json': {
        './reporting/getMonthReport': { default: { access: 'public' } },
        './reporting/formatMonthReport': { default: {} }
    },
    'segments/sales.json': { './sales/getMonthData': { default: { access: 'protected' } } },
    'src/reporting/getMonthReport.ts': `
        import getMonthData from '../sales/getMonthData';
        import type Month from '../sales/Month';
        import formatMonthReport from './formatMonthReport.js';

        export default async function getMonthReport(year: number, month: number): Promise<string>
        {
            const data: Month = await getMonthData(year, month);

            return await formatMonthReport(data);
        }
    `,
    'src/reporting/formatMonthReport.ts': `
        import { title } from '../utils/title';
        import type Month from '../sales/Month';

        export default async function formatMonthReport(month: Month): Promise<string> { return title(\`month \${month.number}\`); }
    `,
    'src/sales/Month.ts': 'export default class Month { constructor(readonly year: number, readonly number: number) { } }',
    'src/sales/getMonthData.ts': `
        import Month from './Month';

        export default async function getMonthData(year: number, month: number): Promise<Month> { return new Month(year, month); }
    `,
    'src/utils/title.ts': 'export function title(text: string): string { return text.toUpperCase(); }',
    'src/page.ts': 'import getMonthReport from \'./reporting/getMonthReport\';\n\nexport const report: Promise<string> = getMonthReport(1997, 3);\n',
    'src/index.html': '<script type="module" src="page.js"></script>',
    'src/logo.png': new Uint8Array([0x89, 0x50, 0xff, 0x00])
};

describe('buildApplication', () =>
{
    it('writes the files of the design', async () =>
    {
        const project = await createProject(application);
        const result = await project.build();

        expect(await project.list('dist')).toEqual(expect.arrayContaining([
            'index.html', 'jitar.classes.js', 'jitar.manifest.json', 'jitar.run.js', 'logo.png', 'page.js', 'page.js.map',
            'reporting.segment.js', 'reporting/formatMonthReport.reporting.js', 'reporting/getMonthReport.remote.js', 'reporting/getMonthReport.reporting.js',
            'sales.segment.js', 'sales/getMonthData.remote.js', 'sales/getMonthData.sales.js', 'utils/title.js'
        ]));
        expect(result.written).toEqual(await project.list('dist'));
        expect(result.segments.map(describeSegment)).toEqual(['Built reporting segment (2 modules, 2 procedures, 0 classes)', 'Built sales segment (1 modules, 1 procedures, 0 classes)']);
        expect(await project.read('dist/reporting/getMonthReport.reporting.js')).toContain('../sales/getMonthData.remote.js?reporting');
    });

    it('makes an application that Node runs, split or from a page', async () =>
    {
        const project = await createProject(application);

        await project.build();

        expect(await project.run(`${hostCode('reporting', 'sales')}
            const { report } = await import('./dist/page.js');
            console.log(JSON.stringify({ report: await report, calls }));
        `)).toEqual({
            report: 'MONTH 3',
            calls: [
                { fqn: 'reporting/getMonthReport', version: '0.0.0', args: { year: 1997, month: 3 }, segment: '' },
                { fqn: 'sales/getMonthData', version: '0.0.0', args: { year: 1997, month: 3 }, segment: 'reporting' }
            ]
        });
    });

    it.each([[{ type: 'commonjs' }], [{}]])('makes modules of its files where the project says %j', async packageFile =>
    {
        const project = await createProject({ ...application, 'package.json': packageFile });
        const { written } = await project.build();

        expect(written).toContain('package.json');
        expect(await project.run(`${hostCode('reporting', 'sales')} console.log(JSON.stringify(await (await import('./dist/page.js')).report));`)).toBe('MONTH 3');

        await project.write({ 'package.json': { type: 'module' } });

        expect((await project.build()).removed).toEqual(['package.json']);
    });

    it('leaves a package file in the target folder that is not its own', async () =>
    {
        const project = await createProject({ ...application, 'package.json': {}, 'dist/package.json': { name: 'mine' } });

        expect((await project.build()).written).not.toContain('package.json');
        expect(JSON.parse(await project.read('dist/package.json'))).toEqual({ name: 'mine' });
    });

    it('imports nothing from Jitar', async () =>
    {
        const project = await createProject(application);

        await project.build();

        for (const file of (await project.list('dist')).filter(name => name.endsWith('.js')))
        {
            expect(await project.read(`dist/${file}`), file).not.toMatch(/from\s*["']@?jitar(?:\/|["'])/);
        }
    });

    it('describes what it built', async () =>
    {
        const project = await createProject({ ...application, 'package.json': { type: 'module', dependencies: { 'pdf-lib': '^1.17.1' } }, 'src/utils/title.ts': 'import { x } from \'pdf-lib\'; import { y } from \'node:fs\'; import { z } from \'unlisted/z\';\nexport function title(text: string): string { return text + x + y + z; }' });
        const { manifest } = await project.build();

        expect(Object.keys(manifest.segments)).toEqual(['reporting', 'sales']);
        expect(manifest.segments['reporting']).toMatchObject({
            procedures: expect.arrayContaining([{ fqn: 'reporting/getMonthReport', version: '0.0.0', access: 'public' }]) as unknown,
            calls: [{ fqn: 'sales/getMonthData', version: '0.0.0' }],
            packages: { 'pdf-lib': '^1.17.1', 'unlisted': '*' }
        });
        expect(manifest.segments['sales']?.packages).toEqual({});
        expect(Object.keys(manifest.segments['reporting']?.files ?? {})).toEqual(expect.arrayContaining([
            'jitar.run.js', 'reporting.segment.js', 'reporting/formatMonthReport.reporting.js', 'reporting/getMonthReport.reporting.js', 'sales/getMonthData.remote.js'
        ]));
        expect(Object.keys(manifest.segments['reporting']?.files ?? {})).not.toContain('sales/getMonthData.sales.js');
        expect(Object.keys(manifest.outer.files)).toEqual(expect.arrayContaining(['page.js', 'jitar.run.js', 'jitar.classes.js', 'reporting/getMonthReport.remote.js']));
        expect(manifest.outer.files['page.js']?.imports).toEqual(['reporting/getMonthReport.remote.js']);
        expect(Object.keys(manifest.outer.files).filter(path => path.endsWith('.segment.js') || path.endsWith('.sales.js'))).toEqual([]);
        expect(Object.keys(manifest.assets)).toEqual(['index.html', 'logo.png']);
        expect(manifest.written).toEqual((await project.list('dist')).filter(path => path !== 'jitar.manifest.json'));
    });

    it('writes only what has changed, and gives equal builds the same id', async () =>
    {
        const project = await createProject(application);
        const builder = await project.builder();
        const first = await builder.build();
        const before = await stat(join(project.folder, 'dist/page.js'));
        const second = await builder.build();

        expect(second).toMatchObject({ succeeded: true, written: [], removed: [] });
        expect((await stat(join(project.folder, 'dist/page.js'))).mtimeMs).toBe(before.mtimeMs);
        expect(first.succeeded && second.succeeded && first.manifest.build === second.manifest.build).toBe(true);

        await project.write({ 'src/utils/title.ts': 'export function title(text: string): string { return text; }' });

        const third = await builder.build();

        expect(third.succeeded && third.written).toEqual(['jitar.manifest.json', 'utils/title.js', 'utils/title.js.map']);
        expect(first.succeeded && third.succeeded && first.manifest.build !== third.manifest.build).toBe(true);
    });

    it('removes what an earlier build wrote, and nothing else', async () =>
    {
        const project = await createProject({ ...application, 'dist/notes.txt': 'mine', 'dist/sales/notes.txt': 'mine' });

        await project.build();
        await project.write({ 'segments/reporting.json': { './reporting/getMonthReport': { default: { access: 'public' } }, './reporting/formatMonthReport': { default: {} }, './sales/getMonthData': { default: {} } } });
        await project.remove('segments/sales.json');
        await project.remove('src/logo.png');

        const { removed } = await project.build();

        expect(removed).toEqual(expect.arrayContaining(['logo.png', 'sales.segment.js', 'sales/getMonthData.sales.js', 'sales/getMonthData.sales.js.map']));
        expect(await project.list('dist')).not.toContain('sales.segment.js');
        expect(await project.list('dist')).toEqual(expect.arrayContaining(['notes.txt', 'sales/notes.txt', 'sales/getMonthData.reporting.js']));
    });

    it('tells all that is wrong, and writes nothing', async () =>
    {
        const project = await createProject({
            ...application,
            'segments/broken.json': { './nowhere': { default: {} }, './broken/notAsync': { default: {} } },
            'src/broken/notAsync.ts': 'import missing from \'./missing\';\nexport default function notAsync() { return missing; }'
        });
        const result = await (await project.builder()).build();

        expect(result.succeeded).toBe(false);
        expect(result.diagnostics.map(({ code, file }) => [code, file])).toEqual(expect.arrayContaining([
            ['MODULE_NOT_FOUND', 'segments/broken.json'], ['IMPORT_NOT_FOUND', 'src/broken/notAsync.ts'], ['PROCEDURE_NOT_ASYNC', 'src/broken/notAsync.ts']
        ]));
        expect(result).toMatchObject({ error: { code: 'BUILD_FAILED', message: expect.stringContaining('3 errors') as unknown } });
        await expect(stat(join(project.folder, 'dist'))).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it('notes a package whose name all objects have', async () =>
    {
        const project = await createProject({ 'segments/a.json': { './a': { run: {} } }, 'src/a.js': 'import make from \'constructor\';\n\nexport async function run() { return make(); }\n' });

        expect((await project.build()).manifest.segments['a']?.packages).toEqual({ constructor: '*' });
    });

    it('knows a package that no browser can load', async () =>
    {
        const project = await createProject({
            ...application,
            'node_modules/store/package.json': { main: 'index.mjs' }, 'node_modules/store/index.mjs': 'export { createServer } from \'node:net\';',
            'src/page.ts': 'import { createServer } from \'store\';\n\ndocument.title = createServer.name;\n'
        });

        expect((await project.build()).diagnostics.map(({ code, file, line, column, message }) => ({ code, file, line, column, message }))).toEqual([
            { code: 'SERVER_CODE_IN_BROWSER', file: 'src/page.ts', line: 1, column: 29, message: '"store" runs on servers only, and "page.ts" runs in browsers: "page.ts" uses "document".' }
        ]);
    });

    it('shows the lines around each mistake, in segment files too', async () =>
    {
        const project = await createProject({ ...application, 'segments/broken.json': '{\n  "./nowhere": { "default": {} }\n}\n' });
        const { diagnostics } = await (await project.builder()).build();

        expect(diagnostics.map(({ frame }) => frame)).toEqual(['  1 | {\n> 2 |   "./nowhere": { "default": {} }\n    |   ^\n  3 | }\n  4 |']);
    });

    it('tells what only the compiler finds once, at its place in the source', async () =>
    {
        const project = await createProject({
            ...application,
            'segments/sales.json': { './sales/getMonthData': { default: { access: 'protected' } }, './reporting/formatMonthReport': {} },
            'src/reporting/formatMonthReport.ts': 'import type Month from \'../sales/Month\';\n/* é */ class Printer { constructor(@inject page: number) { } }\nexport default async function formatMonthReport(month: Month): Promise<string> { return String(new Printer(month.number)); }'
        });
        const { diagnostics } = await (await project.builder()).build();

        expect(diagnostics.map(({ code, file, line, column, message }) => ({ code, file, line, column, message }))).toEqual([{
            code: 'SYNTAX_ERROR', file: 'src/reporting/formatMonthReport.ts', line: 2, column: 36,
            message: 'Parameter decorators only work when experimental decorators are enabled.'
        }]);
        expect(diagnostics[0]?.frame).toContain('> 2 | /* é */ class Printer');
    });

    it('refuses a source folder that does not exist', async () =>
    {
        const project = await createProject({});

        await expect((await project.builder()).build()).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', message: 'The file "src" does not exist.' });
        await project.write({ src: 'a file' });
        await expect((await project.builder()).build()).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION', message: expect.stringContaining('the source folder "src" is no folder') as unknown });
    });

    it('leaves out packages, declarations, dot files and what is ignored', async () =>
    {
        const project = await createProject({
            'jitar.json': { build: { ignore: ['**/*.test.ts'] } },
            'src/a.ts': '', 'src/a.test.ts': '', 'src/types.d.ts': '', 'src/node_modules/x/index.js': '', 'src/.env': '', 'src/.cache/x.js': ''
        });

        await project.build();

        expect(await project.list('dist')).toEqual(['a.js', 'a.js.map', 'jitar.classes.js', 'jitar.manifest.json', 'jitar.run.js']);
    });

    it('runs JSON imports, path aliases, #imports and JSX', async () =>
    {
        const project = await createProject({
            'package.json': { type: 'module', imports: { '#shared/*': './src/shared/*.js' } },
            'tsconfig.json': '{ // comments are allowed here\n "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] }, "jsx": "react", "jsxFactory": "h" } }',
            'segments/main.json': { './main': { default: { access: 'public' } } },
            'src/main.ts': `
                import rates from './rates.json';
                import { double } from '@/shared/double';
                import { triple } from '#shared/triple';
                import { view } from './view';

                export default async function main(): Promise<unknown> { return [rates.eur, double(2), triple(2), view]; }
            `,
            'src/rates.json': { eur: 1.1 },
            'src/shared/double.ts': 'export function double(value: number): number { return value * 2; }',
            'src/shared/triple.ts': 'export function triple(value: number): number { return value * 3; }',
            'src/view.tsx': 'function h(tag: string): string { return tag; }\nexport const view = <p />;'
        });

        await project.build();

        expect(await project.run(`${hostCode('main')} console.log(JSON.stringify(await procedures[0].implementation()));`)).toEqual([1.1, 4, 6, 'p']);
    });

    it('leads from a failure to the line of the source', async () =>
    {
        const project = await createProject({
            'segments/main.json': { './main': { default: { access: 'public' } }, './other': { other: { access: 'public' } } },
            'src/other.ts': 'export async function other(): Promise<void> { }',
            'src/main.ts': 'import { other } from \'./other\';\nimport type { X } from \'./types\';\n\ninterface Y { y: X; }\n\nexport default async function main(): Promise<Y>\n{\n    await other();\n    throw new Error(\'on line 9\');\n}\n',
            'src/types.ts': 'export interface X { x: number; }'
        });

        await project.build();

        expect(await project.run(`${hostCode('main')}
            const main = procedures.find(({ fqn }) => fqn === 'main');
            console.log(JSON.stringify(await main.implementation().catch(error => error.stack)));
        `)).toContain(`${join(project.folder, 'src', 'main.ts')}:9:`);
    });

    it('reports how far it is', async () =>
    {
        const project = await createProject(application);
        const steps: BuildProgress[] = [];

        await project.build({ onProgress: step => steps.push(step) });

        expect(steps.map(({ step }) => step)).toEqual(['list', 'analyze', 'plan', 'compile', 'write']);
        expect(steps[0]).toEqual({ step: 'list', files: 8 });
    });
});

describe('buildApplication with a target around the source', () =>
{
    it('replaces nothing that it has not written', async () =>
    {
        const project = await createProject({ 'jitar.json': { target: '.' }, 'README.md': 'mine', 'src/README.md': 'other', 'src/a.ts': '' });
        const result = await (await project.builder()).build();

        expect(result.diagnostics).toEqual([expect.objectContaining({ code: 'OUTPUT_CONFLICT', file: 'src/README.md' })]);
        expect(await project.read('README.md')).toBe('mine');

        await project.remove('src/README.md');
        await project.build();

        expect(await project.read('README.md')).toBe('mine');
        expect(await project.list('.')).toEqual(expect.arrayContaining(['a.js', 'package.json', 'src/a.ts']));
        expect(await project.build()).toMatchObject({ written: [], removed: [] });
    });
});

describe('buildApplication, where files cannot be read or written', () =>
{
    it.each([
        ['a file stands where the target should be', { dist: 'text' }, 'dist/reporting', 'ENOTDIR'],
        ['a folder stands where a file should be written', { 'dist/utils/title.js/text': 'text' }, 'dist/utils/title.js', 'EISDIR'],
        ['a file stands where a folder should be', { 'dist/utils': 'text' }, 'dist/utils', 'EEXIST']
    ])('says which when %s', async (_case, files, file, code) =>
    {
        const project = await createProject(application);

        await project.write(files);

        await expect(project.build()).rejects.toMatchObject({ code: 'FILE_NOT_USABLE', message: expect.stringMatching(new RegExp(`^"${file}" cannot be read or written: .+ \\(${code}\\)\\.$`)) as unknown, cause: { code } });
    });
});

describe('buildApplication with one folder for source and target', () =>
{
    const sources = {
        'jitar.json': { source: './app', target: './app' },
        'segments/back.json': { './server': { save: { access: 'public' } } },
        'segments/front.json': { './client': { run: { access: 'public' } } },
        'app/server.js': 'import { double } from \'./double.js\';\n\nexport async function save(value) { return double(value); }\n',
        'app/client.js': 'import { save } from \'./server.js\';\n\nexport async function run() { return save(1); }\n',
        'app/double.js': 'export function double(value) { return value * 2; }\n',
        'app/index.html': '<p></p>'
    };

    it('adds files beside the sources, and takes nothing that it wrote for a source', async () =>
    {
        const project = await createProject(sources);
        const { manifest } = await project.build();
        const files = await project.list('app');

        for (const name of ['server.js', 'client.js', 'double.js', 'index.html'] as const)
        {
            expect(await project.read(`app/${name}`)).toBe(sources[`app/${name}`]);
            expect(manifest.written).not.toContain(name);
        }

        expect(files).toEqual(expect.arrayContaining(['back.segment.js', 'client.front.js', 'server.back.js', 'server.remote.js']));
        expect(manifest.segments['back']?.files).toHaveProperty('double.js');
        expect(await project.build()).toMatchObject({ written: [], removed: [], manifest: { build: manifest.build } });
        expect(await project.list('app')).toEqual(files);
    });

    it('removes its own files, never a source', async () =>
    {
        const project = await createProject(sources);

        await project.build();
        // What somebody has put in the place of a built file is theirs.
        await project.write({ 'app/server.remote.js': '// mine', 'segments/back.json': {} });
        await project.remove('segments/front.json');
        await project.build();

        expect(await project.list('app')).toEqual([
            'back.segment.js', 'client.js', 'double.js', 'index.html', 'jitar.classes.js', 'jitar.manifest.json', 'jitar.run.js', 'server.js', 'server.remote.js'
        ]);
        expect(await project.read('app/server.remote.js')).toBe('// mine');
    });

    it('refuses to take the place of a source', async () =>
    {
        const page = 'import { save } from \'./server.js\';\n\nsave(1);\n';
        const project = await createProject({ ...sources, 'app/page.js': page });
        const result = await (await project.builder()).build();

        expect(result.succeeded).toBe(false);
        expect(result.diagnostics).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'OUTPUT_CONFLICT', file: 'app/page.js', fix: expect.stringContaining('"target"') as unknown })]));
        expect(await project.list('app')).toEqual(['client.js', 'double.js', 'index.html', 'page.js', 'server.js']);
        expect(await project.read('app/page.js')).toBe(page);
    });
});
