import { describe, expect, it } from 'vitest';

import { analyzeModule } from './index.js';

function stateOf(code: string): readonly string[]
{
    return analyzeModule({ path: 'a.ts', code }).state.map(({ name }) => name);
}

function effectsOf(code: string): readonly string[]
{
    return analyzeModule({ path: 'a.ts', code }).effects.map(({ kind }) => kind);
}

describe('state', () =>
{
    it.each([
        ['let a = 1;', 'a'],
        ['export var a;', 'a'],
        ['const a = new Map();', 'a'],
        ['const a = { b: 1 };', 'a'],
        ['const a = [];', 'a'],
        ['const a = Object.freeze({ b: [] });', 'a'],
        ['const a = create();', 'a'],
        ['const a = b ? [] : 1;', 'a'],
        ['const a = /x/g;', 'a'],
        ['export default { a: 1 };', 'default'],
        ['export class A { static b = 1; }', 'A.b'],
        ['export class A { static readonly b = new Map(); }', 'A.b'],
        ['export class A { static #b = 1; }', 'A.#b'],
        ['namespace n { export let a = 1; }', 'a']
    ])('is seen in %s', (code, name) =>
    {
        expect(stateOf(code)).toEqual([name]);
    });

    it.each([
        'const a = 1, b = `x${a}`, c = -a, d = a + b, e = a as number, f = null;',
        'const a = () => new Map(); export async function b() { const c = []; } export default class { d = []; }',
        'const a = Object.freeze({ b: 1, c: \'d\', e: () => [] });',
        'const a = /x/i, b = Math.PI, c = Symbol.for(\'c\');',
        'export class A { static readonly b = 1; c = new Map(); static d() { return []; } }',
        'enum A { B = 1 } interface C { } type D = string; declare let e: string; namespace F { export const g = 1; }',
        'import a from \'./a\'; const b = a.b; export { b }; export * from \'./c\';'
    ])('is not seen in %s', code =>
    {
        expect(stateOf(code)).toEqual([]);
        expect(effectsOf(code)).toEqual([]);
    });
});

describe('effects', () =>
{
    it.each([
        ['start();', ['statement']],
        ['await start();', ['await']],
        ['const a = await start();', ['await', 'call']],
        ['if (a) { }', ['statement']],
        ['import \'./a\';', ['import']],
        ['const a = create(new Other());', ['call', 'call']],
        ['const a = sql`x`;', ['call']],
        ['class A { static { } }', ['call']],
        ['class A { }\n__decorate([x], A.prototype, \'b\', void 0);\nA = B = __decorate([y], A);', ['decorator', 'decorator']],
        ['@entity class A { @column b; constructor(@inject c) { } }', ['decorator', 'decorator', 'decorator']],
        ['class A extends mix(B) { }', ['call']],
        ['using a = b;', ['statement']]
    ])('are seen in %s', (code, kinds) =>
    {
        expect(effectsOf(code)).toEqual(kinds);
    });

    it('are not the making of plain objects', () =>
    {
        expect(effectsOf('const a = new Map([[1, { b: [] }]]); const c = new Date(0);')).toEqual([]);
    });

    it('are not directives, and not imports of types', () =>
    {
        expect(effectsOf('\'use strict\';\nimport type { A } from \'./a\';')).toEqual([]);
    });
});
