import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root, run } from './processes.mjs';

/** What an installation is made from; a change of one makes a new one. */
const sources = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc'];

/**
 * Installs the packages that the lockfile names, when they are not there yet: with the very pnpm that `packageManager`
 * names, through npm, so that Node and npm are all that a clone needs. Returns the exit code.
 */
export async function install()
{
    const stampFile = join(root, 'node_modules', '.setup');
    const stamp = await hashSources();

    if (await readFile(stampFile, 'utf8').catch(() => undefined) === stamp)
    {
        return 0;
    }

    console.log('Installing the packages of the lockfile…');

    const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const code = await run(...await pnpmCommand(packageManager), { env: { COREPACK_ENABLE_STRICT: '0' } });

    if (code === 0)
    {
        await writeFile(stampFile, stamp);
    }

    return code;
}

async function hashSources()
{
    const hash = createHash('sha256').update(process.version);

    for (const name of sources)
    {
        hash.update(name).update(await readFile(join(root, name)));
    }

    return hash.digest('hex');
}

async function pnpmCommand(packageManager)
{
    const args = ['install', '--frozen-lockfile', '--config.confirm-modules-purge=false'];
    const installed = join(root, 'node_modules', 'pnpm');
    const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8').catch(() => '{}'));

    if (packageManager === `pnpm@${version}`)
    {
        return [process.execPath, [join(installed, 'bin', 'pnpm.cjs'), ...args]];
    }

    const npmArgs = ['exec', '--yes', `--package=${packageManager}`, '--', 'pnpm', ...args];

    // npm names its own script to what it runs; outside of npm the one in the path is taken.
    return process.env.npm_execpath?.endsWith('npm-cli.js')
        ? [process.execPath, [process.env.npm_execpath, ...npmArgs]]
        : ['npm', npmArgs];
}
