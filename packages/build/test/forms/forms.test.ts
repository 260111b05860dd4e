import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { glob } from 'tinyglobby';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { performSplit } from './application.js';
import { readForms } from './form.js';
import { writeGolden } from './golden-text.js';
import { createPlayer } from './play.js';
import type { Player } from './play.js';
import { splitsOf } from './split.js';
import type { Split } from './split.js';

// pnpm forms writes the golden files anew.
const golden = fileURLToPath(new URL('../golden/forms/', import.meta.url));
const splits = (await readForms()).flatMap(splitsOf);
let folder = '';
let player: Player;

function goldenFile({ form, name }: Split): string
{
    return `${form.name}/${name}.md`;
}

beforeAll(async () =>
{
    folder = await mkdtemp(join(tmpdir(), 'jitar-forms-'));
    player = createPlayer();
});

afterAll(async () =>
{
    player.end();
    await rm(folder, { recursive: true });
});

describe.each(splits.map(split => [`${split.form.name}: ${split.name}`, split] as const))('%s', (_, split) =>
{
    it('is built and run like the unsplit application', async () =>
    {
        const outcome = await performSplit(split, join(folder, split.form.name, split.name), player);
        const errors = outcome.build.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);

        expect([...new Set(errors)].sort(), JSON.stringify(outcome.build.diagnostics, null, 2)).toEqual(split.refused?.split(',') ?? []);

        if (split.differs === undefined)
        {
            expect(outcome.together).toBe(outcome.unsplit);
        }

        if (outcome.apart !== undefined && split.apart === undefined)
        {
            expect(outcome.apart).toBe(outcome.together);
        }

        await expect(writeGolden(split, outcome)).toMatchFileSnapshot(join(golden, goldenFile(split)));
    });
});

it('has no golden file of a split that is gone', async () =>
{
    const known = new Set(splits.map(goldenFile));

    expect((await glob('**/*.md', { cwd: golden })).filter(file => !known.has(file))).toEqual([]);
});
