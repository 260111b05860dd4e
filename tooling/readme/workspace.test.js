import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { readBlocks } from './blocks.js';
import { fillIn, findExpectations } from './expectations.js';
import { createWorkspace } from './workspace.js';

let workspace;

beforeEach(async () => { workspace = await createWorkspace(fileURLToPath(new URL('.', import.meta.url))); });
afterEach(() => workspace.remove());

async function run(code, { files = [], timeout = 20_000 } = {})
{
    const expectations = findExpectations(code);
    const outcome = await workspace.run({ code, line: 10 }, expectations, { files, readme: 'README.md', timeout });

    return { ...outcome, code: fillIn(code, expectations, outcome.printed) };
}

test('finds the fenced blocks of a text with their names and lines', () =>
{
    expect(readBlocks('# A\n\n```ts\nlet a;\n```\n\n- item\n  ```json file=a.json\n  {}\n  ```\n')).toEqual([
        { language: 'ts', file: undefined, code: 'let a;', line: 4 },
        { language: 'json', file: 'a.json', code: '{}', line: 9 }
    ]);
});

test('takes only a comment behind a statement for an expectation', () =>
{
    const found = findExpectations('console.log("// no"); // yes\n// no\nconsole.log(1);\n// no\nother.log(2); // no\nif (true) { console.log(3); } // no');

    expect(found.map(({ text }) => text)).toEqual(['yes']);
});

test('shows what was printed in the place of what was expected', async () =>
{
    const { failure, code } = await run('console.log([1, "two"]); // [1, 2]\nfunction never() { console.log(1); // 1\n}');

    expect(failure).toBeUndefined();
    expect(code).toBe('console.log([1, "two"]); // [ 1, \'two\' ]\nfunction never() { console.log(1); // (never printed)\n}');
});

test('fails a repeated statement whose later line differs', async () =>
{
    const { code } = await run('for (const n of [1, 2])\n{\n    console.log(n); // 1\n}');

    expect(code).toContain('// 2');
});

test('reports an error with its place in the README', async () =>
{
    const { failure, output } = await run('\nconst text: string = "x";\nthrow new Error(text);');

    expect(failure).toBe('failed (1):');
    expect(output).toMatch(/README\.md:12/);
});

test('reports a module that does not compile', async () =>
{
    const { failure, output } = await run('const = 1;');

    expect(failure).toBe('does not compile:');
    expect(output).toMatch(/README\.md:10/);
});

test('fails what does not end by itself', async () =>
{
    const { failure } = await run('setInterval(() => {}, 1000);', { timeout: 500 });

    expect(failure).toMatch(/still ran after 0.5 s/);
});

test('refuses a file outside its folder', async () =>
{
    await expect(run('', { files: [{ file: '../../escape.ts', code: '' }] })).rejects.toThrow(/outside its folder/);
});

test('leaves nothing behind', async () =>
{
    await run('console.log(1); // 1', { files: [{ file: 'a/b.ts', code: '' }] });
    await workspace.remove();

    expect(existsSync(workspace.folder)).toBe(false);
});
