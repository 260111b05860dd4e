import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile as readText, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { execGit } from './lint-staged/lib/execGit.js';
import { readFile, unlink, writeFile as writeBytes } from './lint-staged/lib/file.js';
import { getStagedFiles } from './lint-staged/lib/getStagedFiles.js';
import { groupFilesByConfig } from './lint-staged/lib/groupFilesByConfig.js';
import lintStaged from './lint-staged/lib/index.js';
import { resolveGitRepo } from './lint-staged/lib/resolveGitRepo.js';
import { getVersion } from './lint-staged/lib/version.js';

import { createRecord } from './record.js';

const run = promisify(execFile);

/** A linter: it ends lines as they should be, refuses what is broken, and undoes what is undone. */
const linter = `
import { readFileSync, writeFileSync } from 'node:fs';

for (const file of process.argv.slice(2))
{
    const text = readFileSync(file, 'utf8');

    if (text.includes('broken'))
    {
        writeFileSync(file, 'half done');
        process.exit(1);
    }

    writeFileSync(file, text.includes('undone') ? '' : text.replace(/;*$/gm, line => line === '' ? ';' : line).replace(/;\\n;$/, ';\\n'));
}
`;

/** What developers do who commit: what is staged is linted, what is not is left alone, and what fails leaves all as it was. */
export async function drive()
{
    const record = createRecord();
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'lint-staged-')));

    try
    {
        await record.step('version', getVersion);
        await record.step('success', () => succeed(record.step, join(folder, 'success')));
        await record.step('failure', () => fail(record.step, join(folder, 'failure')));
        await record.step('merge', () => failInMerge(record.step, join(folder, 'merge')));
        await record.step('refusals', () => refuse(record.step, join(folder, 'refusals')));
        await record.step('files', () => useFiles(record.step, folder));
    }
    finally
    {
        await rm(folder, { recursive: true, force: true });
    }

    return record.text().replaceAll(folder, '<folder>');
}

async function succeed(step, folder)
{
    await createRepository(folder, { 'a.js': lines('let a', 'let last'), 'b.js': 'let b', 'packages/inner/c.js': 'let c', 'packages/inner/.lintstagedrc.json': config('*.js'), '.lintstagedrc.json': config('*.js') });
    await write(folder, { 'a.js': lines('let a = 1', 'let last'), 'packages/inner/c.js': 'let c = 3', 'new file.js': 'let d = 4' });
    await git(folder, 'add', '.');
    await write(folder, { 'a.js': lines('let a = 1', 'let last = 2'), 'b.js': 'let b = 2' });

    await step('staged', async () => sortFiles(await getStagedFiles({ cwd: folder })));
    await step('repository', () => resolveGitRepo(join(folder, 'packages')));
    await step('lint', () => lintStaged({ cwd: folder, quiet: true }));
    await step('state', () => describeRepository(folder));
    await step('lint since a commit', () => lintStaged({ cwd: folder, quiet: true, diff: 'HEAD', stash: false, config: { 'b.js': command(folder) } }));
    await step('state then', () => describeRepository(folder));
}

async function fail(step, folder)
{
    await createRepository(folder, { 'a.js': 'let a;', 'b.js': 'let b;', 'old.js': 'let old;', '.lintstagedrc.json': config('*.js') });
    await write(folder, { 'a.js': 'let broken', 'b.js': 'let b = 2' });
    await git(folder, 'add', '.');
    await write(folder, { 'b.js': 'let b = 2\nlet c' });
    await rm(join(folder, 'old.js'));

    await step('lint what is broken', () => lintStaged({ cwd: folder, quiet: true }));
    await step('state as before', () => describeRepository(folder));
    await step('lint without a way back', () => lintStaged({ cwd: folder, quiet: true, stash: false }));
    await step('state half done', () => describeRepository(folder));
}

async function failInMerge(step, folder)
{
    await createRepository(folder, { 'a.js': 'let a;', '.lintstagedrc.json': config('*.js') });
    await git(folder, 'checkout', '-q', '-b', 'other');
    await write(folder, { 'a.js': 'let other;' });
    await git(folder, 'commit', '-q', '-a', '-m', 'other');
    await git(folder, 'checkout', '-q', 'main');
    await write(folder, { 'a.js': 'let main;' });
    await git(folder, 'commit', '-q', '-a', '-m', 'main');
    await git(folder, 'merge', 'other').catch(() => undefined);
    await write(folder, { 'a.js': 'let broken' });
    await git(folder, 'add', '.');

    await step('lint in a merge', () => lintStaged({ cwd: folder, quiet: true }));
    await step('state in the merge', () => describeRepository(folder));
    await step('the merge goes on', async () => (await readFile(join(folder, '.git/MERGE_MSG'))).toString().split('\n')[0]);
    await write(folder, { 'a.js': 'let both' });
    await git(folder, 'add', '.');
    await step('lint in the merge again', () => lintStaged({ cwd: folder, quiet: true }));
    await step('state before its end', () => describeRepository(folder));
}

async function refuse(step, folder)
{
    await mkdir(folder, { recursive: true });
    await step('no repository', () => lintStaged({ cwd: folder, quiet: true }));
    await step('nothing staged, for there is no repository', () => getStagedFiles({ cwd: folder }));
    await step('why there is none', async () => (await resolveGitRepo(folder)).error.message);

    await createRepository(folder, { 'a.js': 'let a;' });
    await step('nothing staged', () => lintStaged({ cwd: folder, quiet: true }));
    await write(folder, { 'a.js': 'let undone' });
    await git(folder, 'add', '.');
    await step('no configuration', () => lintStaged({ cwd: folder, quiet: true }));
    await step('no file', () => lintStaged({ cwd: folder, quiet: true, configPath: 'missing.json' }).catch(error => [error.constructor.name, error.name, error.message.split('\n')[0]]));
    await write(folder, { 'a.js': '' });
    await git(folder, 'commit', '-q', '-a', '-m', 'nothing');
    await write(folder, { 'a.js': 'let undone' });
    await git(folder, 'add', '.');
    await step('no commit without content', () => lintStaged({ cwd: folder, quiet: true, config: { '*.js': command(folder) } }));
    await step('state after it', () => describeRepository(folder));
    await step('wrong configuration', () => lintStaged({ cwd: folder, quiet: true, config: { '*.js': 1 } }).catch(error => [error.constructor.name, error.name]));
}

async function useFiles(step, folder)
{
    const file = join(folder, 'bytes');

    await step('write bytes', () => writeBytes(file, Buffer.from([0, 1, 254, 255])));
    await step('read bytes', () => readFile(file));
    await step('read what is missing', () => readFile(`${file}.missing`));
    await step('refuse to read what is missing', () => readFile(`${file}.missing`, false));
    await step('remove', () => unlink(file));
    await step('remove again', () => unlink(file));
    await step('refuse to remove again', () => unlink(file, false));
    await step('refuse a command', () => execGit(['no-such-command'], { cwd: folder }).catch(error => [error.constructor.name, error.message.split('\n')[0]]));

    const files = ['a.js', 'b/c.js', 'b/d.js'].map(name => ({ filepath: join(folder, name), status: 'M' }));

    await step('group', () => groupFilesByConfig({ configs: { [join(folder, 'b/config.json')]: { '*.js': 'lint' }, [join(folder, 'config.json')]: { '*.js': 'lint' } }, files, singleConfigMode: false }));
    await step('group in one', () => groupFilesByConfig({ configs: { '': { '*.js': ['lint', 'test'] } }, files, singleConfigMode: true }));
}

function command(folder)
{
    return `"${process.execPath}" "${join(dirname(folder), 'linter.mjs')}"`;
}

/** The configuration stands in the repository, and the linter beside it. */
function config(glob)
{
    return { [glob]: command };
}

async function createRepository(folder, files)
{
    await write(dirname(folder), { 'linter.mjs': linter });
    await mkdir(folder, { recursive: true });
    await git(folder, 'init', '-q', '-b', 'main');

    await appendFile(join(folder, '.git/config'), '[user]\nname = Tester\nemail = tester@example.com\n[commit]\ngpgsign = false\n[core]\nautocrlf = false\nhooksPath = /dev/null\n');
    await write(folder, Object.fromEntries(Object.entries(files).map(([name, text]) => [name, typeof text === 'string' ? text : JSON.stringify(mapCommands(text, folder))])));
    await git(folder, 'add', '.');
    await git(folder, 'commit', '-q', '-m', 'first');
}

function mapCommands(commands, folder)
{
    return Object.fromEntries(Object.entries(commands).map(([glob, create]) => [glob, create(folder)]));
}

async function describeRepository(folder)
{
    const names = (await git(folder, 'ls-files', '--cached', '--others', '--', '*.js')).split('\n').filter(name => name !== '');

    return {
        status: await git(folder, 'status', '--short'),
        staged: await git(folder, 'diff', '--cached', '--unified=0', '--', '*.js'),
        stashes: await git(folder, 'stash', 'list', '--format=%s'),
        files: await Promise.all(names.map(async name => [name, await readText(join(folder, name), 'utf8').catch(() => 'missing')]))
    };
}

function sortFiles(files)
{
    return files.toSorted((one, other) => one.filepath < other.filepath ? -1 : 1);
}

function lines(first, last)
{
    return [first, ...Array.from({ length: 9 }, (_, index) => `use(${index});`), last].join('\n');
}

async function git(folder, ...args)
{
    const date = '2026-11-21T12:00:00Z';
    const { stdout } = await run('git', ['-c', 'core.quotePath=false', ...args], { cwd: folder, env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date } });

    return stdout;
}

async function write(folder, files)
{
    for (const [name, text] of Object.entries(files))
    {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), text);
    }
}
