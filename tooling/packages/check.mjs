#!/usr/bin/env node
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { checkTarball } from './tarball.mjs';

// Usage: node tooling/packages/check.mjs [folder …], after a build; without folders, all that are published.
const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = process.argv.length > 2 ? process.argv.slice(2).map(folder => resolve(folder)) : await publishedFolders();
const target = await mkdtemp(join(tmpdir(), 'jitar-pack-'));
const queue = folders.values();

let failed = 0;

try
{
    await Promise.all([work(), work()]);
}
finally
{
    await rm(target, { recursive: true });
}

console.log(failed === 0
    ? `Packages: the tarballs of ${folders.length} packages pass publint, attw and the check of their files.`
    : `Packages: ${failed} of ${folders.length} tarballs have problems.`);

process.exitCode = failed === 0 ? 0 : 1;

/** Takes packages from the queue that two share, so that one is packed while the other is checked. */
async function work()
{
    for (const folder of queue)
    {
        const { name, problems } = await check(folder);

        if (problems.length > 0)
        {
            failed++;
            console.error(`${name}\n${problems.map(problem => `    ${problem}`).join('\n')}`);
        }
    }
}

async function check(folder)
{
    const { name } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));

    try
    {
        return { name, problems: await checkTarball(await pack(folder)) };
    }
    catch (error)
    {
        return { name, problems: [`pack: ${error.stdout || error.message}`.trimEnd()] };
    }
}

async function pack(folder)
{
    const pnpm = join(root, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
    const { stdout } = await promisify(execFile)(process.execPath, [pnpm, 'pack', '--json', '--pack-destination', target], { cwd: folder });

    return JSON.parse(stdout).filename;
}

async function publishedFolders()
{
    const found = await readdir(join(root, 'packages'));
    const manifests = await Promise.all(found.map(async name => ({ folder: join(root, 'packages', name), manifest: await readManifest(name) })));

    return manifests.filter(({ manifest }) => manifest !== undefined && manifest.private !== true).map(({ folder }) => folder);
}

async function readManifest(name)
{
    return JSON.parse(await readFile(join(root, 'packages', name, 'package.json'), 'utf8').catch(() => 'null')) ?? undefined;
}
