import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

import { createTemporaryFolder, jitarCli } from './cluster.js';
import { readCode, readTables } from './page-tables.js';

const folder = createTemporaryFolder();
const tables = readTables('docs/services.md');

const keysBelow = (heading: string): string[] =>
{
    const [table] = tables.get(heading) ?? [];

    return (table ?? []).flatMap(([key = '']) => readCode(key)).sort();
};

const run = (...args: string[]): string =>
{
    const { stdout, stderr } = spawnSync(process.execPath, [jitarCli, ...args], { cwd: folder.path, encoding: 'utf8' });

    return `${stdout}${stderr}`;
};

/** The keys that may stand where an unknown one was found. */
const knownKeys = (output: string): string[] => (/qqqqqqqqqqqqqqqq: is not a known key; known are (?<keys>.*)$/mu.exec(output)?.groups?.['keys'] ?? output).split(', ').sort();

const write = (file: string, value: unknown): void =>
{
    mkdirSync(join(folder.path, file, '..'), { recursive: true });
    writeFileSync(join(folder.path, file), JSON.stringify(value));
};

const unknown = { qqqqqqqqqqqqqqqq: 1 };

afterAll(() => { folder[Symbol.dispose](); });

describe('docs/services.md', () =>
{
    it.each<[string, string, unknown]>([
        ['The project: `jitar.json`', 'jitar.json', unknown],
        ['Segments: `segments/<name>.json`', 'segments/sales.json', { './sales': { sell: unknown } }]
    ])('%s lists each key there is, and no other', (heading, file, content) =>
    {
        write(file, content);

        expect(keysBelow(heading)).toEqual(knownKeys(run('build')));

        write(file, {});
    });

    const kinds = ['standalone', 'node', 'gateway', 'repository', 'proxy'];
    const titles = [...tables.keys()].filter(title => /^`\w+`/u.test(title));

    it('lists each key of all services, and each kind, and no other', () =>
    {
        write('service.json', unknown);

        expect([...keysBelow('Services: `services/<name>.json`'), ...titles.flatMap(readCode)].sort()).toEqual(knownKeys(run('start', '--service=service.json')));
        expect(titles.map(title => readCode(title)[0])).toEqual(kinds);
    });

    it.each(titles)('%s lists each key there is, and no other', title =>
    {
        const [kind = ''] = readCode(title);

        write('service.json', { url: 'http://localhost:0', [kind]: unknown });

        expect(keysBelow(title)).toEqual(knownKeys(run('start', '--service=service.json')));
    });

    it('lists each option of the commands, and no other', () =>
    {
        const help = `${run('help', 'start')}${run('help', 'build')}`;
        const options = new Set([...help.matchAll(/^ {2,}(?:-\w, )?(?<option>--[\w-]+)/gmu)].map(({ groups }) => groups?.['option'] ?? ''));

        options.delete('--help');

        expect(keysBelow('Running')).toEqual([...options].sort());
    });
});
