import { describe, expect, it } from 'vitest';

import { analyzeModule } from './index.js';

function useOf(code: string): { loading?: string; running?: string }
{
    const { loading, running } = analyzeModule({ path: 'a.ts', code }).browserUse;
    const describeUse = (use: typeof loading): string | undefined => use && `${use.name} ${String(use.place.line)}:${String(use.place.column)}`;

    return { ...loading && { loading: describeUse(loading) ?? '' }, ...running && { running: describeUse(running) ?? '' } };
}

describe('browserUse', () =>
{
    it.each([
        ['a statement', 'document.title = \'x\';', { loading: 'document 1:0', running: 'document 1:0' }],
        ['a base class', 'export class Chart extends HTMLElement { }', { loading: 'HTMLElement 1:27', running: 'HTMLElement 1:27' }],
        ['an initial value', 'const root = document.body;', { loading: 'document 1:13', running: 'document 1:13' }],
        ['a static field', 'class A { static root = document.body; }', { loading: 'document 1:24', running: 'document 1:24' }],
        ['a function', 'export async function show(text: string) { document.body.append(text); }', { running: 'document 1:43' }],
        ['a method', 'export class A { show() { window.alert(); } }', { running: 'window 1:26' }],
        ['a field', 'export class A { root = document.body; }', { running: 'document 1:24' }],
        ['an object', 'export async function f() { return { window, x: 1 }; }', { running: 'window 1:37' }]
    ])('finds it in %s', (_, code, expected) =>
    {
        expect(useOf(code)).toEqual(expected);
    });

    it.each([
        ['asks by typeof', 'if (typeof document !== \'undefined\') { document.title = \'x\'; }\nexport function f() { window.x = 1; }'],
        ['asks by in', 'export function f() { if (\'document\' in globalThis) { return; } document.title = \'x\'; }'],
        ['takes it from the global object', 'const doc = globalThis.document; export function f() { return document ?? doc; }'],
        ['runs on a condition', 'import { isPage } from \'./host\'; if (isPage) { document.title = \'x\'; } isPage && window.alert();'],
        ['stands behind a way out', 'import { isPage } from \'./host\';\nexport function f() { if (!isPage) { return; } document.title = \'x\'; }'],
        ['may fail', 'try { document.title = \'x\'; } catch { }'],
        ['is handed to something else', 'import { page } from \'./test\'; export async function f() { return page.evaluate(() => document.title); }'],
        ['has a name of its own', 'import { JSDOM } from \'jsdom\'; const { document } = new JSDOM().window; document.title = \'x\';'],
        ['has a parameter of the name', 'export function f(document: Document) { return document.title; }'],
        ['declares the name', 'declare const document: { title: string }; export function f() { return document.title; }'],
        ['means a property', 'export function f(a: { document: string }) { return { document: a.document, window: 1 }; }\nclass A { document = 1; window() { } }'],
        ['means a type', 'export function f(element: HTMLElement): HTMLElement { return element; }\nlet a: typeof document;'],
        ['means an export', 'const b = 1; export { b as document };\nexport { window } from \'./x\';'],
        ['says it in words', 'export const text = \'document\'; // window']
    ])('says nothing of code that %s', (_, code) =>
    {
        expect(useOf(code)).toEqual({});
    });
});
