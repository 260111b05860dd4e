import { describe, expect, it } from 'vitest';

import { analyzeModule } from './index.js';

function mutationsOf(code: string): readonly string[]
{
    return analyzeModule({ path: 'a.ts', code }).mutations.map(({ name, place }) => `${name}:${String(place.line)}:${String(place.column)}`);
}

function droppedCallsOf(code: string): readonly string[]
{
    return analyzeModule({ path: 'a.ts', code: `import { call, other } from './b';\nimport * as all from './c';\n${code}` }).unawaitedCalls
        .map(({ name, member, place }) => `${name}${member === undefined ? '' : `.${member}`}:${String(place.line)}`);
}

describe('mutations', () =>
{
    it.each([
        ['let a = 1; function f() { a = 2; }', ['a:1:26']],
        ['let a = 1; const f = () => a++;', ['a:1:27']],
        ['let a, b; class C { d() { [a, { b }] = [1, {}]; } }', ['a:1:26', 'b:1:26']],
        ['let a; function f() { for (a of []) { } }', ['a:1:27']],
        ['let a; function f() { a = 1; a = 2; }', ['a:1:22']],
        ['let a; function f() { (a as number) += 1; }', ['a:1:23']]
    ])('are seen in %s', (code, expected) =>
    {
        expect(mutationsOf(code)).toEqual(expected);
    });

    it.each([
        'let a = 1; a = 2;',
        'let a; function f(a) { a = 1; }',
        'let a; function f() { let a; { a = 1; } }',
        'let a; function f() { for (let a of []) { a = 1; } }',
        'let a; function f() { try { } catch (a) { a = 1; } }',
        'let a; function f() { b.a = 1; }',
        'function f() { let a; a = 1; }'
    ])('are not seen in %s', code =>
    {
        expect(mutationsOf(code)).toEqual([]);
    });
});

describe('calls that nothing waits for', () =>
{
    it.each([
        ['export async function f() { call(); }', ['call:3']],
        ['export async function f(x) { x && call(); x ? call() : other(); }', ['call:3', 'call:3', 'other:3']],
        ['export async function f() { all.call(1); }', ['all.call:3']],
        ['call();', ['call:3']]
    ])('are seen in %s', (code, expected) =>
    {
        expect(droppedCallsOf(code)).toEqual(expected);
    });

    it.each([
        'export async function f() { await call(); return other(); }',
        'export const f = () => call();',
        'export async function f() { void call(); const a = call(); g(call()); await Promise.all([call()]); }',
        'export async function f() { call().catch(log); }',
        'export async function f(call) { call(); }',
        'export async function f() { local(); new call(); }'
    ])('are not seen in %s', code =>
    {
        expect(droppedCallsOf(code)).toEqual([]);
    });
});

describe('members of namespaces', () =>
{
    function membersOf(code: string): readonly string[]
    {
        return analyzeModule({ path: 'a.tsx', code: `import { other } from './b';\nimport * as all from './c';\n${code}` }).namespaceMembers
            .map(({ namespace, name, place }) => `${namespace}.${name}:${String(place.line)}:${String(place.column)}`);
    }

    it.each([
        ['export const a = all.b + all.b;', ['all.b:3:17']],
        ['export const a = other.b;', ['other.b:3:17']],
        ['export const a = () => all[\'b-c\']?.d + all!.e;', ['all.b-c:3:23', 'all.e:3:39']],
        ['export const a = <all.View b={all.c} />;', ['all.View:3:18', 'all.c:3:30']],
        ['export const a = all[`b`];', ['all.b:3:17']],
        ['const { b, c: { d }, [\'e\']: e, ...f } = all;', ['all.b:3:8', 'all.c:3:11', 'all.e:3:21']],
        ['let b;\n({ b } = all);', ['all.b:4:3']],
        ['export const a = ({ b } = all) => b;', ['all.b:3:20']]
    ])('are seen in %s', (code, expected) =>
    {
        expect(membersOf(code)).toEqual(expected);
    });

    it.each(['export const a = (all) => all.b;', 'export const a = [all, all[0], all[other]];', 'export let a: all.B;', 'const [b] = all;', 'const { [other]: b, ...c } = all;', 'export const f = all => { const { b } = all; };'])('are not seen in %s', code =>
    {
        expect(membersOf(code)).toEqual([]);
    });
});

describe('members of what import() gives', () =>
{
    function membersOf(code: string): readonly string[]
    {
        return analyzeModule({ path: 'a.ts', code }).imports.flatMap(model => model.kind === 'dynamic' ? model.members.map(({ name, place }) => `${model.specifier}.${name}:${String(place.line)}:${String(place.column)}`) : []);
    }

    it.each([
        ['const { a, b: c = 1 } = await import("./x");', ['./x.a:1:8', './x.b:1:11']],
        ['const d = (await import("./x")).a;', ['./x.a:1:11']],
        ['const d = (await import("./x"))["a"] ?? (await import(`./y`)).b;', ['./x.a:1:11', './y.b:1:41']],
        ['const all = await import("./x");\nall.a(); all.b(); all.a();', ['./x.a:2:0', './x.b:2:9']],
        ['async function f() { const all = await import("./x"); return () => all.a; }', ['./x.a:1:67']],
        ['import("./x").then(({ a }) => a);', ['./x.a:1:22']],
        ['async function f(b = 1, all) { if (b) { const all = await import("./x"); all.a; } return all.c; }', ['./x.a:1:73']],
        ['async function f({ a } = await import("./x")) { }', ['./x.a:1:19']]
    ])('are seen in %s', (code, expected) =>
    {
        expect(membersOf(code)).toEqual(expected);
    });

    it.each([
        'let all = await import("./x"); all = other; all.a;',
        'const all = await import("./x");\nfunction f(all) { return all.a; }',
        '{ const all = await import("./x"); }\nall.a;',
        'const all = import("./x"); all.then;',
        'const [a] = await import("./x");',
        'import("./x").catch(({ message }) => message);'
    ])('are not seen in %s', code =>
    {
        expect(membersOf(code)).toEqual([]);
    });
});

describe('shadowedCalls', () =>
{
    function shadowedIn(code: string): readonly string[]
    {
        return analyzeModule({ path: 'a.ts', code: `import { f } from './b';\n${code}` }).shadowedCalls.map(({ name, place }) => `${name} ${String(place.line)}:${String(place.column)}`);
    }

    it.each([
        ['a parameter', 'export async function g(f) { await f(); f(); }', ['f 2:35']],
        ['a variable', 'export async function g() { const f = h(); return f(); }', ['f 2:50']],
        ['a function', 'export async function g() { return f(); function f() { } }', ['f 2:35']]
    ])('are calls of %s', (_, code, expected) =>
    {
        expect(shadowedIn(code)).toEqual(expected);
    });

    it.each(['export async function g() { return f(); }', 'export async function g(f) { return f; }', 'export async function g() { { const f = 1; } return f(); }', 'export async function g(a) { return a.f(); }'])('are none in %s', code =>
    {
        expect(shadowedIn(code)).toEqual([]);
    });
});

describe('syntax that has to be compiled', () =>
{
    it.each([
        ['@decorate class A { }', ['decorator']],
        ['class A { @field x = 1; }', ['decorator']],
        ['class A { constructor(@inject x: X, @inject private y: Y) { } }', ['decorator']],
        ['class A { accessor x = 1; }', ['accessor']],
        ['export async function f() { using a = b(); await using c = d(); }', ['using']],
        ['for (using a of b) { }', ['using']],
        ['export enum A { B }', ['enum']],
        ['export namespace A { export const b = 1; }', ['namespace']],
        ['import a = require("a"); export = a;', ['import-equals']]
    ])('is seen in %s', (code, expected) =>
    {
        expect(analyzeModule({ path: 'a.ts', code }).syntax).toEqual(expected);
    });

    it.each([
        '/** @param x - Using an enum in a namespace. */ export function f(x: string): void { }',
        'declare enum A { B } declare namespace C { } declare module "d" { }',
        'const using = 1; const text = `@decorate ${using}`;',
        'class A<T> extends B<T> implements C { #x = 1; static { } constructor(readonly y: number) { super(); } }'
    ])('is not seen in %s', code =>
    {
        expect(analyzeModule({ path: 'a.ts', code }).syntax).toEqual([]);
    });

    it('uses what decorators of parameters name', () =>
    {
        const { imports } = analyzeModule({ path: 'a.ts', code: 'import { inject, token } from "./b";\nexport class A { constructor(@inject(token) x: string) { } }' });

        expect(imports).toMatchObject([{ typeOnly: false, names: [{ typeOnly: false }, { typeOnly: false }] }]);
    });
});
