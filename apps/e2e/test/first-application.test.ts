import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startService } from '@tooling/services';
import type { RunningService } from '@tooling/services';

import { createTemporaryFolder } from './cluster.js';
import { readBlocks } from './readme-example.js';
import { findFreePort } from './traders-cluster.js';

const repository = new URL('../../../', import.meta.url);
const blocks = readBlocks(new URL('README.md', repository));
const folder = createTemporaryFolder();
const project = join(folder.path, 'first-application');

// The page names fixed ports; here they may be taken.
const ports = new Map<string, string>();
const withFreePorts = (text: string): string => [...ports].reduce((result, [port, free]) => result.replaceAll(`localhost:${port}`, `127.0.0.1:${free}`), text);

const example = (name: string): string =>
{
    const block = blocks.find(candidate => candidate.example === name);

    expect(block, name).toBeDefined();

    return block?.text ?? '';
};

const run = (line: string): string =>
{
    const [program = '', ...args] = line.split(' ');

    return execFileSync(program, args, { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
};

/** Starts what a line such as `npx jitar start --service=services/gateway.json &` starts, from the installed package. */
const start = async (line: string): Promise<RunningService> =>
{
    const service = /^npx jitar start --service=(\S+)/u.exec(line)?.[1] ?? '';

    return startService({ name: service, service, cwd: project, program: [process.execPath, 'node_modules/jitar/bin/jitar.js'] });
};

const call = async (): Promise<string> => (await fetch(withFreePorts(/"(?<url>http[^"]+)"/u.exec(example('call'))?.groups?.['url'] ?? ''))).text();
const answer = (blocks.find(({ language, text }) => language === 'text' && text.startsWith('Stored'))?.text ?? '').trim();

beforeAll(async () =>
{
    for (const port of ['3000', '3001', '3002'])
    {
        ports.set(port, String(await findFreePort()));
    }

    const tarballs = join(folder.path, 'tarballs');
    const packages = readdirSync(new URL('packages/', repository)).map(name => fileURLToPath(new URL(`packages/${name}`, repository)));

    for (const path of packages)
    {
        execFileSync('pnpm', ['pack', '--pack-destination', tarballs], { cwd: path, stdio: 'ignore' });
    }

    mkdirSync(project);

    for (const line of example('install').trim().split('\n'))
    {
        // What `npm install jitar` will fetch once it is published.
        run(line === 'npm install jitar' ? `npm install --no-audit --no-fund --prefer-offline ${readdirSync(tarballs).map(name => join(tarballs, name)).join(' ')}` : line);
    }

    for (const { file, text } of blocks)
    {
        if (file !== undefined)
        {
            mkdirSync(dirname(join(project, file)), { recursive: true });
            writeFileSync(join(project, file), withFreePorts(text));
        }
    }
});

afterAll(() => { folder[Symbol.dispose](); });

describe('the first application of the README, from the packed packages', () =>
{
    it('is built, and answers in one process', async () =>
    {
        const [build = '', startLine = ''] = example('standalone').trim().split('\n');

        expect(run(build)).toBe('[INFO] Built client segment (1 modules, 1 procedures, 0 classes)\n[INFO] Built server segment (1 modules, 1 procedures, 0 classes)\n');

        const service = await start(startLine);

        try
        {
            expect(answer).toMatch(/^Stored Ada/u);
            expect(await call()).toBe(answer);
        }
        finally
        {
            expect(await service.stop()).toEqual({ code: 0, signal: null });
        }
    });

    it('gives the same answer when it is split', async () =>
    {
        const services: RunningService[] = [];

        try
        {
            for (const line of example('split').trim().split('\n'))
            {
                services.push(await start(line));
            }

            expect(await call()).toBe(answer);
        }
        finally
        {
            await Promise.all(services.map(service => service.stop()));
        }
    });

    it('works in plain JavaScript, with the import that the page tells of', async () =>
    {
        const classImport = blocks.find(({ language }) => language === 'js')?.text ?? '';

        for (const { file = '', language, text } of blocks.filter(block => block.language === 'ts' && block.file !== undefined))
        {
            const { outputText } = transpileModule(text, { compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext } });
            const script = outputText.replaceAll(/from '(\.\/\w+)'/gu, "from '$1.js'");

            rmSync(join(project, file));
            writeFileSync(join(project, file.replace(new RegExp(`${language}$`, 'u'), 'js')), file.includes('server') ? `${classImport}${script}` : script);
        }

        const [build = '', startLine = ''] = example('standalone').trim().split('\n');

        expect(classImport).toContain('import');
        expect(run(build)).toContain('Built server segment');

        const service = await start(startLine);

        try
        {
            expect(await call()).toBe(answer);
        }
        finally
        {
            await service.stop();
        }
    });
});
