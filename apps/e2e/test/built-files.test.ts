import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

import { buildApplication, tradersFolder } from './cluster.js';

const dist = join(tradersFolder, 'dist');

let files: string[];
let output: string;

beforeAll(() =>
{
    const result = buildApplication(tradersFolder);

    output = result.output;
    expect(result.code, output).toBe(0);

    files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).sort();
});

const read = (path: string): string => readFileSync(join(dist, path), 'utf8');

describe('the built reference application', () =>
{
    it('was announced, segment by segment', () =>
    {
        expect(output).toContain('[INFO] Built reporting segment (2 modules, 2 procedures, 0 classes)');
        expect(output).toMatch(/\[INFO\] Built sales segment \(\d+ modules, \d+ procedures, 0 classes\)/u);
    });

    it('has the file names that tell what a module is', () =>
    {
        expect(files).toEqual(expect.arrayContaining([
            'jitar.manifest.json', 'reporting.segment.js', 'sales.segment.js',
            'reporting/getMonthReport.reporting.js', 'reporting/formatMonthReport.reporting.js', 'reporting/getMonthReport.remote.js',
            'sales/getMonthData.sales.js', 'sales/getMonthData.remote.js', 'utils/createPDF.js', 'database.js', 'index.html', 'style.css'
        ]));
        expect(files).not.toContain('sales/getMonthData.reporting.js');
        expect(files).not.toContain('reporting/formatMonthReport.remote.js');
    });

    it('calls a procedure of another segment through its stub, in the name of the calling segment', () =>
    {
        expect(read('sales/getMonthData.remote.js')).toContain(
            "export default async function getMonthData(year, month) { return __run('sales/getMonthData', '0.0.0', { 'year': year, 'month': month }, this); }");
        expect(read('reporting/getMonthReport.reporting.js')).toMatch(/from ['"]\.\.\/sales\/getMonthData\.remote\.js\?reporting['"]/u);
        expect(read('reporting/getMonthReport.reporting.js')).toMatch(/from ['"]\.\/formatMonthReport\.reporting\.js['"]/u);
    });

    it('needs nothing of Jitar in what the build added', () =>
    {
        const added = files.filter(file => /^jitar\.\w+\.js$|\.remote\.js$|\.segment\.js$/u.test(file));

        expect(added.length).toBeGreaterThan(6);

        for (const file of added)
        {
            const specifiers = [...read(file).matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/gu)].map(([, specifier]) => specifier);

            expect(specifiers.filter(specifier => !specifier?.startsWith('.')), file).toEqual([]);
        }
    });

    it('came from sources that know Jitar only by its error classes', () =>
    {
        const sources = readdirSync(join(tradersFolder, 'src'), { recursive: true, encoding: 'utf8' }).filter(file => /\.\w+$/u.test(file));
        const lines = sources.flatMap(file => readFileSync(join(tradersFolder, 'src', file), 'utf8').split('\n').filter(line => /jitar/iu.test(line)));

        expect(lines).toEqual(["import { BadRequest, Conflict, NotFound } from 'jitar';"]);
    });
});
