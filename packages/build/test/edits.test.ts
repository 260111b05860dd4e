import { describe, expect, it } from 'vitest';

import type { Builder, BuildResult } from '../src/index.js';
import { createRandom } from './mutation/random.js';
import type { Random } from './mutation/random.js';
import { createProject } from './project.js';
import type { Project } from './project.js';

type Files = Readonly<Record<string, string>>;

/** So many sequences of so many edits. */
const [sequences, edits] = [24, 12];

const segments = {
    'segments/sales.json': JSON.stringify({ './sales/order': { order: { access: 'public' } }, './sales/price': { price: { access: 'protected' } } }),
    'segments/stock.json': JSON.stringify({ './stock/reserve': { reserve: { access: 'protected' } } })
};

const application: Files = {
    ...segments,
    'src/sales/order.ts': 'import { price } from \'./price\';\nimport { reserve } from \'../stock/reserve\';\nimport { Line } from \'../line\';\n\nexport async function order(name: string): Promise<Line> { await reserve(new Line(name)); return new Line(`${name} ${await price(name)}`); }\n',
    'src/sales/price.ts': 'import { round } from \'../shared/round\';\n\nexport async function price(name: string): Promise<number> { return round(name.length); }\n',
    'src/stock/reserve.ts': 'import { round } from \'../shared/round\';\nimport type { Line } from \'../line\';\n\nexport async function reserve(line: Line): Promise<number> { return round(line.name.length); }\n',
    'src/shared/round.ts': 'export function round(value: number): number { return Math.round(value); }\n',
    'src/shared/count.ts': 'let counted = 0;\n\nexport function count(): number { return ++counted; }\n',
    'src/line.ts': 'export class Line { readonly name: string; constructor(name: string) { this.name = name; } }\n',
    'src/page.ts': 'import { order } from \'./sales/order\';\n\nexport const text = order(\'a\');\n',
    'src/page.html': '<p></p>\n'
};

const statements: readonly [string, ...string[]] = [
    'export const added: number = 1;',
    'export async function later(value?: string): Promise<string> { return `${value}`; }',
    'import { count } from \'../shared/count\';\nvoid count();',
    'import \'../page\';',
    'import { readFile } from \'node:fs/promises\';\nvoid readFile;',
    'export class Added { readonly value = 1; }',
    'export * from \'../shared/round\';',
    'let changing = 1;\nexport function change(): number { return changing++; }',
    'const broken = {',
    'function inner(): void { /* nothing */ }\ninner();'
];

/** Changes one file: its inner code, what it shows, whether it is there. Gives what is there then. */
function edit(files: Files, random: Random): Files
{
    const [first = 'src/line.ts', ...rest] = Object.keys(files).filter(path => path.endsWith('.ts'));
    const path = random.pick([first, ...rest]);
    const text = files[path] ?? '';

    switch (random.below(9))
    {
        case 0: return { ...files, [path]: text.replace(/return /, `const number${random.below(100)} = ${random.below(100)};\n return `) };
        case 1: return { ...files, [path]: `${text}${random.pick(statements)}\n` };
        case 2: return { ...files, [path]: application[path] ?? text };
        case 3: return { ...files, [`src/new/module${random.below(3)}.ts`]: `${random.pick(statements)}\n` };
        case 4: return omit(files, path);
        case 5: return { ...application, ...files };
        case 6: return { ...files, 'src/page.html': `<p>${random.below(100)}</p>\n` };
        case 7: return { ...files, [path]: text.replace(/(async function \w+\()(\w)/, '$1added: number, $2') };
        default: return { ...application, [path]: `// ${random.below(100)}\n${application[path] ?? text}` };
    }
}

function omit(files: Files, path: string): Files
{
    return Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));
}

function differences(before: Files, now: Files): readonly string[]
{
    return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(path => before[path] !== now[path]);
}

async function apply(project: Project, before: Files, now: Files): Promise<readonly string[]>
{
    const changed = differences(before, now);

    for (const path of changed)
    {
        await (now[path] === undefined ? project.remove(path) : project.write({ [path]: now[path] }));
    }

    return changed;
}

/** What a build says, and what is in the target after it. */
async function outcomeOf(project: Project, result: BuildResult): Promise<object>
{
    const files = result.succeeded ? await Promise.all((await project.list('dist')).map(async path => [path, await project.read(`dist/${path}`)] as const)) : [];

    return { succeeded: result.succeeded, diagnostics: result.diagnostics, files: Object.fromEntries(files) };
}

async function buildCold(files: Files): Promise<object>
{
    const project = await createProject(files);

    return outcomeOf(project, await (await project.builder()).build());
}

describe('a builder that follows a sequence of edits', () =>
{
    it.each(Array.from({ length: sequences }, (_, index) => index + 1))('leaves what a cold build of the same sources makes, byte for byte (sequence %i)', { timeout: 60_000 }, async seed =>
    {
        const random = createRandom(seed);
        const project = await createProject(application);
        const cacheFolder = seed % 3 === 0 ? '.jitar/build' : undefined;
        let builder: Builder = await project.builder({ cacheFolder });
        let files = application;

        await builder.build();

        for (let count = 0; count < edits; count++)
        {
            const next = random.below(4) === 0 ? edit(edit(files, random), random) : edit(files, random);
            const changed = await apply(project, files, next);

            files = next;

            // Now and then another process goes on.
            const anew = random.below(6) === 0;

            builder = anew ? await project.builder({ cacheFolder }) : builder;

            const result = anew ? await builder.build() : await builder.update(changed);

            expect(await outcomeOf(project, result), `edit ${count}: ${changed.join()}`).toEqual(await buildCold(files));
        }
    });
});
