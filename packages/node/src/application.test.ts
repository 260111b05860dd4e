import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { createApplication, createFolder, writeApplication, writeFiles } from '../test/built-application.js';
import { createTestClock } from '../test/test-clock.js';
import { createTestRepository } from '../test/test-repository.js';
import { openApplication } from './application.js';
import type { ApplicationOptions } from './application.js';
import type { NodeEvent } from './node-options.js';

function createOptions(overrides: Partial<ApplicationOptions> = {}): ApplicationOptions & { readonly events: NodeEvent[] }
{
    const events: NodeEvent[] = [];

    return {
        events, segments: ['sales'], modules: [], folder: '.', repository: 'http://repository', cacheFolder: '.jitar', trustKey: undefined,
        fetch, clock: createTestClock(), random: () => 0, tell: event => events.push(event), signal: new AbortController().signal,
        ...overrides
    };
}

describe('an application of a folder', () =>
{
    it('is opened where it is', async () =>
    {
        const folder = await writeApplication();

        expect(fileURLToPath((await openApplication(createOptions({ folder, repository: undefined }))).root)).toBe(`${folder}/`);
    });

    it('must be built, with the segments and packages that are needed', async () =>
    {
        const folder = await writeApplication({ packages: { 'not-installed': '^1.0.0' } });
        const options = createOptions({ folder, repository: undefined });

        await expect(openApplication({ ...options, folder: await createFolder() })).rejects.toMatchObject({ code: 'BUILD_NOT_FOUND' });
        await expect(openApplication({ ...options, segments: ['stock'] })).rejects.toMatchObject({ code: 'SEGMENT_NOT_FOUND' });
        await expect(openApplication(options)).rejects.toMatchObject({ code: 'MISSING_PACKAGE' });
    });
});

describe('an application of a repository', () =>
{
    it('is fetched as far as it is needed: no other segment, no page, and the second time nothing but the manifest', async () =>
    {
        const cacheFolder = join(await createFolder(), '.jitar');
        const repository = createTestRepository(createApplication());
        const options = createOptions({ cacheFolder, fetch: repository.fetch, modules: ['guards/count'] });
        const { root } = await openApplication(options);

        expect(await readFile(new URL('sales/orders.sales.js', root), 'utf8')).toBe(repository.application.files['sales/orders.sales.js']);
        expect(repository.asked.slice(1).sort()).toEqual(['files/guards/count.js', 'files/jitar.classes.js', 'files/sales.segment.js', 'files/sales/orders.sales.js', 'files/utils/journal.js']);
        expect((await readdir(fileURLToPath(root))).sort()).toEqual(['guards', 'jitar.classes.js', 'sales', 'sales.segment.js', 'utils']);

        repository.asked.length = 0;
        expect((await openApplication(options)).root).toBe(root);
        expect(repository.asked).toEqual(['manifest.json']);
        expect(options.events.map(({ message }) => message)).toEqual(['Fetched 5 of 5 files of the application', 'Fetched 0 of 5 files of the application']);
    });

    it('is fetched as far as it changed after a new build', async () =>
    {
        const cacheFolder = join(await createFolder(), '.jitar');
        const repository = createTestRepository(createApplication());
        const options = createOptions({ cacheFolder, fetch: repository.fetch });
        const { root } = await openApplication(options);

        repository.application = createApplication({ files: { 'utils/journal.js': 'export const journal = [\'new\'];\n' } });
        repository.asked.length = 0;

        const next = await openApplication(options);

        expect(repository.asked).toEqual(['manifest.json', 'files/utils/journal.js']);
        expect(next.root).not.toBe(root);
        expect(await readFile(new URL('utils/journal.js', root), 'utf8')).toBe('export const journal = [];\n');
        expect(await readFile(new URL('utils/journal.js', next.root), 'utf8')).toBe('export const journal = [\'new\'];\n');
    });

    it('is refused when a file does not match the manifest', async () =>
    {
        const application = createApplication();
        const repository = createTestRepository({ ...application, files: { ...application.files, 'sales/orders.sales.js': 'steal();' } });

        const clock = createTestClock();
        const options = createOptions({ cacheFolder: await createFolder(), fetch: repository.fetch, clock });
        const opening = expect(openApplication(options)).rejects.toMatchObject({ code: 'FILE_CORRUPT' });

        for (let attempt = 0; attempt < 6; attempt++)
        {
            await expect.poll(() => clock.waiting).toBe(1);
            await clock.advance(5000);
        }

        await opening;
        expect(options.events.map(({ kind }) => kind)).toEqual(['repository-changing']);
    });

    it('is waited for while it is being built, its manifest last', async () =>
    {
        const next = createApplication({ files: { 'utils/journal.js': 'export const journal = [\'new\'];\n' } });
        const repository = createTestRepository({ ...createApplication(), files: next.files });
        const clock = createTestClock();
        const opening = openApplication(createOptions({ cacheFolder: await createFolder(), fetch: repository.fetch, clock }));

        await expect.poll(() => clock.waiting).toBe(1);
        repository.application = next;
        await clock.advance(250);

        expect((await opening).manifest.build).toBe(next.manifest.build);
    });

    it('is fetched again when it was built anew meanwhile', async () =>
    {
        const repository = createTestRepository(createApplication());
        const next = createApplication({ files: { 'utils/journal.js': 'export const journal = [\'new\'];\n' } });

        const clock = createTestClock();
        const opening = openApplication(createOptions({
            cacheFolder: await createFolder(),
            clock,
            fetch: async (input, init) =>
            {
                const answer = await repository.fetch(input, init);

                // The first file is still the old one, the others are new.
                repository.application = next;

                return answer;
            }
        }));

        await expect.poll(() => clock.waiting).toBe(1);
        await clock.advance(250);

        expect((await opening).manifest.build).toBe(next.manifest.build);
    });

    it('is asked for with a signature, and not without', async () =>
    {
        const { fetch } = createTestRepository(createApplication(), { trustKey: 'secret' });
        const cacheFolder = await createFolder();

        await expect(openApplication(createOptions({ cacheFolder, fetch }))).rejects.toMatchObject({ code: 'REPOSITORY_REFUSED' });
        await expect(openApplication(createOptions({ cacheFolder, fetch, trustKey: 'guess' }))).rejects.toMatchObject({ code: 'REPOSITORY_REFUSED' });
        await expect(openApplication(createOptions({ cacheFolder, fetch, trustKey: 'secret' }))).resolves.toMatchObject({ manifest: { format: 1 } });
    });

    it.each([
        ['cannot be reached', new TypeError('fetch failed')],
        ['is not ready', new Response(null, { status: 503 })]
    ])('is waited for while the repository %s, which is said once', async (_, trouble) =>
    {
        const repository = createTestRepository(createApplication());
        const clock = createTestClock();
        const options = createOptions({ cacheFolder: await createFolder(), fetch: repository.fetch, clock });

        repository.trouble = trouble;

        let opened = false;
        const opening = openApplication(options).then(() => { opened = true; });

        await expect.poll(() => clock.waiting).toBe(1);
        await clock.advance(1000);
        expect(opened).toBe(false);
        expect(options.events.map(({ kind }) => kind)).toEqual(['repository-unreachable']);

        repository.trouble = undefined;
        await clock.advance(5000);
        await opening;
    });

    it('is not waited for when the node is stopped', async () =>
    {
        const repository = createTestRepository(createApplication());
        const clock = createTestClock();
        const ending = new AbortController();

        repository.trouble = new TypeError('fetch failed');

        const opening = openApplication(createOptions({ cacheFolder: await createFolder(), fetch: repository.fetch, clock, signal: ending.signal }));

        await expect.poll(() => clock.waiting).toBe(1);
        ending.abort(new Error('stopped'));
        await expect(opening).rejects.toThrow('stopped');
    });

    it('must be one', async () =>
    {
        const cacheFolder = await createFolder();
        const answer = (response: Response): Promise<unknown> => openApplication(createOptions({ cacheFolder, fetch: async () => response }));

        await expect(answer(new Response(null, { status: 404 }))).rejects.toMatchObject({ code: 'BUILD_NOT_FOUND' });
        await expect(answer(new Response('<html>'))).rejects.toMatchObject({ code: 'INVALID_MANIFEST' });
    });

    it('needs its packages where the files are kept', async () =>
    {
        const folder = await createFolder();
        const { fetch } = createTestRepository(createApplication({ packages: { 'pdf-lib': '^1.17.0' } }));
        const options = createOptions({ cacheFolder: join(folder, '.jitar'), fetch });

        await expect(openApplication(options)).rejects.toMatchObject({ code: 'MISSING_PACKAGE' });
        await writeFiles(folder, { 'node_modules/pdf-lib/package.json': '{ "version": "1.17.1" }' });
        await expect(openApplication(options)).resolves.toBeDefined();
    });
});
