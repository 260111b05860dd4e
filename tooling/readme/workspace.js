import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';

import { instrument } from './expectations.js';

/** Inside the package, so that its own name and its dependencies resolve; ignored by git. */
const folderName = '.readme';

/** Creates a folder inside a package, in which the examples of its README run. */
export async function createWorkspace(packageFolder)
{
    const parent = join(packageFolder, folderName);

    await mkdir(parent, { recursive: true });

    const folder = await mkdtemp(join(parent, 'run-'));

    let count = 0;

    return { folder, run, remove };

    /** Runs an example as a process of its own: what it printed where, and how it failed, if it did. */
    async function run(example, expectations, { files, readme, timeout })
    {
        for (const file of files)
        {
            await write(file.file, file.code);
        }

        const entry = join(folder, `example-${++count}.mjs`);

        try
        {
            await compile(example, instrument(example.code, expectations), readme, entry);
        }
        catch (error)
        {
            return { failure: 'does not compile:', output: error.message, printed: [] };
        }

        return execute(entry, folder, timeout);
    }

    async function write(name, code)
    {
        const file = resolve(folder, name);

        if (relative(folder, file).startsWith('..'))
        {
            throw new Error(`The file "${name}" of the README is outside its folder.`);
        }

        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, `${code}\n`);
    }

    async function remove()
    {
        await rm(folder, { recursive: true, force: true });
        await rmdir(parent).catch(() => undefined);
    }

    function compile(example, code, readme, outfile)
    {
        // The empty lines make positions in messages those of the README.
        const contents = '\n'.repeat(example.line - 1) + code;

        return build({
            stdin: { contents, resolveDir: folder, sourcefile: readme, loader: 'ts' },
            outfile,
            bundle: true,
            packages: 'external',
            format: 'esm',
            platform: 'node',
            target: 'node20.19',
            sourcemap: 'inline',
            logLevel: 'silent'
        });
    }
}

async function execute(entry, cwd, timeout)
{
    const report = new URL('report.js', import.meta.url).href;

    // A test runner's environment would change what the example prints.
    const { NODE_OPTIONS: _options, FORCE_COLOR: _color, ...env } = process.env;
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', report, entry], { cwd, env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });

    let timedOut = false;

    const timer = setTimeout(() => { timedOut = true; child.kill('SIGKILL'); }, timeout);
    const ended = new Promise((resolve, reject) =>
    {
        child.once('error', reject);
        child.once('close', (code, signal) => resolve(code ?? signal));
    });

    try
    {
        const [output, errors, printed, code] = await Promise.all([text(child.stdout), text(child.stderr), text(child.stdio[3]), ended]);

        return {
            printed: printed.split('\n').filter(line => line !== '').map(line => JSON.parse(line)),
            output: output + errors,
            failure: timedOut ? `still ran after ${timeout / 1000} s: it must close what it opens.` : code === 0 ? undefined : `failed (${code}):`
        };
    }
    finally
    {
        clearTimeout(timer);
    }
}
