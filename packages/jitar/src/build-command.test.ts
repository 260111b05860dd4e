import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { runCli } from './command-line.js';
import type { LineWriter } from './logger.js';

let folder: string;

/** Takes what is written. */
function createWriter(isTTY: boolean): LineWriter & { text: string }
{
    return { text: '', isTTY, write(text: string) { this.text += text; } };
}

async function build(args: readonly string[], { isTTY = false } = {}): Promise<{ code: number; output: string; errors: string }>
{
    const [output, errors] = [createWriter(isTTY), createWriter(isTTY)];
    const code = await runCli(['build', ...args], { output, errors });

    return { code, output: output.text, errors: errors.text };
}

beforeEach(async () =>
{
    folder = await mkdtemp(join(tmpdir(), 'jitar-command-'));
    vi.spyOn(process, 'cwd').mockReturnValue(folder);
    vi.stubEnv('NO_COLOR', '');
    vi.stubEnv('TERM', 'xterm');

    await mkdir(join(folder, 'src'));
    await mkdir(join(folder, 'segments'));
    await writeFile(join(folder, 'src/report.ts'), 'import \'./formats\';\n\nexport function report() { return 1; }\n');
    await writeFile(join(folder, 'segments/reporting.json'), '{ "./report": { "report": {}, "reports": {} } }');
});

afterEach(async () =>
{
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
});

describe('jitar build', () =>
{
    it('tells all that is wrong at once, with code, place, lines and fix', async () =>
    {
        const { code, errors } = await build([]);

        expect(code).toBe(4);
        expect(errors).toContain('[ERROR] src/report.ts:3:8 error PROCEDURE_NOT_ASYNC\n');
        expect(errors).toContain([
            '[ERROR] segments/reporting.json:1:31 error EXPORT_NOT_FOUND',
            '"report.ts" does not export "reports".',
            '',
            '> 1 | { "./report": { "report": {}, "reports": {} } }',
            '    |                               ^',
            '',
            'Fix: Did you mean "report"?',
            ''
        ].join('\n'));
        expect(errors).toContain('[ERROR] src/report.ts:1:8 error IMPORT_NOT_FOUND\n');
    });

    it('colours them on a terminal, and nowhere else', async () =>
    {
        expect((await build([], { isTTY: true })).errors).toContain('\u001b[31merror\u001b[39m \u001b[2mIMPORT_NOT_FOUND');
        expect((await build([])).errors).not.toContain('\u001b');

        vi.stubEnv('NO_COLOR', '1');

        expect((await build([], { isTTY: true })).errors).not.toContain('\u001b');
    });

    it('gives them to scripts as JSON, without colours', async () =>
    {
        const { code, output } = await build(['--json'], { isTTY: true });

        expect(code).toBe(4);
        expect(JSON.parse(output)).toMatchObject({
            succeeded: false,
            diagnostics: [
                { code: 'EXPORT_NOT_FOUND', severity: 'error', file: 'segments/reporting.json', line: 1, column: 30 },
                {
                    code: 'IMPORT_NOT_FOUND', severity: 'error', file: 'src/report.ts', line: 1, column: 7,
                    message: '"./formats" leads to no module.',
                    fix: 'Check the path; it is relative to this file.',
                    frame: '> 1 | import \'./formats\';\n    |        ^\n  2 |\n  3 | export function report() { return 1; }\n  4 |'
                },
                { code: 'PROCEDURE_NOT_ASYNC', severity: 'error', file: 'src/report.ts', line: 3, column: 7 }
            ]
        });
    });
});
