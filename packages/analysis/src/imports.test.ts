import { describe, expect, it } from 'vitest';

import type { ModuleModel } from './index.js';
import { analyzeModule } from './index.js';

function analyze(code: string, path = 'a.ts'): ModuleModel
{
    return analyzeModule({ path, code });
}

function typeOnlyNames(code: string, path?: string): readonly string[]
{
    return analyze(code, path).imports.flatMap(model => model.kind === 'static' ? model.names.filter(name => name.typeOnly).map(({ local }) => local) : []);
}

describe('imports', () =>
{
    it('are known in all forms', () =>
    {
        const model = analyze('import a, { b as c, \'d-e\' as e } from \'./x\';\nimport * as f from \'./y\';\nimport \'./z\';\nconsole.log(a, c, e, f);');

        expect(model.imports).toMatchObject([
            { specifier: './x', typeOnly: false, names: [{ imported: 'default', local: 'a' }, { imported: 'b', local: 'c' }, { imported: 'd-e', local: 'e' }] },
            { specifier: './y', names: [{ imported: '*', local: 'f' }] },
            { specifier: './z', names: [], typeOnly: false }
        ]);
    });

    it('have attributes, whatever stands between', () =>
    {
        const code = 'import a from "./a.json" /* { */ with /* } */ { type: "json", };\nimport b from "./b.json" with {};\nexport { default } from "./c.json" /* why */ assert { "type": "}" }\nimport d from "./d.json"\nconst withOthers = { };';
        const { imports, reexports } = analyze(code, 'a.js');

        expect([...imports, ...reexports].map(model => 'attributes' in model ? [model.attributes.keyword, model.attributes.text, code.slice(model.attributes.span.start, model.attributes.span.end)] : [])).toEqual([
            ['with', '{ type: "json", }', 'with /* } */ { type: "json", }'],
            ['with', '{}', 'with {}'],
            [],
            ['assert', '{ "type": "}" }', 'assert { "type": "}" }']
        ]);
    });

    it('of nothing are for the effect in JavaScript, and dropped in TypeScript', () =>
    {
        const code = 'import {} from \'./x\';\nexport {} from \'./y\';\nimport /* all */ { } from \'./z\';';
        const javaScript = analyze(code, 'a.js');
        const typeScript = analyze(code, 'a.ts');

        expect(javaScript).toMatchObject({ imports: ['./x', './y', './z'].map(specifier => ({ specifier, names: [], typeOnly: false })), reexports: [], effects: [{ kind: 'import' }, { kind: 'import' }, { kind: 'import' }] });
        expect(typeScript).toMatchObject({ imports: [{ typeOnly: true }, { typeOnly: true }, { typeOnly: true }], reexports: [], effects: [] });
    });

    it('stay as they say where the compiler takes them verbatim', () =>
    {
        const { imports } = analyzeModule({ path: 'a.ts', verbatim: true, code: 'import { a, type B } from \'./x\';\nimport { type C } from \'./y\';\nimport type { D } from \'./z\';\nimport {} from \'./e\';' });

        expect(imports).toMatchObject([
            { specifier: './x', typeOnly: false, names: [{ local: 'a', typeOnly: false }, { local: 'B', typeOnly: true }] },
            { specifier: './y', typeOnly: false, names: [{ local: 'C', typeOnly: true }] },
            { specifier: './z', typeOnly: true },
            { specifier: './e', typeOnly: false, names: [] }
        ]);
    });

    it('are values where JSX becomes uses of them', () =>
    {
        const code = 'import { make, Group, other } from \'./x\';\nexport const v = <></>;';

        expect(typeOnlyNames(code, 'a.tsx')).toEqual(['make', 'Group', 'other']);
        expect(typeOnlyNames(`/** @jsx make @jsxFrag Group */\n${code}`, 'a.tsx')).toEqual(['other']);
        expect(analyzeModule({ path: 'a.tsx', code, jsxNames: ['make', 'Group'] }).imports).toMatchObject([{ names: [{ typeOnly: false }, { typeOnly: false }, { typeOnly: true }] }]);
    });

    it('tell where the declaration and its specifier are', () =>
    {
        const code = 'const x = 1;\n  import { a } from "./a"; a(x);';
        const [declaration] = analyze(code, 'a.js').imports;

        expect(declaration?.kind === 'static' && code.slice(declaration.span.start, declaration.span.end)).toBe('import { a } from "./a";');
        expect(declaration?.kind === 'static' && code.slice(declaration.specifierSpan.start, declaration.specifierSpan.end)).toBe('"./a"');
    });

    it('count as types where only types refer to them', () =>
    {
        expect(typeOnlyNames('import { A, B, C, D, type E } from \'./x\';\nexport function f(a: A, b = B): C { return new D() as E; }')).toEqual(['A', 'C', 'E']);
        expect(typeOnlyNames('import { A, B } from \'./x\';\nexport class F extends A<string> implements B { }')).toEqual(['B']);
        expect(typeOnlyNames('import { A } from \'./x\';\nexport let b: typeof A;')).toEqual(['A']);
        expect(typeOnlyNames('import type A from \'./x\';\nimport type * as N from \'./y\';')).toEqual(['A', 'N']);
    });

    it('are values where code refers to them in any form', () =>
    {
        expect(typeOnlyNames('import { A, B, C, D, E, F } from \'./x\';\n@A class X { [B] = C; }\nenum Y { a = D }\nexport { E };\nexport default F;')).toEqual([]);
        expect(typeOnlyNames('import { A, N } from \'./x\';\nexport const v = <A><N.B /></A>;', 'a.tsx')).toEqual([]);
        expect(typeOnlyNames('import { A } from \'./x\';\nexport const { b = A } = {};')).toEqual([]);
        expect(typeOnlyNames('import { A } from \'./x\';\nexport const b = { A };')).toEqual([]);
    });

    it('count as types where an inner name hides them', () =>
    {
        expect(typeOnlyNames('import { A } from \'./x\';\nexport function f(A: string) { return A; }')).toEqual(['A']);
        expect(typeOnlyNames('import { A } from \'./x\';\nexport function f() { { var A = 1; } return A; }')).toEqual(['A']);
        expect(typeOnlyNames('import { A } from \'./x\';\nexport function f() { { let A = 1; A; } return A; }')).toEqual([]);
        expect(typeOnlyNames('import { a } from \'./x\';\nexport const b = { a: 1 }.a;')).toEqual(['a']);
    });

    it('are never types in JavaScript', () =>
    {
        expect(typeOnlyNames('import { A } from \'./x.js\';', 'a.js')).toEqual([]);
    });

    it('keep what JSX compiles to', () =>
    {
        expect(typeOnlyNames('import React from \'react\';\nexport const view = () => <p />;', 'a.tsx')).toEqual([]);
    });

    it('are found where they are dynamic, with a literal or a template without expressions', () =>
    {
        const model = analyze('export const f = async (x: string) => [await import(\'./a\'), await import(`./b`), await import(`./${x}`), await import(\'./c.json\', { with: { type: \'json\' } })];');

        expect(model.imports).toMatchObject([
            { kind: 'dynamic', specifier: './a', hasOptions: false },
            { kind: 'dynamic', specifier: './b' },
            { kind: 'dynamic', specifier: './c.json', hasOptions: true }
        ]);
    });

    it('are found where they stand as a type', () =>
    {
        expect(analyze('export async function f(a: import(\'./a\').A): Promise<Array<import(\'./b\').B>> { return []; }').imports).toMatchObject([
            { kind: 'type', specifier: './a' },
            { kind: 'type', specifier: './b' }
        ]);
    });
});

describe('re-exports', () =>
{
    it('are known in all forms', () =>
    {
        const model = analyze('export { a, b as c, default, default as d, type E } from \'./x\';\nexport * from \'./y\';\nexport * as n from \'./z\';\nexport type { F } from \'./f\';\nexport type * from \'./g\';');

        expect(model.reexports).toMatchObject([
            {
                form: 'names', typeOnly: false, names: [
                    { imported: 'a', exported: 'a', typeOnly: false }, { imported: 'b', exported: 'c' }, { imported: 'default', exported: 'default' },
                    { imported: 'default', exported: 'd' }, { imported: 'E', exported: 'E', typeOnly: true }
                ]
            },
            { form: 'all', specifier: './y', typeOnly: false },
            { form: 'namespace', names: [{ imported: '*', exported: 'n' }] },
            { form: 'names', typeOnly: true },
            { form: 'all', typeOnly: true }
        ]);
    });
});
