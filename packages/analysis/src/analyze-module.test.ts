import { describe, expect, it } from 'vitest';

import { analyzeModule, languageOf } from './index.js';

describe('languageOf', () =>
{
    it.each([['a/b.ts', 'ts'], ['a.mts', 'ts'], ['a.tsx', 'tsx'], ['a.js', 'js'], ['a.mjs', 'js'], ['a.jsx', 'jsx'], ['a.b.ts', 'ts']])('knows %s as %s', (path, language) =>
    {
        expect(languageOf(path)).toBe(language);
    });

    it.each(['a.d.ts', 'a.d.mts', 'a.cjs', 'a.cts', 'a.json', 'README', 'style.css'])('knows that %s is no module', path =>
    {
        expect(languageOf(path)).toBeUndefined();
    });
});

describe('analyzeModule', () =>
{
    it('reports syntax errors with their place, and goes on behind those that it can pass', () =>
    {
        const model = analyzeModule({ path: 'a.ts', code: 'const a = 1;\nconst a = 2;\nexport async function f() { }\n' });

        expect(model.problems).toEqual([{ message: 'Identifier \'a\' has already been declared.', place: { line: 2, column: 6 } }]);
        expect(model.exports.map(({ name }) => name)).toEqual(['f']);
    });

    it('gives an empty model with the problem for a text that cannot be read', () =>
    {
        const model = analyzeModule({ path: 'a.ts', code: 'export async function f( {' });

        expect(model.problems).toHaveLength(1);
        expect(model.problems[0]?.place.line).toBe(1);
        expect(model.exports).toEqual([]);
    });

    it('reports an import whose name is there twice', () =>
    {
        const code = 'import { a } from \'./a\';\nexport async function f() { return a(); }\nimport { a } from \'./b\';';

        expect(analyzeModule({ path: 'a.ts', code }).problems).toEqual([{ message: 'Identifier \'a\' has already been declared.', place: { line: 3, column: 9 } }]);
        expect(analyzeModule({ path: 'a.ts', code: code.replace('export ', '') }).problems).toHaveLength(1);
        expect(analyzeModule({ path: 'a.ts', code: code.replace(/import (?=.+b')/, 'import type ') }).problems).toEqual([]);
    });

    it('knows that a name which the module declares itself is no import of a value', () =>
    {
        const { imports } = analyzeModule({ path: 'a.ts', code: 'import { A } from \'./a\';\nimport { B } from \'./b\';\nexport class A { }\nexport interface B { }\nnew A(B);' });

        expect(imports).toMatchObject([{ specifier: './a', typeOnly: true }, { specifier: './b', typeOnly: false }]);
    });

    it.each(['document.append(, 1);', 'document.append(1,, 2);', 'import(\'./b\').then(, 1);'])('ends with the problem where the parser leaves a gap in %s', code =>
    {
        expect(analyzeModule({ path: 'a.ts', code }).problems.map(({ message }) => message)).toEqual(['Unexpected token \',\'.']);
    });

    it('refuses a parameter property that no field can be', () =>
    {
        expect(analyzeModule({ path: 'a.ts', code: 'class A { constructor(readonly constructor: number) { } }' }).problems)
            .toEqual([{ message: 'Classes may not have a field named \'constructor\'.', place: { line: 1, column: 31 } }]);
    });

    it.each([
        ['fails at', 'namespace import { a } from \'./a\';', { line: 1, column: 0 }],
        ['leaves out of its tree', 'a();\nnamespace import { b } from \'./b\';', { line: 1, column: 4 }]
    ])('reports what the parser %s', (_, code, place) =>
    {
        expect(analyzeModule({ path: 'a.ts', code }).problems).toEqual([{ message: 'The parser cannot read this.', place }]);
    });

    it('accepts a byte order mark, a hashbang, CRLF and names beyond ASCII', () =>
    {
        const model = analyzeModule({ path: 'a.js', code: '#!/usr/bin/env node\r\nimport { größe } from \'./größe.js\';\r\nexport async function naïve() { return größe; }\r\n' });

        expect(analyzeModule({ path: 'a.js', code: '\uFEFFexport const a = 1;' }).problems).toEqual([]);
        expect(analyzeModule({ path: 'a.js', code: '\uFEFF#!/usr/bin/env node\nexport const a = 1;' })).toMatchObject({ problems: [], exports: [{ name: 'a', place: { line: 2 } }] });
        expect(model.problems).toEqual([]);
        expect(model.imports[0]).toMatchObject({ specifier: './größe.js', place: { line: 2, column: 22 } });
        expect(model.exports[0]).toMatchObject({ name: 'naïve', place: { line: 3 } });
    });

    it('accepts decorators before and behind `export`, and on parameters', () =>
    {
        const code = '@entity export class A { constructor(@inject() a: B) { } }\nexport @entity class C { @field accessor d = 1; }';

        expect(analyzeModule({ path: 'a.ts', code }).problems).toEqual([]);
    });

    it('accepts `using` and import attributes of both kinds', () =>
    {
        const code = 'import a from \'./a.json\' with { type: \'json\' };\nimport b from \'./b.json\' assert { type: \'json\' };\nexport async function f() { using c = a(b); }';
        const model = analyzeModule({ path: 'a.ts', code });

        expect(model.problems).toEqual([]);
        expect(model.imports).toMatchObject([
            { attributes: { keyword: 'with', text: '{ type: \'json\' }', span: { start: 25, end: 46 } } },
            { attributes: { keyword: 'assert', text: '{ type: \'json\' }' } }
        ]);
    });

    it.each([['the parser', '['.repeat(20_000) + ']'.repeat(20_000)], ['a walk', `a${'.b()'.repeat(5_000)}`]])('ends with a problem where code is nested too deeply for %s', (_, expression) =>
    {
        expect(analyzeModule({ path: 'a.ts', code: `export const x = ${expression};` }).problems).toEqual([{ message: 'The code is nested too deeply.', place: { line: 1, column: 0 } }]);
    });

    it('follows a chain of some hundred calls', () =>
    {
        expect(analyzeModule({ path: 'a.ts', code: `export const x = a${'.b()'.repeat(300)};` })).toMatchObject({ problems: [], exports: [{ name: 'x' }] });
    });

    it('knows JavaScript with JSX in it', () =>
    {
        expect(analyzeModule({ path: 'a.js', code: 'export const view = () => <p>Hello</p>;' }).language).toBe('jsx');
    });
});
