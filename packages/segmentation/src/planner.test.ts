import { describe, expect, it } from 'vitest';

import type { Sources } from '../test/application.js';
import { inputOf } from '../test/application.js';
import { createPlanner, planSegmentation } from './index.js';

const sources: Sources = {
    files: {
        'sales.ts': 'import { round } from \'./round\';\nimport type { Month } from \'./Month\';\n\nexport async function listMonths(year: number): Promise<Month[]> { return [round(year)]; }\n',
        'report.ts': 'import { listMonths } from \'./sales\';\nimport * as cache from \'./cache\';\n\nexport async function report() { cache.put(1); return await listMonths(1997); }\n',
        'round.ts': 'export function round(value: number): any { return value; }\n',
        'cache.ts': 'const values: unknown[] = [];\n\nexport function put(value: unknown): void { values.push(value); }\n',
        'Month.ts': 'export class Month { constructor(readonly number: number) { } }\n',
        'page.ts': 'import { report } from \'./report\';\n\nawait report();\n'
    },
    segments: { sales: { './sales': { listMonths: { access: 'protected' } } }, reporting: { './report': { report: { access: 'public' } } } }
};

/** Plans the sources, then follows changes of them step by step; gives the last two plans and what a new planner makes of the end. */
function follow(...changes: readonly Readonly<Record<string, string>>[])
{
    const planner = createPlanner();
    const plans = [planner.plan(inputOf(sources))];
    let files = sources.files;

    for (const change of changes)
    {
        files = { ...files, ...change };
        plans.push(planner.update({ ...inputOf({ ...sources, files }), changed: Object.keys(change) }));
    }

    return { before: plans.at(-2), after: plans.at(-1), anew: planSegmentation(inputOf({ ...sources, files })) };
}

const calling = 'import { listMonths } from \'./sales\';\nimport * as cache from \'./cache\';\n\n// one line more\nexport async function report() { cache.put(2); return await listMonths(1998); }\n';

describe('a planner', () =>
{
    it.each([
        ['within a function', [{ 'report.ts': calling }]],
        ['of several modules', [{ 'report.ts': calling, 'round.ts': '\nexport function round(value: number): any { return value + 1; }\n' }]],
        ['in several steps', [{ 'report.ts': calling }, { 'cache.ts': 'const values: unknown[] = [1];\n\nexport function put(value: unknown): void { values.unshift(value); }\n' }, { 'report.ts': `\n${calling}` }]],
        ['that brings a warning', [{ 'report.ts': calling.replace('return await listMonths(1998)', 'listMonths(1998)') }]],
        ['that brings a warning and takes it back', [{ 'report.ts': calling.replace('return await listMonths(1998)', 'listMonths(1998)') }, { 'report.ts': calling }]],
        ['of an import', [{ 'report.ts': `import { round } from './round';\n${calling.replace('cache.put(2)', 'cache.put(round(2))')}` }]],
        ['of parameters', [{ 'sales.ts': 'export async function listMonths(year: number, { first = 1 } = {}) { return [year, first]; }\n' }]],
        ['that adds state', [{ 'round.ts': 'let count = 0;\nexport function round(value: number): any { return value + count++; }\n' }]],
        ['that is wrong', [{ 'sales.ts': 'export function listMonths() { }\n' }]],
        ['that is wrong in its text', [{ 'sales.ts': 'export async function listMonths( { }\n' }]],
        ['that is wrong, and one that mends it', [{ 'report.ts': calling.replace('{ listMonths }', '{ listMonth }') }, { 'report.ts': calling }]],
        ['that takes away a procedure', [{ 'sales.ts': 'export async function other() { }\n' }]],
        ['of a class', [{ 'Month.ts': 'export class Month { constructor(readonly number: number, readonly year = 1997) { } }\n' }]]
    ])('follows a change %s to the plan that a new one makes', (_, changes) =>
    {
        const { after, anew } = follow(...changes);

        expect(after).toEqual(anew);
    });

    it('links again what changed in itself, and nothing else', () =>
    {
        const { before, after } = follow({ 'report.ts': calling });
        const renewed = after?.modules.filter((module, index) => module !== before?.modules[index]).map(({ path }) => path);

        expect(renewed).toEqual(['report.reporting.js']);
        expect(after?.segments).toBe(before?.segments);
        expect(after?.stubs).toBe(before?.stubs);
    });

    it('leaves the models alone that it is given', () =>
    {
        const planner = createPlanner();
        const input = inputOf(sources);
        const copy = structuredClone(input.modules);

        planner.plan(input);
        planner.update({ ...inputOf({ ...sources, files: { ...sources.files, 'report.ts': calling } }), changed: ['report.ts'] });

        expect(input.modules).toEqual(copy);
    });
});
