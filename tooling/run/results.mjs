import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from './processes.mjs';

/** Where the vitest preset writes what the tests of a package did; turbo restores it with what it replays. */
const resultsFile = '.results/tests.json';

/** Takes away the results of earlier runs, so that only this one's count. */
export async function clearResults()
{
    await Promise.all((await testedFolders()).map(folder => rm(join(folder, resultsFile), { force: true })));
}

/** The totals of all packages' tests, and the names of the packages that left no results. */
export async function readResults()
{
    const totals = { passed: 0, failed: 0, skipped: 0, missing: [] };

    for (const folder of await testedFolders())
    {
        const results = await readFile(join(folder, resultsFile), 'utf8').then(JSON.parse).catch(() => undefined);

        if (results === undefined)
        {
            totals.missing.push(folder.slice(root.length));
            continue;
        }

        totals.passed += results.numPassedTests;
        totals.failed += results.numFailedTests;
        totals.skipped += results.numPendingTests + results.numTodoTests;
    }

    return totals;
}

async function testedFolders()
{
    const groups = await Promise.all(['packages', 'apps', 'tooling'].map(async group => (await readdir(join(root, group))).map(name => join(root, group, name))));
    const folders = await Promise.all(groups.flat().map(async folder =>
    {
        const manifest = await readFile(join(folder, 'package.json'), 'utf8').then(JSON.parse).catch(() => undefined);

        return manifest?.scripts?.test === undefined ? [] : [folder];
    }));

    return folders.flat();
}
