import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { glob } from 'tinyglobby';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { expectSameBehaviour } from './expectations.js';
import { readForms } from './form.js';
import { writeGolden } from './golden-text.js';
import { splitsOf } from './split.js';
import type { Split } from './split.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';

// pnpm forms writes the golden files anew.
const golden = fileURLToPath(new URL('../golden/forms/', import.meta.url));
const splits = (await readForms()).flatMap(splitsOf);
let stage: Stage;

function goldenFile({ form, name }: Split): string
{
    return `${form.name}/${name}.md`;
}

beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.end());

it.each(splits.map(split => [split.form.name, split.name, split] as const))('%s, %s: is built to its golden files, and runs like the unsplit application', async (_form, _name, split) =>
{
    const outcome = await stage.perform(split);

    expectSameBehaviour(split, outcome);
    await expect(writeGolden(split, outcome)).toMatchFileSnapshot(join(golden, goldenFile(split)));
});

it('has no golden file of a split that is gone', async () =>
{
    const known = new Set(splits.map(goldenFile));

    expect((await glob('**/*.md', { cwd: golden })).filter(file => !known.has(file))).toEqual([]);
});
