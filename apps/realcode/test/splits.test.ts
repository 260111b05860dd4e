import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createApplication } from '../src/application.js';
import type { Application } from '../src/application.js';
import { runInOneProcess, runInSeveralProcesses } from '../src/placements.js';
import { programs } from '../src/program.js';
import { createRandom } from '../src/random.js';
import { differences, firstOfEach, report } from '../src/report.js';
import type { PlayedSplit } from '../src/report.js';
import { createSplitter, describeDiagnostic } from '../src/split.js';
import type { RefusedImport, Splitter } from '../src/split.js';
import { surveyApplication } from '../src/survey.js';
import type { Survey } from '../src/survey.js';
import { findKinds, runUnsplit } from '../src/unsplit.js';
import type { Kinds } from '../src/unsplit.js';

const splits = Number(process.env['SPLITS'] ?? 2);
const splitsInSeveral = Number(process.env['SPLITS_IN_SEVERAL'] ?? 1);
const avoidedSplitOff = Number(process.env['SPLITS_AVOIDED'] ?? 1);
const firstSeed = Number(process.env['FIRST_SPLIT'] ?? 1);
const seeds = Array.from({ length: splits }, (_, index) => firstSeed + index);

const sorted = (calls: readonly string[]): readonly string[] => [...calls].sort();

describe.each(Object.values(programs))('$name, split at random', program =>
{
    const played: PlayedSplit[] = [];

    let application: Application;
    let survey: Survey;
    let splitter: Splitter;
    let unsplit: string;

    beforeAll(async () =>
    {
        application = await createApplication(program);
        survey = await surveyApplication(application);
        splitter = createSplitter(application, survey.candidates);
        unsplit = (await runUnsplit(application, new Map())).record;
    });

    afterAll(async () =>
    {
        if (process.env['REPORT'] === 'true')
        {
            console.log(report(application, survey, played));
        }

        await application[Symbol.asyncDispose]();
    });

    it('has twenty modules or more, with asynchronous functions between them', () =>
    {
        expect(application.modules.length).toBeGreaterThanOrEqual(20);
        expect(survey.candidates.length).toBeGreaterThanOrEqual(8);
    });

    it.each(seeds)('does in split %i what it does unsplit', async seed =>
    {
        const built = await splitter.draw(createRandom(seed));
        const reference = await runUnsplit(application, built.split);
        const inOne = await runInOneProcess(application, built.segments);

        const calls = reference.crossings.map(({ name }) => name);
        // Which of several segments takes a call decides where the calls come from that it makes.
        const exact = reference.crossings.every(({ ambiguous }) => !ambiguous);

        expect(inOne.record).toBe(reference.record);
        expect(exact ? sorted(inOne.calls) : []).toEqual(exact ? sorted(calls) : []);

        if (seed < firstSeed + splitsInSeveral)
        {
            const inSeveral = await runInSeveralProcesses(application, built.segments);

            expect(inSeveral.record).toBe(reference.record);
            expect(exact ? sorted(inSeveral.calls) : []).toEqual(exact ? sorted(calls) : []);
        }

        played.push({ seed, built, exact, distinct: new Set(inOne.calls).size, copied: differences(unsplit, reference.record) });
    });

    it('makes three or more distinct calls between segments in most splits', () =>
    {
        expect(played.filter(({ distinct }) => distinct >= 3).length).toBeGreaterThanOrEqual(splits * 0.6);
    });

    it('is told nothing wrong of what the rules do not allow', async () =>
    {
        const refused = firstOfEach(played.flatMap(({ built }) => built.refused));
        const paths = new Set(refused.map(({ candidate }) => candidate.path));
        const kinds = new Map(await Promise.all([...paths].map(async path => [path, await findKinds(application, path)] as const)));

        for (const found of refused)
        {
            await checkRefused(application, found, kinds.get(found.candidate.path) ?? {});
        }
    });

    it('is refused at a boundary what cannot be copied', async () =>
    {
        for (const { candidate } of survey.avoided.slice(0, avoidedSplitOff))
        {
            const built = await splitter.build(new Map(survey.avoided.map(avoided => [avoided.candidate, avoided.candidate === candidate ? ['north'] : []])));
            const reference = await runUnsplit(application, built.split);
            const inOne = await runInOneProcess(application, built.segments);

            expect(hideRefusals(inOne.record), candidate.path).toBe(hideRefusals(reference.record));

            // Where the rules keep it with its callers anyway, there is no boundary left.
            expect(reference.refusals.length + built.refused.length, candidate.path).toBeGreaterThan(0);
        }
    });
});

/** Holds a diagnostic to the text that it points at, to what the export is when it runs, and to the split. */
async function checkRefused(application: Application, { diagnostic, split, name, candidate, view }: RefusedImport, kinds: Kinds): Promise<void>
{
    const lines = (await readFile(join(application.folder, diagnostic.file), 'utf8')).split('\n');
    const segments = split.get(candidate) ?? [];
    const says = describeDiagnostic(diagnostic);

    expect(lines[diagnostic.line - 1]?.slice(diagnostic.column).startsWith(name), says).toBe(true);
    expect(kinds[name], says).toBeDefined();
    expect(kinds[name], says).not.toBe('async function');
    expect(segments.length, says).toBeGreaterThan(0);
    expect(segments, says).not.toContain(view);
}

/** What is refused is refused in other words, and with other fields, than those of the reference. */
function hideRefusals(record: string): string
{
    return record.replaceAll(/^([^:]*?)(?: failed)?: .*cannot be sent.*$/gm, '$1 is refused');
}
