import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { describe, expect, it } from 'vitest';

import { createTemporaryFolder, jitarCli } from './cluster.js';

const application = {
    'package.json': '{ "type": "module" }',
    'segments/sales.json': '{ "./sales": { "sell": { "access": "public" } } }',
    'src/sales.ts': 'import { tax } from \'./tax\';\n\nexport async function sell(price: number): Promise<number> { return price + tax; }\n',
    'src/tax.ts': 'export const tax = 19;\n',
    'src/notes.txt': 'one'
};

/** `jitar build --watch` in a folder of its own, in a pipe. */
function startWatching(...options: string[])
{
    const folder = createTemporaryFolder();
    const write = (files: Readonly<Record<string, string>>): void =>
    {
        for (const [path, text] of Object.entries(files))
        {
            mkdirSync(dirname(join(folder.path, path)), { recursive: true });
            writeFileSync(join(folder.path, path), text);
        }
    };

    write(application);

    const child = spawn(process.execPath, [jitarCli, 'build', '--watch', ...options], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number | null>(resolve => child.once('exit', code => { resolve(code); }));
    const lines: string[] = [];
    const waiting = new Set<() => void>();

    for (const stream of [child.stdout, child.stderr])
    {
        createInterface({ input: stream }).on('line', line =>
        {
            lines.push(line);
            waiting.forEach(check => { check(); });
        });
    }

    /** Waits for a line that fits, and takes it and those before it. */
    const next = async (pattern: RegExp): Promise<string> => new Promise((resolve, reject) =>
    {
        const check = (): void =>
        {
            const index = lines.findIndex(line => pattern.test(line));

            if (index >= 0)
            {
                waiting.delete(check);
                resolve(lines.splice(0, index + 1).join('\n'));
            }
        };

        void ended.then(code => { reject(new Error(`It ended with ${String(code)}: ${lines.join('\n')}`)); });
        waiting.add(check);
        check();
    });

    return {
        write, next, lines,
        path: (path: string) => join(folder.path, path),
        read: (path: string) => readFileSync(join(folder.path, path), 'utf8'),
        async end(signal: NodeJS.Signals): Promise<number | null>
        {
            child.kill(signal);

            return ended;
        },
        async [Symbol.asyncDispose](): Promise<void>
        {
            child.kill('SIGKILL');
            await ended;
            folder[Symbol.dispose]();
        }
    };
}

describe('jitar build --watch', () =>
{
    it('builds what a change touches, and ends with 0 on SIGINT', async () =>
    {
        await using watching = startWatching();

        expect(await watching.next(/Watching for changes/u)).toBe('[INFO] Built sales segment (1 modules, 1 procedures, 0 classes)\n[INFO] Watching for changes');

        watching.write({ 'src/tax.ts': 'export const tax = 7;\n' });
        expect(await watching.next(/Built again/u)).toMatch(/^\[INFO\] Built again in \d+ ms \(3 files written, 0 removed\)$/u);
        expect(watching.read('dist/tax.js')).toContain('tax = 7');

        watching.write({ 'src/notes.txt': 'two', 'src/more/new.ts': 'export const added = 1;\n' });
        await watching.next(/Built again/u);
        expect(watching.read('dist/notes.txt')).toBe('two');
        expect(watching.read('dist/more/new.js')).toContain('added = 1');

        expect(await watching.end('SIGINT')).toBe(0);
        expect(watching.lines).toEqual([]);
    });

    it('leaves nothing behind of what was deleted or renamed', async () =>
    {
        await using watching = startWatching();

        watching.write({ 'src/old.ts': 'export const old = 1;\n' });
        await watching.next(/Watching for changes/u);
        renameSync(watching.path('src/old.ts'), watching.path('src/renamed.ts'));
        rmSync(watching.path('src/notes.txt'));

        while (existsSync(watching.path('dist/old.js')) || existsSync(watching.path('dist/notes.txt')) || !existsSync(watching.path('dist/renamed.js')))
        {
            await watching.next(/Built again/u);
        }

        expect(await watching.end('SIGTERM')).toBe(0);
    });

    it('tells mistakes, and builds the next good state', async () =>
    {
        await using watching = startWatching();

        await watching.next(/Watching for changes/u);
        watching.write({ 'src/sales.ts': 'export function sell( {\n' });
        expect(await watching.next(/The build stopped at/u)).toContain('src/sales.ts');

        watching.write({ 'src/sales.ts': application['src/sales.ts'] });
        await watching.next(/Built again/u);

        watching.write({ 'segments/sales.json': '{ "./sales": { "sell": { "acess": "public" } } }' });
        expect(await watching.next(/acess/u)).toContain('[ERROR]');

        watching.write({ 'segments/sales.json': '{ "./sales": { "sell": { "access": "protected" } } }' });
        await watching.next(/Built again/u);
        expect(watching.read('dist/sales.segment.js')).toContain('protected');

        expect(await watching.end('SIGINT')).toBe(0);
    });

    it('gives a script one object a build', async () =>
    {
        await using watching = startWatching('--json', '--log-level=error');

        expect(JSON.parse(await watching.next(/^\{/u))).toMatchObject({ succeeded: true, segments: [{ name: 'sales' }] });
    });
});
