import { readFile } from 'node:fs/promises';

import { beforeAll, describe, expect, it } from 'vitest';

import { contestants } from './contestants.mjs';
import { measureCoverage } from './coverage.mjs';
import { findCoverage, formatCoverage, putCoverage, readme } from './report.mjs';
import { refusedRows, rows } from './rows.mjs';

const [subject, ...peers] = contestants.keys();

/** The version of Node by which the table was written: hosts differ in what they clone. */
const tableHost = '20';

let outcomes;

beforeAll(async () => outcomes = await measureCoverage(), 180_000);

describe('what comes back as it was', () =>
{
    it.each(rows.map(({ name, needs }, index) => [name, needs, index]))('%s', (_, needs, index) =>
    {
        expect(outcomes.get(subject)[index]).toBe(needs !== undefined && globalThis[needs] === undefined ? 'missing' : 'faithful');
    });

    it.each(refusedRows.map(({ name }, index) => [name, rows.length + index]))('but not a %s, which is refused', (_, index) =>
    {
        expect(outcomes.get(subject)[index]).toBe('refused');
    });

    it('tells the peers apart', () =>
    {
        for (const peer of peers)
        {
            expect(new Set(outcomes.get(peer)).size).toBeGreaterThan(2);
        }
    });
});

describe('the table in the README', () =>
{
    it.runIf(process.versions.node.split('.')[0] === tableHost)('is what a run gives', async () =>
    {
        expect(findCoverage(await readFile(readme, 'utf8'))).toBe(formatCoverage(outcomes));
    });

    it('is written between its marks, and nothing else changes', async () =>
    {
        const text = await readFile(readme, 'utf8');

        expect(putCoverage(text, findCoverage(text))).toBe(text);
        expect(putCoverage(putCoverage(text, 'another'), findCoverage(text))).toBe(text);
    });
});
