import { describe, expect, it } from 'vitest';

import type { Declaration, ExportModel } from './index.js';
import { analyzeModule } from './index.js';

function exportsOf(code: string, path = 'a.ts'): readonly ExportModel[]
{
    return analyzeModule({ path, code }).exports;
}

function declarationOf(code: string, name = 'default'): Declaration | undefined
{
    return exportsOf(code).find(model => model.name === name)?.declaration;
}

describe('exported functions', () =>
{
    it.each([
        ['export async function f(a) { }', 'f'],
        ['export const f = async (a) => { };', 'f'],
        ['export const f = async function (a) { };', 'f'],
        ['export const f = (async (a) => { }) satisfies Handler;', 'f'],
        ['const g = async (a) => { }; export { g as f };', 'f'],
        ['const g = async (a) => { }; const h = g; export { h as f };', 'f'],
        ['export { f }; async function f(a) { }', 'f'],
        ['export default async function (a) { }', 'default'],
        ['export default async (a) => { };', 'default'],
        ['const f = async (a) => { }; export default f;', 'default'],
        ['async function f(a) { } export { f as default };', 'default'],
        ['export async function f(a: string): Promise<void>; export async function f(a: unknown) { }', 'f']
    ])('are found in %s', (code, name) =>
    {
        expect(declarationOf(code, name)).toMatchObject({ kind: 'function', async: true, parameters: [{ binding: { name: 'a' } }] });
    });

    it('take what is behind their parameters where they read their arguments', () =>
    {
        const further = { binding: { kind: 'name', name: 'arguments' }, rest: true };

        expect(declarationOf('export async function f(a) { return () => arguments.length; }', 'f')).toMatchObject({ parameters: [{ binding: { name: 'a' } }, further] });
        expect(declarationOf('export async function f(a, ...b) { return arguments.length; }', 'f')).toMatchObject({ parameters: [{ binding: { name: 'a' } }, { rest: true, binding: { name: 'b' } }] });
        expect(declarationOf('export async function f(a) { return function () { return arguments; }; }', 'f')).toMatchObject({ parameters: [{ binding: { name: 'a' } }] });
    });

    it.each([
        'export let f = async (a) => { }; f = memoize(f);',
        'let f = async (a) => { }; f ??= async b => b; export { f };',
        'export async function f(a) { } f = memoize(f);',
        'export let f = async (a) => { }; export function replace(other) { f = other; }'
    ])('are not known where they are replaced: %s', code =>
    {
        expect(declarationOf(code, 'f')).toEqual({ kind: 'unknown' });
    });

    it('have the name that the language gives them', () =>
    {
        expect(declarationOf('export default async function own() { }')).toMatchObject({ name: 'own' });
        expect(declarationOf('const given = async () => { }; export default given;')).toMatchObject({ name: 'given' });
        expect(declarationOf('export default async () => { };')).not.toHaveProperty('name');
    });

    it('tell whether they are async, and generators', () =>
    {
        expect(declarationOf('export function f() { }', 'f')).toMatchObject({ async: false, generator: false });
        expect(declarationOf('export async function* f() { }', 'f')).toMatchObject({ async: true, generator: true });
    });

    it('tell how arguments bind to their parameters', () =>
    {
        const declaration = declarationOf('export async function f(this: Request, a, b = a, c?: string, { d, e: [g, , ...h], [x]: i, \'j-k\': j = 1, ...l } = {}, ...m) { }', 'f');

        expect(declaration?.kind === 'function' && declaration.parameters).toEqual([
            { rest: false, binding: { kind: 'name', name: 'a', optional: false } },
            { rest: false, binding: { kind: 'name', name: 'b', optional: true } },
            { rest: false, binding: { kind: 'name', name: 'c', optional: true } },
            {
                rest: false,
                binding: {
                    kind: 'object',
                    optional: true,
                    rest: 'l',
                    properties: [
                        { key: 'd', value: { kind: 'name', name: 'd', optional: false } },
                        { key: 'e', value: { kind: 'array', optional: false, elements: [{ kind: 'name', name: 'g', optional: false }, null], rest: { kind: 'name', name: 'h', optional: false } } },
                        { key: 'j-k', value: { kind: 'name', name: 'j', optional: true } }
                    ]
                }
            },
            { rest: true, binding: { kind: 'name', name: 'm', optional: false } }
        ]);
    });

    it('tell what types their signature refers to', () =>
    {
        expect(declarationOf('export async function f(a: A[], { b }: { b: n.B }): Promise<Map<string, C>> { const d: D = a; }', 'f')).toMatchObject({
            typed: true, references: ['Promise', 'Map', 'C', 'A', 'n']
        });
        expect(declarationOf('export async function f(a: A) { }', 'f')).toMatchObject({ typed: false, references: ['A'] });
        expect(declarationOf('export const f: Handler<A> = async () => { };', 'f')).toMatchObject({ typed: true, references: ['Handler', 'A'] });
    });
});

describe('other exports', () =>
{
    it.each([
        ['export const a = 1;', 'a', 'value'],
        ['export const a = { b: 1 };', 'a', 'value'],
        ['export enum a { B }', 'a', 'value'],
        ['export namespace a { export const b = 1; }', 'a', 'value'],
        ['export namespace a { export type B = string; interface C { } export namespace D { export type E = 1; } export declare const f: string; }', 'a', 'type'],
        ['async function a() { } export namespace a { export type B = string; }', 'a', 'type'],
        ['export async function a() { } export namespace a { export type B = string; }', 'a', 'function'],
        ['export namespace a { export namespace b { const c = 1; } }', 'a', 'value'],
        ['export const a = create();', 'a', 'unknown'],
        ['export const { a } = b;', 'a', 'unknown'],
        ['export let a;', 'a', 'unknown'],
        ['export interface a { }', 'a', 'type'],
        ['export type a = string;', 'a', 'type'],
        ['export declare const a: string;', 'a', 'type'],
        ['interface b { } export { b as a };', 'a', 'type'],
        ['import { a } from \'./b\'; export { a };', 'a', 'import'],
        ['export default interface a { }', 'default', 'type'],
        ['interface a { } export default a;', 'default', 'type'],
        ['export interface a { } export const a = 1;', 'a', 'value']
    ])('of %s are known', (code, name, kind) =>
    {
        expect(declarationOf(code, name)?.kind).toBe(kind);
    });

    it('do not hang on constants that are defined by each other', () =>
    {
        expect(declarationOf('const a = b; const b = a; export { a };', 'a')?.kind).toBe('unknown');
    });
});

describe('exported classes', () =>
{
    it('tell what it takes to rebuild an instance', () =>
    {
        const code = `export class A extends B {
            static s = 1; #p = 2; f; declare g: string; ['h'] = 3; [x] = 4; private k = 5; abstract z: string;
            constructor(readonly a: string, private b = 1, { c }: C, d, ...e) { super(); this.l = d; this.m = e; if (d) { this.n = 1; } function x() { this.no = 1; } }
            get m() { return 1; } set m(v) { } get o() { return 1; } static get q() { return 1; } accessor r = 1;
        }`;

        expect(declarationOf(code, 'A')).toEqual({
            kind: 'class',
            name: 'A',
            parameters: ['a', 'b', '2', 'd', '...e'],
            optional: ['b', '...e'],
            carries: ['C'],
            fields: ['f', 'g', 'h', 'k', 'a', 'b', 'l', 'n'],
            getters: ['m', 'o', 'r'],
            setters: ['m', 'r'],
            base: { kind: 'name', name: 'B' },
            place: { line: 1, column: 7 }
        });
    });

    it.each([
        ['export default class { }', 'default'],
        ['export const A = class { };', 'A'],
        ['class A { } export { A };', 'A'],
        ['export abstract class A { }', 'A']
    ])('are found in %s', (code, name) =>
    {
        expect(declarationOf(code, name)?.kind).toBe('class');
    });

    it('tell what they extend', () =>
    {
        expect(declarationOf('export class A extends n.B { }', 'A')).toMatchObject({ base: { kind: 'member', namespace: 'n', name: 'B' } });
        expect(declarationOf('export class A extends mix(B) { }', 'A')).toMatchObject({ base: { kind: 'expression' } });
        expect(declarationOf('export class A { }', 'A')).not.toHaveProperty('parameters');
    });
});
