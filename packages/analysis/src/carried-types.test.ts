import { describe, expect, it } from 'vitest';

import { analyzeModule } from './index.js';

function carriedBy(code: string): readonly string[]
{
    const [first] = analyzeModule({ path: 'a.ts', code }).exports;

    return first?.declaration.kind === 'function' || first?.declaration.kind === 'class' ? first.declaration.carries ?? [] : [];
}

describe('carries', () =>
{
    it.each([
        ['parameters', 'export async function f(a: A, { b }: B, [c]: C, d = 1, ...e: E[]) { }', ['A', 'B', 'C', 'E']],
        ['a result', 'export async function f(): Promise<A | undefined> { }', ['A']],
        ['containers', 'export async function f(a: A[], b: ReadonlyMap<string, readonly B[]>, c: [C, d?: D]): AsyncGenerator<Set<E>> { }', ['E', 'A', 'B', 'C', 'D']],
        ['properties', 'export async function f(a: { b: B; c?: C[] }) { }', ['B', 'C']],
        ['arrow functions', 'export const f = async (a: A): Promise<B> => g(a);', ['B', 'A']],
        ['fields and parameters of a class', 'export class F { a: A; #b: B; static c: C; constructor(readonly d: D, e?: E) { } g(h: H) { } }', ['A', 'D', 'E']]
    ])('names what stands in %s', (_, code, expected) =>
    {
        expect(carriedBy(code)).toEqual(expected);
    });

    it.each([
        'export async function f(a: keyof A, b: Pick<B, \'c\'>, c: C[\'d\'], d: typeof D, e: Partial<E>[\'f\']) { }',
        'export async function f(a: (b: B) => C): Promise<D extends E ? 1 : 2> { }',
        'export async function f<A>(a: A): Promise<A> { return a; }',
        'export async function f(a: shapes.A, b: import(\'./b\').B, c: unknown) { }',
        'export async function f(a, b = new B()) { }'
    ])('says nothing of %s', code =>
    {
        expect(carriedBy(code).filter(name => name.length === 1)).toEqual([]);
    });
});
