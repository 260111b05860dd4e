import { afterAll, beforeAll, it } from 'vitest';

import { expectSameBehaviour } from './expectations.js';
import { readForms } from './form.js';
import { hasTypes, toJavaScript } from './plain.js';
import { splitsOf } from './split.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';

const splits = (await readForms()).filter(({ left }) => !left.has('javascript')).flatMap(splitsOf).filter(hasTypes);
let stage: Stage;

beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.end());

it.each(splits.map(split => [split.form.name, split.name, split] as const))('%s, %s: runs like the unsplit application in plain JavaScript', async (_form, _name, split) =>
{
    expectSameBehaviour(split, await stage.perform(toJavaScript(split)));
});
