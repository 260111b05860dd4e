import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { buildApplication, createTemporaryFolder, tradersFolder } from './cluster.js';
import { createTradersEnvironment } from './traders-cluster.js';

interface Ended { readonly code: number | null; readonly output: string }

/** Runs the demonstration; `act` may end it once it has said something. */
async function runDemo(args: readonly string[], act?: (said: string, kill: (signal: NodeJS.Signals) => void) => void, changes: Readonly<Record<string, string>> = {}): Promise<Ended>
{
    using data = createTemporaryFolder();
    const env = { ...process.env, ...await createTradersEnvironment(data.path), ...changes };
    const child = spawn(process.execPath, ['demo/demo.mjs', ...args], { cwd: tradersFolder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';

    const take = (text: unknown): void =>
    {
        output += String(text);
        act?.(output, signal => { child.kill(signal); });
    };

    child.stdout.on('data', take);
    child.stderr.on('data', take);

    return await new Promise(resolve => { child.on('close', code => { resolve({ code, output }); }); });
}

const pids = (output: string): number[] => [...output.matchAll(/process (\d+)/gu)].map(([, pid]) => Number(pid));

function isRunning(pid: number): boolean
{
    try
    {
        return process.kill(pid, 0);
    }
    catch
    {
        return false;
    }
}

beforeAll(() => { expect(buildApplication(tradersFolder)).toMatchObject({ code: 0 }); });

describe('the demonstration', () =>
{
    it('splits the application over six processes, leaves a PDF, and shows who called whom', async () =>
    {
        const { code, output } = await runDemo(['--once']);

        expect(code, output).toBe(0);
        expect(pids(output).length).toBe(6);
        expect(pids(output).filter(isRunning)).toEqual([]);
        expect(output).toMatch(/ {2}outside ─▶ proxy ─▶ gateway ─▶ sales-[12] +sales\/listMonths +[\d.]+ ms\n/u);
        expect(output).toMatch(/ {2}outside ─▶ proxy ─▶ gateway ─▶ reporting +reporting\/getMonthReport +[\d.]+ ms\n {2}└─ reporting ─▶ (?:gateway ─▶ )?sales-[12] +sales\/getMonthData /u);
        expect(output).toMatch(/ {2}outside ─▶ proxy ─▶ gateway ─▶ sales-[12] +sales\/recordOrder 1\.0\.0 +[\d.]+ ms {3}✗ OutOfStock/u);

        const [file = ''] = readdirSync(join(tradersFolder, '.demo')).filter(name => name.endsWith('.pdf'));
        const document = await getDocument({ data: new Uint8Array(readFileSync(join(tradersFolder, '.demo', file))), verbosity: 0 }).promise;
        const { items } = await (await document.getPage(1)).getTextContent();

        expect(items.map(item => 'str' in item ? item.str : '').join(' ')).toContain('$38,547.22');
    });

    it('does the same in one process', async () =>
    {
        const { code, output } = await runDemo(['--standalone', '--once']);

        expect(code, output).toBe(0);
        expect(pids(output).length).toBe(1);
        expect(output).toMatch(/ {2}outside ─▶ standalone +reporting\/getMonthReport .*\n {2}└─ standalone ─▶ standalone +sales\/getMonthData /u);
        expect(existsSync(join(tradersFolder, '.demo/report-1997-03.pdf'))).toBe(true);
    });

    it('runs until Ctrl-C, and then stops everything cleanly', async () =>
    {
        let interrupted = false;
        const { code, output } = await runDemo(['--standalone'], (said, kill) =>
        {
            if (!interrupted && said.includes('Ctrl-C'))
            {
                interrupted = true;
                kill('SIGINT');
            }
        });

        expect(code, output).toBe(0);
        expect(output).toMatch(/Stopped\.\n$/u);
        expect(pids(output).filter(isRunning)).toEqual([]);
    });

    it.each(['Starting the services', 'process ', 'listMonths'])('leaves no process when Ctrl-C comes after "%s"', async word =>
    {
        let interrupted = false;
        const { code, output } = await runDemo([], (said, kill) =>
        {
            if (!interrupted && said.includes(word))
            {
                interrupted = true;
                kill('SIGINT');
            }
        });

        expect(code, output).toBe(130);
        expect(output).toMatch(/Stopped\.\n$/u);
        expect(output).not.toMatch(/\n\s+at /u);
        expect(pids(output).filter(isRunning)).toEqual([]);
    });

    it('says what is wrong when a service cannot start, and leaves none of the others', async () =>
    {
        const server = createServer().listen(0, '127.0.0.1');
        await new Promise(resolve => server.once('listening', resolve));
        const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

        const { code, output } = await runDemo(['--once'], undefined, { TRADERS_SALES_2: url });
        server.close();

        expect(code, output).toBe(1);
        expect(output).toContain(`✗ sales-2 ended with 5 before it served:\n[ERROR] The port of ${url} is in use.`);
        expect(output).toMatch(/Stopped\.\n$/u);
        expect(output).not.toMatch(/\n\s+at /u);
        expect(pids(output).filter(isRunning)).toEqual([]);
    });

    it('refuses what it does not know before it starts anything', async () =>
    {
        const { code, output } = await runDemo(['--onec']);

        expect(code).toBe(2);
        expect(output).toMatch(/^Unknown option '--onec'.*\n\nUsage: npm run demo/u);
        expect(await runDemo(['--help'])).toMatchObject({ code: 0, output: expect.stringContaining('--standalone') as string });
    });
});
