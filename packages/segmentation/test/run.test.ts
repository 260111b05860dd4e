import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { emitSources, readFixture, writeApplication } from './application.js';

/** What a run printed. */
interface Outcome
{
    readonly value?: unknown;
    readonly error?: string;
    readonly calls: readonly string[];
}

const execute = promisify(execFile);
const runner = new URL('run-application.js', import.meta.url).pathname;
let folder = '';

beforeAll(async () =>
{
    folder = await mkdtemp(join(tmpdir(), 'jitar-segmentation-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function run(name: string, fqn: string, args: readonly unknown[]): Promise<Outcome>
{
    const sources = await readFixture(name);
    const target = join(folder, name);

    await writeApplication(sources, target);

    const { stdout } = await execute(process.execPath, [runner, target, Object.keys(sources.segments).join(','), fqn, JSON.stringify(args)]);

    return JSON.parse(stdout) as Outcome;
}

describe('the emitted modules, run by Node', () =>
{
    it('call local procedures directly, and those of other segments through stubs', async () =>
    {
        expect(await run('trading', 'reporting/getMonthReport', [2024, 1])).toEqual({
            value: 'Report\nMonth\n2024: 2 1\nOrder 9: 9 n t a+b 1\n2',
            calls: [
                'reporting -> sales/getMonthData 0.0.0 {"year":2024,"month":1}',
                'reporting -> sales/recordOrder 1.0.0 {"1":{"note":"n","tags":["t"]},"order":{"id":9},"...extras":["a","b"]}',
                'reporting -> sales/recordOrder 1.0.0 {"order":{"id":3},"...extras":[]}'
            ]
        });
    });

    it('work in every form of import and export, in circles across segments too', async () =>
    {
        const { value, calls } = await run('forms', 'a/all', [5]);

        expect(value).toEqual([6, 'square55', '1:2', 10, 'square11', 'square00', [5, 6, 7], 6, '1.0', 'ping-+', 'label', 'data', 2]);
        expect(calls.slice(-2)).toEqual(['a -> b/pong 0.0.0 {"n":1}', 'b -> a/ping 0.0.0 {"n":0}']);
    });
});

describe('source maps', () =>
{
    it('lead from a rewritten module to the line and column of the source', async () =>
    {
        const sources = await readFixture('trading');
        const { code = '', map = '' } = emitSources(sources).get('reporting/getMonthReport.reporting.js') ?? {};
        const lines = code.split('\n');
        const line = lines.findIndex(text => text.includes('createPDF(['));
        const column = lines[line]?.indexOf('createPDF') ?? -1;
        const original = sources.files['reporting/getMonthReport.ts']?.split('\n') ?? [];
        const entry = new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]).findEntry(line, column);

        expect(entry).toMatchObject({ originalSource: 'reporting/getMonthReport.ts', originalLine: original.findIndex(text => text.includes('createPDF([')), originalColumn: column });
    });
});
