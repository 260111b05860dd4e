import { hasCode } from '@jitar/errors';
import { signRequest } from '@jitar/http';
import { serve } from '@jitar/http/node';
import type { Serving } from '@jitar/http/node';
import { hashContent, writeManifest } from '@jitar/manifest';
import { readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { request as openRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { createApplication } from '../test/application.js';
import type { TestApplication } from '../test/application.js';
import { createRepository } from './repository.js';
import type { RepositoryOptions } from './repository.js';

let application: TestApplication;
const open: Serving[] = [];

beforeAll(async () =>
{
    application = await createApplication();
});

afterAll(() => application.remove());

afterEach(async () =>
{
    await Promise.all(open.splice(0).map(serving => serving.close()));
});

async function start(options: Partial<RepositoryOptions> = {}): Promise<string>
{
    const serving = await serve(createRepository({ folder: application.folder, ...options }), { url: 'http://127.0.0.1:0' });
    open.push(serving);

    return serving.url;
}

/** Sends a path as it is written: `fetch` would resolve the dots itself. */
function getRaw(url: string, path: string): Promise<{ status: number; text: string }>
{
    const { hostname, port } = new URL(url);

    return new Promise((resolve, reject) =>
    {
        openRequest({ hostname, port, path }, response =>
        {
            let text = '';
            response.setEncoding('utf8').on('data', (data: string) => text += data).on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        }).on('error', reject).end();
    });
}

async function statusOf(url: string, init?: RequestInit): Promise<number>
{
    return (await fetch(url, init)).status;
}

describe('assets', () =>
{
    it('are served when they are listed, with type and validator', async () =>
    {
        const url = await start({ assets: ['*.html', './assets/**'] });
        const page = await fetch(`${url}/index.html`);

        expect(await page.text()).toBe('<title>Traders</title>');
        expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(page.headers.get('x-content-type-options')).toBe('nosniff');
        expect((await fetch(`${url}/assets/logo.svg`)).headers.get('content-type')).toBe('image/svg+xml');
        expect(await (await fetch(`${url}/assets/café.txt?v=1`)).text()).toBe('koffie');
    });

    it('are not served when they are not listed', async () =>
    {
        const url = await start();

        expect(await Promise.all(['/', '/index.html', '/app.js', '/assets/logo.svg', '/shared/format.js'].map(path => statusOf(url + path)))).toEqual([404, 404, 404, 404, 404]);
    });

    it('can be taken out of a list', async () =>
    {
        const url = await start({ assets: ['**/*.html', '!docs/**'] });

        expect([await statusOf(`${url}/index.html`), await statusOf(`${url}/docs/index.html`)]).toEqual([200, 404]);
    });

    it('answer the address of their folder', async () =>
    {
        const url = await start({ assets: ['**/*.html'] });

        expect(await (await fetch(url)).text()).toContain('Traders');
        expect(await (await fetch(`${url}/docs/`)).text()).toContain('Docs');
        expect(await statusOf(`${url}/assets/`)).toBe(404);
    });

    it('may lie in a folder of their own', async () =>
    {
        const url = await start({ assets: ['**/*'], assetRoot: 'docs', index: 'index.html' });

        expect(await (await fetch(url)).text()).toContain('Docs');
        expect(await statusOf(`${url}/assets/logo.svg`)).toBe(404);
        expect(await statusOf(`${url}/jitar.run.js`)).toBe(200);
    });

    it('answer who has them already without a body, and HEAD without one', async () =>
    {
        const url = await start({ assets: ['index.html'] });
        const etag = (await fetch(`${url}/index.html`)).headers.get('etag') ?? '';
        const again = await fetch(`${url}/index.html`, { headers: { 'if-none-match': `"other", ${etag}` } });
        const head = await fetch(`${url}/index.html`, { method: 'HEAD' });

        expect([again.status, await again.text()]).toEqual([304, '']);
        expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '22', '']);

        await utimes(join(application.folder, 'index.html'), 1, 1);

        expect(await statusOf(`${url}/index.html`, { headers: { 'if-none-match': etag } })).toBe(200);
    });

    it('arrive whole, however large', async () =>
    {
        const content = new Uint8Array(1_000_000).map((_, index) => index % 251);
        await application.write('assets/large.bin', content);
        const url = await start({ assets: ['assets/*'] });
        const answer = await fetch(`${url}/assets/large.bin`);

        expect(hashContent(new Uint8Array(await answer.arrayBuffer()))).toBe(hashContent(content));
    });

    it('may not be changed', async () =>
    {
        const url = await start({ assets: ['**/*'] });

        expect(await Promise.all(['POST', 'PUT', 'DELETE', 'OPTIONS'].map(method => statusOf(`${url}/index.html`, { method })))).toEqual([405, 405, 405, 405]);
    });
});

describe('an address without a file', () =>
{
    it('answers the index to pages where that is wanted', async () =>
    {
        const url = await start({ assets: ['index.html'], serveIndexOnNotFound: true });
        const html = { headers: { accept: 'text/html,*/*' } };

        expect(await (await fetch(`${url}/months/1997`)).text()).toContain('Traders');
        expect(await (await fetch(`${url}/users/a.b`, html)).text()).toContain('Traders');
        expect(await statusOf(`${url}/missing.js`)).toBe(404);
        expect(await statusOf(`${url}/.env`, html)).toBe(404);
    });

    it('is not found otherwise', async () =>
    {
        const url = await start({ assets: ['index.html'] });

        expect(await statusOf(`${url}/months/1997`)).toBe(404);
    });
});

describe('what browsers need of the application', () =>
{
    it('is served without being listed', async () =>
    {
        const url = await start({ clientModule: join(application.folder, 'shared/format.js') });
        const paths = ['/jitar.run.js', '/jitar.classes.js', '/jitar.client.js', '/sales/listMonths.remote.js?sales'];

        expect(await Promise.all(paths.map(path => statusOf(url + path)))).toEqual([200, 200, 200, 200]);
        expect((await fetch(`${url}/jitar.run.js`)).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    });

    it('is no file that only looks like it', async () =>
    {
        await application.write('stray.remote.js', 'secret();');
        const url = await start();

        expect([await statusOf(`${url}/stray.remote.js`), await statusOf(`${url}/jitar.client.js`)]).toEqual([404, 404]);
    });
});

describe('whatever is listed', () =>
{
    it.each([
        '/sales.segment.js', '/sales/listMonths.sales.js', '/sales/listMonths.ts', '/sales/listMonths.js', '/stray.sales.js',
        '/jitar.manifest.json', '/app.js.map', '/.env', '/docs/../.env', '/.jitar/files/sales.segment.js'
    ])('%s is not for everyone', async path =>
    {
        const url = await start({ assets: ['**/*', '**/.*', '.jitar/**'], trustKey: 'secret' });
        const { status, text } = await getRaw(url, path);

        expect(status).toBeGreaterThanOrEqual(400);
        expect(text).not.toContain('secret();');
    });

    it('a module that the outer view shares is', async () =>
    {
        const url = await start({ assets: ['shared/*'] });

        expect(await statusOf(`${url}/shared/format.js`)).toBe(200);
    });

    it('links out of the folder, or to what is not for everyone, lead nowhere', async () =>
    {
        await symlink('/etc/passwd', join(application.folder, 'assets/passwd'));
        await symlink('/etc', join(application.folder, 'assets/etc'));
        await symlink('../sales/listMonths.sales.js', join(application.folder, 'assets/link.js'));
        await symlink('logo.svg', join(application.folder, 'assets/same.svg'));
        const url = await start({ assets: ['**/*'] });

        expect(await Promise.all(['passwd', 'etc/passwd', 'link.js', 'same.svg'].map(name => statusOf(`${url}/assets/${name}`)))).toEqual([404, 404, 404, 200]);
    });

    it('links to what is not listed lead nowhere, whatever they are called', async () =>
    {
        await symlink('../index.html', join(application.folder, 'assets/page.svg'));
        await symlink('..', join(application.folder, 'assets/up'));
        await symlink('logo.svg', join(application.folder, 'assets/listed.svg'));
        await symlink('assets', join(application.folder, 'current'));

        const url = await start({ assets: ['assets/**'] });
        const rooted = await start({ assets: ['*.svg'], assetRoot: 'current' });

        expect(await Promise.all(['page.svg', 'up/index.html', 'up/assets/logo.svg', 'listed.svg'].map(name => statusOf(`${url}/assets/${name}`)))).toEqual([404, 404, 200, 200]);
        expect(await Promise.all(['page.svg', 'listed.svg'].map(name => statusOf(`${rooted}/${name}`)))).toEqual([404, 200]);
    });

    it.each([
        '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '/%2fetc/passwd', '//etc/passwd', '/..\\..\\etc\\passwd',
        '/%5c..%5cetc', '/index.html%00.js', '/%00', '/%', '/%zz', '/%ff', '/a//b', '/./index.html/', '/C:/x', `/${'a'.repeat(5_000)}`, '/index.html/x'
    ])('%s is an error, and the next request is served', async path =>
    {
        const url = await start({ assets: ['**/*'] });
        const { status, text } = await getRaw(url, path);

        expect([400, 404]).toContain(status);
        expect(text).not.toContain('root:');
        expect(await statusOf(`${url}/index.html`)).toBe(200);
    });
});

describe('nodes', () =>
{
    const trustKey = 'secret';

    async function getSigned(url: string, path: string, key = trustKey): Promise<Response>
    {
        return fetch(url + path, { headers: { authorization: await signRequest({ method: 'GET', url: url + path }, { trustKey: key }) } });
    }

    it('get the manifest and its files, each with its hash', async () =>
    {
        const url = await start({ trustKey });
        const manifest = await getSigned(url, '/.jitar/manifest.json');
        const file = await getSigned(url, '/.jitar/files/sales/listMonths.sales.js');

        expect(await manifest.json()).toEqual(application.manifest);
        expect(manifest.headers.get('etag')).toBe(`"${application.manifest.build}"`);
        expect(await file.text()).toBe('secret();');
        expect(file.headers.get('etag')).toBe(`"${hashContent('secret();')}"`);
        expect((await getSigned(url, '/.jitar/files/server/setUp.js')).status).toBe(200);
    });

    it.each(['sales/listMonths.ts', '.env', 'app.js.map', '../package.json', 'jitar.manifest.json', 'toString', ''])('do not get "%s", which the manifest does not list', async name =>
    {
        const url = await start({ trustKey });

        expect([400, 404]).toContain((await getSigned(url, `/.jitar/files/${name}`)).status);
    });

    it('get only the segments that they may have', async () =>
    {
        const url = await start({ trustKey, segments: ['reporting'] });
        const manifest = await (await getSigned(url, '/.jitar/manifest.json')).json() as typeof application.manifest;

        expect(Object.keys(manifest.segments)).toEqual(['reporting']);
        expect((await getSigned(url, '/.jitar/files/sales.segment.js')).status).toBe(404);
        expect((await getSigned(url, '/.jitar/files/reporting.segment.js')).status).toBe(200);
    });

    it('get nothing without a signature, with one of another key, or with a used one', async () =>
    {
        const url = await start({ trustKey });
        const address = `${url}/.jitar/manifest.json`;
        const authorization = await signRequest({ method: 'GET', url: address }, { trustKey });

        expect(await statusOf(address)).toBe(401);
        expect((await getSigned(url, '/.jitar/manifest.json', 'other')).status).toBe(401);
        expect([await statusOf(address, { headers: { authorization } }), await statusOf(address, { headers: { authorization } })]).toEqual([200, 401]);
    });

    it('need no signature on the same machine where there is no key', async () =>
    {
        expect(await statusOf(`${await start()}/.jitar/manifest.json`)).toBe(200);
    });

    it.each([
        ['was passed on', { 'x-forwarded-for': '10.0.0.1' }], ['was passed on in the standard way', { forwarded: 'for=10.0.0.1' }],
        ['comes from a page', { origin: 'http://evil.example' }], ['was meant for another host', { host: 'evil.example' }]
    ])('get nothing without a key when a request %s', async (_, headers) =>
    {
        const url = await start();
        const { hostname, port } = new URL(url);

        const status = await new Promise(resolve => openRequest({ hostname, port, path: '/.jitar/manifest.json', headers }, response => resolve(response.resume().statusCode)).end());

        expect(status).toBe(401);
    });

    it('get nothing without a key from another machine', async () =>
    {
        const repository = createRepository({ folder: application.folder });
        const ask = async (loopback?: boolean): Promise<number> => (await repository.fetch(new Request('http://127.0.0.1/.jitar/manifest.json'), loopback === undefined ? undefined : { loopback })).status;

        expect([await ask(true), await ask(false), await ask()]).toEqual([200, 401, 401]);
    });
});

describe('the service', () =>
{
    it('runs its modules', async () =>
    {
        const url = await start({ hooks: { setUp: ['./server/setUp'], tearDown: ['./server/tearDown'], healthChecks: ['./server/check'] } });
        const seen = (globalThis as unknown as Record<string, unknown>)['repositoryTest'];

        expect(seen).toEqual(['set up']);
        expect(await (await fetch(`${url}/health`)).json()).toEqual({ disk: false });
        expect(await (await fetch(`${url}/health/status`)).text()).toBe('false');

        await open.pop()?.close();

        expect(seen).toEqual(['set up', 'torn down']);
    });

    it('hands out a new build without a restart', async () =>
    {
        const url = await start({ assets: ['**/*'] });
        await application.write('new.remote.js', 'export default 1;');

        expect(await statusOf(`${url}/new.remote.js`)).toBe(200);

        const segments = { ...application.manifest.segments, extra: { files: { 'new.remote.js': hashContent('x') }, procedures: [], classes: [], calls: [], packages: {} } };
        await writeManifest(application.folder, { ...application.manifest, segments });

        expect(await statusOf(`${url}/new.remote.js`)).toBe(404);

        await writeManifest(application.folder, application.manifest);
    });

    it('reads a manifest again that it could not read', async () =>
    {
        const url = await start({ assets: ['**/*'] });
        const file = join(application.folder, 'jitar.manifest.json');
        const content = await readFile(file, 'utf8');
        const moment = new Date(0);

        await writeFile(file, 'x'.repeat(content.length));
        await utimes(file, moment, moment);
        expect(await statusOf(`${url}/index.html`)).toBe(500);

        await writeFile(file, content);
        await utimes(file, moment, moment);
        expect(await statusOf(`${url}/index.html`)).toBe(200);
    });

    it('does not start where nothing was built', async () =>
    {
        await expect(start({ folder: join(application.folder, 'nowhere') })).rejects.toSatisfy(error => hasCode(error, 'BUILD_NOT_FOUND'));
    });
});
