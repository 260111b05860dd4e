import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';

import { buildApplication, createTemporaryFolder, tradersFolder, trustKey } from './cluster.js';
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
        expect(output).toMatch(/──▶ reporting: reporting\/getMonthReport.*\n\s+reporting ──▶ sales-[12]: sales\/getMonthData/u);

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
        expect(output).toContain('standalone ──▶ standalone: sales/getMonthData');
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

    it('ends with a code that is not 0 when a service cannot start', async () =>
    {
        const { code, output } = await runDemo(['--once'], undefined, { TRADERS_GATEWAY: 'http://127.0.0.1:1', TRADERS_TRUST_KEY: trustKey });

        expect(code).not.toBe(0);
        expect(output).toContain('gateway');
    });
});
