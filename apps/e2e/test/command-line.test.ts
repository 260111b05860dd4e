import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startService } from '@tooling/services';

import { applicationFolder, buildApplication, createTemporaryFolder, jitarCli, trustKey } from './cluster.js';

const folder = createTemporaryFolder();

function run(...args: string[]): { code: number | null; stdout: string; stderr: string }
{
    const { status, stdout, stderr } = spawnSync(process.execPath, [jitarCli, ...args], { cwd: folder.path, encoding: 'utf8', timeout: 60_000, env: { ...process.env, TRUST_KEY: trustKey } });

    return { code: status, stdout, stderr };
}

function write(name: string, value: unknown): string
{
    const file = join(folder.path, name);

    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value, null, 2));

    return name;
}

beforeAll(() =>
{
    for (const name of ['src', 'segments', 'package.json', 'jitar.json'])
    {
        cpSync(join(applicationFolder, name), join(folder.path, name), { recursive: true });
    }

    expect(buildApplication(folder.path)).toMatchObject({ code: 0 });
});

afterAll(() => { folder[Symbol.dispose](); });

describe('jitar', () =>
{
    it('tells its version and its help', () =>
    {
        expect(run('version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u) as string });
        expect(run('--version').stdout).toBe(run('version').stdout);
        expect(run('help')).toMatchObject({ code: 0, stdout: expect.stringContaining('build') as string });
        expect(run('start', '--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--service') as string });
    });

    it.each([
        [['strat'], 'Did you mean start?'],
        [['start', '--servise=x'], 'Did you mean --service?'],
        [['start'], '--service'],
        [['start', 'services/front.json'], 'Did you mean --service=services/front.json?'],
        [['start', '--service='], 'must name a file'],
        [['build', '--config='], 'must name a file'],
        [['build', 'extra'], 'too many arguments'],
        [['help', 'strat'], 'There are build, start, version, help'],
        [['start', '--service=x.json', '--log-level=loud'], 'Allowed choices are trace, debug, info'],
        [['start', '--service=x.json', '--http-body-limit=big'], 'whole number']
    ])('refuses %j, and says what is meant', (args, hint) =>
    {
        const { code, stderr } = run(...args);

        expect(code).toBe(2);
        expect(stderr).toContain(hint);
    });
});

describe('jitar build', () =>
{
    it('says what it built', () =>
    {
        expect(run('build')).toMatchObject({ code: 0, stdout: expect.stringContaining('[INFO] Built back segment (4 modules, 12 procedures, 0 classes)\n') as string });
    });

    it('gives scripts one JSON object on the standard output', () =>
    {
        const { code, stdout } = run('build', '--json');

        expect(code).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({ segments: [{ name: 'back', modules: 4 }, { name: 'front' }], diagnostics: [] });
    });

    it('lists every mistake, with its place and its fix, and ends with 4', () =>
    {
        using broken = createTemporaryFolder();

        cpSync(folder.path, broken.path, { recursive: true });
        writeFileSync(join(broken.path, 'src/front/callers.ts'), 'export function whoami() { return 1; }\n');

        const { code, output } = buildApplication(broken.path);

        expect(code).toBe(4);
        expect(output).toContain('src/front/callers.ts:1:');
        expect(output).toMatch(/priceV1/u);
        expect(output).toMatch(/priceV2/u);
    });

    it('gives a script one object, whatever stops the build', () =>
    {
        write('broken.json', { sorce: './src' });

        const { code, stdout, stderr } = run('build', '--json', '--config=broken.json');

        expect(code).toBe(3);
        expect(JSON.parse(stdout)).toMatchObject({ succeeded: false, diagnostics: [], error: { code: 'INVALID_CONFIGURATION', message: expect.stringContaining('sorce') as string } });
        expect(stderr).toContain('sorce');
    });

    it('says that there is no segment, and that there are no sources', () =>
    {
        using empty = createTemporaryFolder();

        expect(buildApplication(empty.path)).toMatchObject({ code: 3, output: expect.stringContaining('[ERROR] The file "src" does not exist.') as string });

        mkdirSync(join(empty.path, 'src'));

        expect(buildApplication(empty.path)).toMatchObject({ code: 0, output: expect.stringContaining('[WARN] There is no segment') as string });
    });

    it('lists every problem of a segment file, and ends with 3', () =>
    {
        using broken = createTemporaryFolder();

        cpSync(folder.path, broken.path, { recursive: true });
        writeFileSync(join(broken.path, 'segments/back.json'), '{ "./back/values": { "echo": { "acces": "public" }, "mutate": { "access": "pubic" } } }');

        const { code, output } = buildApplication(broken.path);

        expect(code).toBe(3);
        expect(output).toContain('segments/back.json');
        expect(output).toContain('access');
        expect(output).toContain('mutate');
    });
});

describe('jitar start', () =>
{
    const node = { segments: ['front'], gateway: 'http://127.0.0.1:1' };

    it.each<[string, unknown, number, RegExp]>([
        ['a file that does not exist', undefined, 3, /missing\.json/u],
        ['a file that is no JSON', '{ "url": ', 3, /bad\.json:1:/u],
        ['an unknown key', { url: 'http://127.0.0.1:0', standalone: { segmets: ['front'] } }, 3, /standalone\.segmets.*segments/su],
        ['two kinds of service', { url: 'http://127.0.0.1:0', standalone: { segments: [] }, node }, 3, /of one kind/u],
        ['no kind of service', { url: 'http://127.0.0.1:0' }, 3, /one of/u],
        ['a variable that is not set', { url: '${NO_SUCH_URL}', standalone: { segments: ['front'] } }, 3, /NO_SUCH_URL/u],
        ['a bad url', { url: 'localhost', standalone: { segments: ['front'] } }, 3, /url/u],
        ['a segment that was not built', { url: 'http://127.0.0.1:0', standalone: { segments: ['frnt'] } }, 5, /"frnt".*front/su],
        ['a middleware that does not exist', { url: 'http://127.0.0.1:0', middleware: ['./tga'], standalone: { segments: ['front'] } }, 5, /tga/u]
    ])('refuses %s', (title, service, code, message) =>
    {
        const name = service === undefined ? 'missing.json' : write('bad.json', service);
        const result = run('start', `--service=${name}`);

        expect(result.stderr, title).toMatch(message);
        expect(result.stderr).not.toMatch(/\n\s+at /u);
        expect(result.code).toBe(code);
    });

    it('lists all problems of a service file at once', () =>
    {
        const { code, stderr } = run('start', `--service=${write('bad.json', { url: 7, midleware: [], node: { segments: 'front', gatway: 'x' } })}`);

        expect(code).toBe(3);
        expect(stderr).toMatch(/url/u);
        expect(stderr).toMatch(/midleware.*middleware/su);
        expect(stderr).toMatch(/node\.gatway.*gateway/su);
        expect(stderr).toMatch(/node\.segments/u);
    });

    it('says in one line that its port is in use', async () =>
    {
        const server = createServer().listen(0, '127.0.0.1');
        await new Promise(resolve => server.once('listening', resolve));
        const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

        const { code, stderr } = run('start', `--service=${write('used.json', { url, standalone: { segments: ['front', 'back'] } })}`);
        server.close();

        expect(code).toBe(5);
        expect(stderr).toContain(`[ERROR] The port of ${url} is in use.`);
    });

    it('outlives whoever read its log, and still stops on a signal', async () =>
    {
        const service = write('unheard.json', { url: 'http://127.0.0.1:0', standalone: { segments: ['front', 'back'] } });
        const { url, child, exited } = await startService({ name: 'unheard', service, cwd: folder.path, args: ['--log-level=debug'] });

        child.stdout?.destroy();
        child.stderr?.destroy();

        // The first lines that nobody takes, of output and errors.
        expect((await fetch(`${url}/rpc/front/whoami`)).status).toBe(200);
        expect((await fetch(`${url}/rpc/front/through?kind=own`)).status).toBe(500);
        expect((await fetch(`${url}/rpc/front/whoami`)).status).toBe(200);

        const ended = new Promise(resolve => child.once('exit', (code, signal) => { resolve({ code, signal }); }));

        child.kill('SIGTERM');

        expect(await ended).toEqual({ code: 0, signal: null });
        await exited;
    });

    it('gives the application the variables of the environment file', () =>
    {
        write('greeting.env', 'GREETING=from the file\nOTHER=from the file\n');
        write('src/probe.ts', 'export function setUp(): never { throw new Error(`${process.env[\'GREETING\']}, ${process.env[\'OTHER\']}`); }');

        expect(buildApplication(folder.path)).toMatchObject({ code: 0 });

        const service = write('probing.json', { url: 'http://127.0.0.1:0', setUp: ['./probe'], standalone: { segments: ['front', 'back'] } });
        const { status, stderr } = spawnSync(process.execPath, [jitarCli, 'start', `--service=${service}`, '--env-file=greeting.env'], {
            cwd: folder.path, encoding: 'utf8', env: { ...process.env, OTHER: 'from the process' }
        });

        expect(status).toBe(5);
        expect(stderr).toContain('[ERROR] The service cannot start, because its application failed: from the file, from the process\n');
        expect(stderr).toMatch(/caused by Error: from the file, from the process\n.*probe\.js:\d/u);
    });
});
