import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { readBlocks } from './blocks.js';
import { findExpectations, fillIn } from './expectations.js';
import { createWorkspace } from './workspace.js';

/** Declares a test for each `ts` block of a README; see index.d.ts. */
export function testReadme(url, { timeout = 20_000 } = {})
{
    const file = fileURLToPath(url);
    const blocks = readBlocks(readFileSync(file, 'utf8'));
    const examples = blocks.filter(block => block.language === 'ts' && block.file === undefined);

    describe('README', () =>
    {
        let workspace;

        beforeAll(async () => { workspace = await createWorkspace(packageOf(file)); });
        afterAll(() => workspace?.remove());

        test('has an example', () =>
        {
            expect(examples.length, `${file} needs a \`\`\`ts block that shows how the package is used.`).toBeGreaterThan(0);
        });

        for (const example of examples)
        {
            test(`the example of line ${example.line} prints what it says`, { timeout: timeout + 5_000 }, async () =>
            {
                const files = blocks.filter(block => block.file !== undefined && block.line < example.line);
                const expectations = findExpectations(example.code);
                const outcome = await workspace.run(example, expectations, { files, readme: file, timeout });

                if (outcome.failure !== undefined)
                {
                    throw new Error(`${file}:${example.line}: the example ${outcome.failure}\n\n${outcome.output}`.trimEnd());
                }

                expect(fillIn(example.code, expectations, outcome.printed)).toBe(fillIn(example.code, expectations));
            });
        }
    });
}

function packageOf(file)
{
    let folder = dirname(file);

    while (!existsSync(join(folder, 'package.json')))
    {
        if (folder === dirname(folder))
        {
            throw new Error(`${file} is in no package.`);
        }

        folder = dirname(folder);
    }

    return folder;
}
