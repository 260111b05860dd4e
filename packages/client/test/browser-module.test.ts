import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { serveApplication } from './application.js';

const bundle = fileURLToPath(import.meta.resolve('@jitar/client/browser.js'));
let folder: string;

beforeAll(async () =>
{
    folder = await mkdtemp(join(tmpdir(), 'jitar-client-'));
    await copyFile(bundle, join(folder, 'jitar.client.mjs'));
    await writeFile(join(folder, 'jitar.classes.js'), 'export default { format: 1, classes: [] };');
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});

afterAll(() => rm(folder, { recursive: true }));

describe('the module for browsers', () =>
{
    it('is one file that imports nothing by a name, and is small', async () =>
    {
        const code = await readFile(bundle, 'utf8');

        expect(code).not.toMatch(/\bfrom\s*["']/);
        expect(code).not.toMatch(/\bimport\s*\(?\s*["']/);
        expect(code).not.toContain('sourceMappingURL');
        expect(gzipSync(code).length).toBeLessThan(33_000);
    });

    it('starts one client for the folder in which it lies, however often it is imported', async () =>
    {
        const { serving } = await serveApplication();
        const base = pathToFileURL(`${folder}/`).href;

        // A page, as far as the module looks: a document, and a fetch that finds the server.
        const script = `
            globalThis.document = { baseURI: 'http://page/' };
            const realFetch = fetch;
            globalThis.fetch = (url, init) => realFetch(String(url).replace(${JSON.stringify(base)}, ${JSON.stringify(`${serving.url}/shop/`)}), init);
            await import(${JSON.stringify(`${base}jitar.client.mjs`)});
            await import(${JSON.stringify(`${base}jitar.client.mjs?again`)});
            const hosts = globalThis[Symbol.for('jitar.hosts.1')];
            const call = hosts[0].run({ fqn: 'sales/fail', version: '0.0.0', args: {}, self: undefined, segment: '' });
            const message = await call.catch(error => error.message);
            console.log(JSON.stringify([hosts.length, hosts[0].root, message]));
        `;
        const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);

        expect(JSON.parse(stdout)).toEqual([1, base, 'Internal error']);
        await serving.close();
    });
});
