import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createProject, hostCode } from '../test/project.js';
import type { Project } from '../test/project.js';
import type { BuildProgress, BuildResult } from './index.js';

const application = {
    'segments/sales.json': { './sales/getMonth': { default: { access: 'protected' } } },
    'segments/reporting.json': { './reporting/report': { report: { access: 'public' } } },
    'src/sales/getMonth.ts': 'import { round } from \'../round\';\n\nexport default async function getMonth(year: number): Promise<number> { return round(year); }\n',
    'src/reporting/report.ts': 'import getMonth from \'../sales/getMonth\';\n\nexport async function report(): Promise<string> { return `year ${await getMonth(1997)}`; }\n',
    'src/round.ts': 'export function round(value: number): number { return Math.round(value); }\n',
    'src/page.ts': 'import { report } from \'./reporting/report\';\n\nexport const text: Promise<string> = report();\n',
    'src/index.html': '<p></p>'
};

/** Keeps the steps of the last build. */
function createLog()
{
    let steps: BuildProgress[] = [];

    return {
        onProgress: (step: BuildProgress) => { steps.push(step); },
        take: () =>
        {
            const taken = Object.fromEntries(steps.map(({ step, files }) => [step, files]));

            steps = [];

            return taken;
        }
    };
}

async function answer({ run }: Project): Promise<unknown>
{
    return run(`${hostCode('sales', 'reporting')} console.log(JSON.stringify(await (await import('./dist/page.js')).text));`);
}

/** A clean build of the same sources, as the content of its files. */
async function buildAnew(project: Project): Promise<Record<string, string>>
{
    const sources = Object.fromEntries(await Promise.all((await project.list('.')).filter(path => /^(?:src|segments)\/|^tsconfig/.test(path)).map(async path => [path, await project.read(path)] as const)));
    const other = await createProject(sources);

    await other.build();

    return readAll(other);
}

async function readAll({ list, read }: Project): Promise<Record<string, string>>
{
    return Object.fromEntries(await Promise.all((await list('dist')).map(async path => [path, await read(`dist/${path}`)] as const)));
}

function writtenOf(result: BuildResult): readonly string[]
{
    return result.succeeded ? result.written : result.diagnostics.map(({ code }) => code);
}

describe('a builder that follows changes', () =>
{
    it('analyses, plans and writes what a change touches', async () =>
    {
        const project = await createProject(application);
        const log = createLog();
        const builder = await project.builder(log);

        await builder.build();
        expect(log.take()).toMatchObject({ analyze: 4 });

        await project.write({ 'src/round.ts': 'export function round(value: number): number { return Math.floor(value) + 1; }\n' });

        expect(writtenOf(await builder.update(['src/round.ts']))).toEqual(['jitar.manifest.json', 'round.js', 'round.js.map']);
        expect(log.take()).toEqual({ analyze: 1, plan: 1, compile: 1, write: 3 });
        expect(await answer(project)).toBe('year 1998');
        expect(await readAll(project)).toEqual(await buildAnew(project));
    });

    it('looks at nothing but the files that it was told of', async () =>
    {
        const project = await createProject(application);
        const builder = await project.builder();

        await builder.build();
        await project.write({ 'src/round.ts': 'export function round(value: number): number { return value + 1; }\n', 'src/index.html': '<p>new</p>' });

        expect(writtenOf(await builder.update(['src/index.html']))).toEqual(['index.html', 'jitar.manifest.json']);
        expect(writtenOf(await builder.update([join(project.folder, 'src/round.ts')]))).toEqual(['jitar.manifest.json', 'round.js', 'round.js.map']);
        expect(writtenOf(await builder.update(['src/round.ts', 'README.md', 'dist/page.js']))).toEqual([]);
    });

    it('leaves nothing behind of files that were deleted or renamed', async () =>
    {
        const project = await createProject({ ...application, 'src/old/unused.ts': 'export const unused = 1;\n', 'src/old/logo.svg': '<svg/>' });
        const builder = await project.builder();

        await builder.build();
        await project.remove('src/old/unused.ts');
        await project.remove('src/old/logo.svg');
        await project.write({ 'src/new/used.ts': 'export const unused = 1;\n' });

        const result = await builder.update(['src/old/unused.ts', 'src/old/logo.svg', 'src/new/used.ts']);

        expect(result).toMatchObject({ succeeded: true, removed: expect.arrayContaining(['old/unused.js', 'old/unused.js.map', 'old/logo.svg']) as unknown });
        expect(await readAll(project)).toEqual(await buildAnew(project));
        await expect(stat(join(project.folder, 'dist/old'))).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it('tells what a change breaks, and builds the next good state', async () =>
    {
        const project = await createProject(application);
        const builder = await project.builder();

        await builder.build();

        const before = await readAll(project);

        await project.write({ 'src/sales/getMonth.ts': 'export default async function getMonth( {\n' });
        expect((await builder.update(['src/sales/getMonth.ts'])).diagnostics.map(({ code }) => code)).toContain('SYNTAX_ERROR');
        expect(await readAll(project)).toEqual(before);

        await project.write({ 'src/sales/getMonth.ts': 'export default async function getMonth(year: number): Promise<number> { return year * 2; }\n' });
        expect((await builder.update(['src/sales/getMonth.ts'])).succeeded).toBe(true);
        expect(await answer(project)).toBe('year 3994');
        expect(await readAll(project)).toEqual(await buildAnew(project));
    });

    it('takes a changed tsconfig.json and other segments', async () =>
    {
        const project = await createProject({ ...application, 'src/fields.ts': 'export class Fields { x?: number; }\n' });
        const builder = await project.builder();

        await builder.build();
        await project.write({ 'tsconfig.json': { compilerOptions: { useDefineForClassFields: false } } });
        expect(writtenOf(await builder.update(['tsconfig.json']))).toContain('fields.js');

        builder.configure({ segments: [], resources: [] });
        expect((await builder.build())).toMatchObject({ segments: [], removed: expect.arrayContaining(['sales.segment.js']) as unknown });
    });

    it('restores what somebody has touched in the target', async () =>
    {
        const project = await createProject(application);
        const builder = await project.builder();

        await builder.build();
        await writeFile(join(project.folder, 'dist/round.js'), 'lost');
        await project.remove('dist/page.js');

        expect(writtenOf(await builder.build())).toEqual(['page.js', 'round.js']);
        expect(await answer(project)).toBe('year 1997');
    });
});

describe('a builder with a cache folder', () =>
{
    const cacheFolder = '.cache/build';

    it('makes nothing again that is there', async () =>
    {
        const project = await createProject(application);
        const log = createLog();
        const first = await project.build({ cacheFolder });

        expect(await project.build({ cacheFolder, ...log })).toEqual({ ...first, written: [] });
        expect(log.take()).toEqual({ list: 5 });
        expect(await project.read(`${cacheFolder}/.gitignore`)).toBe('*\n');
    });

    it('makes what has changed while nobody looked', async () =>
    {
        const project = await createProject(application);
        const log = createLog();

        await project.build({ cacheFolder });
        await project.write({ 'src/page.ts': `${application['src/page.ts']}// changed\n` });

        expect((await project.build({ cacheFolder, ...log })).written).toContain('page.js.map');
        expect(log.take()).toMatchObject({ analyze: 1, compile: 1 });

        await project.remove('dist/round.js');
        expect((await project.build({ cacheFolder })).written).toEqual(['round.js']);

        await project.write({ 'segments/reporting.json': { './reporting/report': { report: { access: 'protected' } } } });
        expect((await project.build({ cacheFolder })).written).toEqual(['jitar.manifest.json', 'reporting.segment.js']);
        expect(await readAll(project)).toEqual(await buildAnew(project));
    });

    it('removes what another builder has written since', async () =>
    {
        const project = await createProject(application);

        await project.build({ cacheFolder });
        await project.write({ 'src/late.ts': 'export const late = 1;\n' });
        await project.build();
        await project.remove('src/late.ts');

        expect((await project.build({ cacheFolder })).removed).toEqual(['late.js', 'late.js.map']);
        expect(await readAll(project)).toEqual(await buildAnew(project));
    });

    it.each(['outputs.json', 'models.json'])('is safe against damage of %s', async file =>
    {
        const project = await createProject(application);
        const path = join(project.folder, cacheFolder, file);

        await project.build({ cacheFolder });

        const text = await readFile(path, 'utf8');
        const sources = { 'src/page.ts': `${application['src/page.ts']}export const more = 1;\n` };

        await project.write(sources);

        for (const damaged of ['', '\n', '{}', text.slice(0, -10), text.replaceAll('round', 'rounD'), text.replace(/^\w/, letter => letter === '0' ? '1' : '0')])
        {
            await writeFile(path, damaged);
            await project.build({ cacheFolder });

            expect(await readAll(project)).toEqual(await buildAnew(project));
        }
    });

    it('is done without where it cannot be written', async () =>
    {
        const project = await createProject({ ...application, '.cache': 'a file' });

        expect((await project.build({ cacheFolder })).succeeded).toBe(true);
        expect((await project.build({ cacheFolder })).written).toEqual([]);
    });
});
