import { describe, expect, it } from 'vitest';

import type { SegmentText, Sources } from '../test/application.js';
import { planSources } from '../test/application.js';
import type { DiagnosticCode } from './index.js';
import { diagnosticRegistry, formatDiagnostic } from './index.js';

function list(sources: Sources): readonly string[]
{
    return planSources(sources).diagnostics.map(({ code, severity, file, line, column, message, fix }) => `${file}:${String(line)}:${String(column)} ${severity} ${code} ${message} ${fix}`);
}

const publicly = { access: 'public' } as const;

/** Segment `sales` with a few procedures; the rest as given. */
function withSales(files: Readonly<Record<string, string>>, others: Readonly<Record<string, SegmentText>> = {}): Sources
{
    return {
        files: {
            'sales/orders.ts': 'export async function list() { }\nexport async function secret() { }\nexport const limit = 1;\nexport class Order { }\nexport interface Row { }',
            ...files
        },
        segments: { sales: { 'sales/orders': { list: publicly, secret: {} } }, ...others }
    };
}

const seen = new Set<string>();

/** What segment `other` is told of a value that stays in its segment. */
function foreign(name: string, module: string, owner: string): string
{
    return `error VALUE_IMPORT_FROM_SEGMENT "${name}" of "${module}" belongs to segment "${owner}", and is no procedure that segment "other" could call. `
        + `Take "${module}" out of its segment so that it is shared, list it in both segments, or move what is needed to a module of its own.`;
}

/** The one diagnostic of an application. */
function only(code: DiagnosticCode, sources: Sources): string
{
    const diagnostics = list(sources);

    seen.add(code);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toContain(` ${code} `);

    return diagnostics[0] ?? '';
}

describe('segment and resource files', () =>
{
    it('name a module that does not exist', () =>
    {
        expect(only('MODULE_NOT_FOUND', { files: { 'sales/orders.ts': '' }, segments: { sales: { './sales/order': {} } } }))
            .toBe('segments/sales.json:2:4 error MODULE_NOT_FOUND There is no module "sales/order". Did you mean "sales/orders"?');
        expect(only('MODULE_NOT_FOUND', { files: { 'a.ts': '' }, segments: {}, resources: ['database'] }))
            .toBe('resources/all.json:1:0 error MODULE_NOT_FOUND There is no module "database". Give its path relative to the source folder.');
    });

    it('list a module twice, under two spellings of its path', () =>
    {
        expect(only('MODULE_LISTED_TWICE', { files: { 'a/index.ts': 'export async function f() { }' }, segments: { s: { a: { f: publicly }, './a/index.js': { f: {} } } } }))
            .toBe('segments/s.json:3:4 error MODULE_LISTED_TWICE "a/index.js" is the module "a/index.ts", which segment "s" lists already. Put what the two entries say into one.');
    });

    it('name an export that does not exist', () =>
    {
        expect(only('EXPORT_NOT_FOUND', { files: { 'a.ts': 'export * from \'./b\';', 'b.ts': 'export async function listOrders() { }' }, segments: { s: { a: { listOrder: {} } } } }))
            .toBe('segments/s.json:2:8 error EXPORT_NOT_FOUND "a.ts" does not export "listOrder". Did you mean "listOrders"?');
        expect(only('EXPORT_NOT_FOUND', { files: { 'a.ts': '' }, segments: { s: { a: { default: {} } } } }))
            .toBe('segments/s.json:2:8 error EXPORT_NOT_FOUND "a.ts" has no default export. Export it, or take it out of the segment file.');
    });

    it('name a procedure that is none', () =>
    {
        expect(only('PROCEDURE_NOT_A_FUNCTION', { files: { 'a.ts': 'export const limit = 1;' }, segments: { s: { a: { limit: {} } } } }))
            .toBe('segments/s.json:2:8 error PROCEDURE_NOT_A_FUNCTION "limit" of "a.ts" is no function, so it cannot be a procedure. List functions and classes only.');
    });

    it('name a procedure that is not async, behind a re-export too', () =>
    {
        expect(only('PROCEDURE_NOT_ASYNC', { files: { 'a.ts': 'export { list } from \'./b\';', 'b.ts': '\n  export function list() { }' }, segments: { s: { a: { list: {} } } } }))
            .toBe('b.ts:2:9 error PROCEDURE_NOT_ASYNC "list" is a procedure of segment "s", but it is not async. Make it an async function, so that its callers await it wherever it runs.');
    });

    it('give two procedures one name and version', () =>
    {
        const files = { 'a/x.ts': 'export async function f() { }', 'a/y.ts': 'export async function f() { }' };

        expect(only('DUPLICATE_PROCEDURE', { files, segments: { s: { 'a/x': { f: {} } }, t: { 'a/y': { f: {} } } } }))
            .toBe('segments/t.json:2:8 error DUPLICATE_PROCEDURE There are two procedures "a/f" of version 0.0.0; the other one is in "a/x.ts". Give one of them another version, or another name with "as".');
        expect(list({ files, segments: { s: { 'a/x': { f: {} } }, t: { 'a/y': { f: { version: '1.0.0' } } } } })).toEqual([]);
        expect(list({ files, segments: { s: { 'a/x': { f: {} } }, t: { 'a/y': { f: { as: 'g' } } } } })).toEqual([]);
        expect(list({ files, segments: { s: { 'a/x': { f: {} } }, t: { 'a/x': { f: {} } } } })).toEqual([]);
    });

    it('list a resource as a module of a segment', () =>
    {
        expect(only('RESOURCE_IN_SEGMENT', { files: { 'db.ts': '' }, segments: { s: { db: {} } }, resources: ['db'] }))
            .toBe('segments/s.json:2:4 error RESOURCE_IN_SEGMENT "db.ts" is a resource, and in segment "s" too. Take it out of one of the two files.');
    });

    it('lead to two outputs with one name', () =>
    {
        expect(only('OUTPUT_CONFLICT', withSales({ 'sales/orders.sales.ts': '' })))
            .toBe('sales/orders.sales.ts:1:0 error OUTPUT_CONFLICT Its output "sales/orders.sales.js" is also the output of "sales/orders.ts". Rename the module or the segment.');
        expect(only('OUTPUT_CONFLICT', { files: { 'jitar.run.ts': '' }, segments: {} }))
            .toBe('jitar.run.ts:1:0 error OUTPUT_CONFLICT Its output "jitar.run.js" is also the output of Jitar itself. Rename the module or the segment.');
    });

    it('may list classes, and exports whose kind only running tells', () =>
    {
        expect(list({ files: { 'a.ts': 'export class A { }\nexport const f = memoize(async () => 1);\nexport { z } from \'zod\';' }, segments: { s: { a: { A: {}, f: {}, z: {} } } } })).toEqual([]);
    });
});

describe('imports', () =>
{
    it('lead to no module', () =>
    {
        expect(only('IMPORT_NOT_FOUND', { files: { 'a.ts': 'import { b } from \'./b\';\nb();' }, segments: {} }))
            .toBe('a.ts:1:18 error IMPORT_NOT_FOUND "./b" leads to no module. Check the path; it is relative to this file.');
        expect(only('IMPORT_NOT_FOUND', { files: { 'x/a.ts': 'import \'../formt.js\';', 'format.ts': '' }, segments: {} }))
            .toBe('x/a.ts:1:7 error IMPORT_NOT_FOUND "../formt.js" leads to no module. Did you mean "../format.js"?');
        expect(only('IMPORT_NOT_FOUND', { files: { 'a.ts': 'import \'#format\';' }, segments: {} }))
            .toBe('a.ts:1:7 error IMPORT_NOT_FOUND "#format" leads to no module. Check the "imports" of package.json.');
        expect(list({ files: { 'a.ts': 'import type { B } from \'./b\';\nexport type { C } from \'./c\';' }, segments: {} })).toEqual([]);
    });

    it('ask for a name that is not exported', () =>
    {
        expect(only('NAME_NOT_EXPORTED', { files: { 'a.ts': 'import { lits } from \'./b\';\nlits();', 'b.ts': 'export const list = () => 1;' }, segments: {} }))
            .toBe('a.ts:1:9 error NAME_NOT_EXPORTED "b.ts" does not export "lits". Did you mean "list"?');
    });

    it('claim nothing of modules that re-export a package, or cannot be read', () =>
    {
        expect(list({ files: { 'a.ts': 'import { x } from \'./b\';\nx();', 'b.ts': 'export * from \'zod\';' }, segments: {} })).toEqual([]);
    });

    it('ask for a private procedure of another segment', () =>
    {
        const expected = '"secret" is private to segment "sales", and cannot be imported by segment "other". Give it "access": "protected" or "public" in segment "sales".';

        expect(only('PRIVATE_PROCEDURE_IMPORTED', withSales({ 'a.ts': 'import { list, secret } from \'./sales/orders\';\nexport const x = [list, secret];' }, { other: { a: {} } })))
            .toBe(`a.ts:1:15 error PRIVATE_PROCEDURE_IMPORTED ${expected}`);
        expect(only('PRIVATE_PROCEDURE_IMPORTED', withSales({ 'a.ts': 'import { secret } from \'./barrel\';\nexport const x = () => secret;', 'barrel.ts': 'export * from \'./sales/orders\';' }, { other: { a: {} } })))
            .toBe(`a.ts:1:9 error PRIVATE_PROCEDURE_IMPORTED ${expected}`);
        expect(only('PRIVATE_PROCEDURE_IMPORTED', withSales({ 'page.ts': 'import { secret } from \'./sales/orders\';\nawait secret();' })))
            .toBe('page.ts:1:9 error PRIVATE_PROCEDURE_IMPORTED "secret" is private to segment "sales", and cannot be imported by the outer view. Give it "access": "protected" or "public" in segment "sales".');
    });

    it('ask for a value of another segment that is no procedure', () =>
    {
        expect(only('VALUE_IMPORT_FROM_SEGMENT', withSales({ 'a.ts': 'import { limit } from \'./sales/orders\';\nexport const x = limit;' }, { other: { a: {} } }))).toBe(`a.ts:1:9 ${foreign('limit', 'sales/orders.ts', 'sales')}`);
        expect(only('VALUE_IMPORT_FROM_SEGMENT', withSales({ 'a.ts': 'import \'./sales/orders\';' }, { other: { a: {} } }))).toBe(`a.ts:1:7 ${foreign('code', 'sales/orders.ts', 'sales').replace('"code"', 'The code')}`);
    });

    it('take from a namespace what cannot be imported by name', () =>
    {
        const files = (code: string, more = {}): Sources => withSales({ 'a.ts': `import * as orders from './sales/orders';\nimport * as rates from './sales/rates';\n${code}`, 'sales/rates.ts': 'export const rate = Math.random();\nexport class Rate { }', ...more }, { other: { a: {} }, rates: { 'sales/rates': {} } });

        expect(only('VALUE_IMPORT_FROM_SEGMENT', files('export const x = () => [orders.list(), orders.limit];'))).toBe(`a.ts:3:39 ${foreign('limit', 'sales/orders.ts', 'sales')}`);
        expect(only('VALUE_IMPORT_FROM_SEGMENT', files('export const x = () => [new rates.Rate(), rates.rate];'))).toBe(`a.ts:3:42 ${foreign('rate', 'sales/rates.ts', 'rates')}`);
        expect(only('PRIVATE_PROCEDURE_IMPORTED', files('export const x = () => orders.secret();')))
            .toBe('a.ts:3:23 error PRIVATE_PROCEDURE_IMPORTED "secret" is private to segment "sales", and cannot be imported by segment "other". Give it "access": "protected" or "public" in segment "sales".');
        expect(list(files('export const x = async (orders: any) => [orders.limit, await orders.list()];'))).toEqual([]);
    });

    it('take from the namespace of a barrel what its segment does not offer', () =>
    {
        const files = { 'a.ts': 'import * as sales from \'./sales\';\nexport const x = () => [sales.list(), new sales.Money()];', 'sales/index.ts': 'export { Money } from \'../Money\';\nexport async function list() { }', 'Money.ts': 'export class Money { }' };

        const barrel = { ...files, 'a.ts': files['a.ts'].replace('./sales', './all'), 'all.ts': 'export * from \'./sales\';' };

        for (const application of [files, barrel])
        {
            expect(only('VALUE_IMPORT_FROM_SEGMENT', { files: application, segments: { sales: { sales: { list: publicly } }, other: { a: {} } } })).toBe(`a.ts:2:42 ${foreign('Money', 'sales/index.ts', 'sales')}`);
        }
    });

    it('ask through a shared module, which is told where it asks', () =>
    {
        const files = { 'a.ts': 'import { max } from \'./shared\';\nexport const x = max;', 'shared.ts': 'import { limit } from \'./sales/orders\';\nexport const max = () => limit;' };

        expect(only('VALUE_IMPORT_FROM_SEGMENT', withSales(files, { other: { a: {} } }))).toBe(`shared.ts:1:9 ${foreign('limit', 'sales/orders.ts', 'sales')}`);
    });

    it('may ask for what a barrel also lists for others', () =>
    {
        const files = { 'a.ts': 'import { list } from \'./barrel\';\nexport const x = () => list();', 'barrel.ts': 'export { list, limit, secret } from \'./sales/orders\';' };

        expect(list(withSales(files, { other: { a: {} } }))).toEqual([]);
    });

    it('are no mistakes in a shared module that only its own segment uses', () =>
    {
        const files = { 'sales/orders.ts': 'import { format } from \'../format\';\nexport async function list() { return format(); }\nexport const limit = 1;', 'format.ts': 'import { limit } from \'./sales/orders\';\nexport const format = () => limit;' };

        expect(list({ files, segments: { sales: { 'sales/orders': { list: publicly } } } })).toEqual([]);
    });
});

describe('classes', () =>
{
    it('stand beside procedures of another segment', () =>
    {
        expect(only('CLASS_BESIDE_PROCEDURES', withSales({ 'a.ts': 'import type { Order } from \'./sales/orders\';\nexport async function f(order: Order) { return order; }' }, { other: { a: { f: {} } } })))
            .toBe('sales/orders.ts:4:7 warning CLASS_BESIDE_PROCEDURES Instances of "Order" cannot be rebuilt in segment "other": its module "sales/orders.ts" also holds procedures of segment "sales". Move the class to a module of its own.');
    });

    it('stand beside procedures, and in their signatures', () =>
    {
        const files = { 'b.ts': 'export class Order { }\nexport async function g(): Promise<Order[]> { return []; }', 'a.ts': 'import { g } from \'./b\';\nexport async function f() { await g(); }' };

        expect(only('CLASS_BESIDE_PROCEDURES', { files, segments: { a: { a: { f: {} } }, b: { b: { g: publicly } } } }))
            .toBe('b.ts:1:7 warning CLASS_BESIDE_PROCEDURES Instances of "Order" cannot be rebuilt in segment "a": its module "b.ts" also holds procedures of segment "b". Move the class to a module of its own.');
    });

    it('need what only another segment has', () =>
    {
        const files = {
            'sales/Order.ts': 'import { limit } from \'./orders\';\nexport class Order { max = limit; }',
            'a.ts': 'import type { Order } from \'./sales/Order\';\nexport async function f(order: Order) { return order; }'
        };

        expect(only('CLASS_NOT_LOADABLE', { ...withSales(files), segments: { sales: { 'sales/orders': { list: publicly, secret: {} }, 'sales/Order': {} }, other: { a: { f: {} } } } }))
            .toBe('sales/Order.ts:2:7 warning CLASS_NOT_LOADABLE Instances of "Order" cannot be rebuilt in segment "other": "sales/Order.ts" cannot be loaded there. '
                + '"limit" of "sales/orders.ts" belongs to segment "sales", and is no procedure that segment "other" could call. Move the class to a module that imports nothing of another segment.');
    });
});

describe('behaviour', () =>
{
    it('warns of state that a procedure changes', () =>
    {
        expect(only('MUTABLE_MODULE_STATE', { files: { 'a.ts': 'let count = 0;\nexport async function f() { count++; count++; }' }, segments: { s: { a: { f: {} } } } }))
            .toBe('a.ts:2:28 warning MUTABLE_MODULE_STATE A function changes "count", of which every process that runs the segment has its own. Keep it where all processes see it (a database, say), or pass it as an argument.');
    });

    it('warns of a call to another segment that is not awaited, by name and by namespace', () =>
    {
        const rest = 'goes to "sales/list" in another segment, and is not awaited. Await it, or say that its outcome does not matter with `void`.';

        expect(only('CALL_NOT_AWAITED', withSales({ 'a.ts': 'import { list } from \'./sales/orders\';\nexport async function f() { list(); await list(); void list(); }' }, { other: { a: { f: {} } } }))).toBe(`a.ts:2:28 warning CALL_NOT_AWAITED The call of "list" ${rest}`);
        expect(only('CALL_NOT_AWAITED', withSales({ 'a.ts': 'import * as orders from \'./sales/orders\';\nexport async function f() { orders.list(); }' }, { other: { a: { f: {} } } }))).toBe(`a.ts:2:28 warning CALL_NOT_AWAITED The call of "orders.list" ${rest}`);
        expect(list(withSales({ 'a.ts': 'import { list } from \'./sales/orders\';\nexport async function f() { list(); }' }, { sales: { 'sales/orders': { list: publicly }, a: { f: {} } } }))).toEqual([]);
    });
});

describe('the registry', () =>
{
    it.each(Object.entries(diagnosticRegistry))('says why the build cares about %s', (_, { why }) =>
    {
        expect(why).toMatch(/^[A-Z].+\.$/);
    });
});

describe('the report', () =>
{
    it('tells syntax errors', () =>
    {
        expect(only('SYNTAX_ERROR', { files: { 'a.ts': 'export async function f( {' }, segments: { s: { a: { f: {} } } } }))
            .toBe('a.ts:1:26 error SYNTAX_ERROR Unexpected token. Correct the syntax; nothing of this module can be relied on before.');
    });

    it('holds all problems at once, in the order of files and lines', () =>
    {
        const files = { 'b.ts': 'import { x } from \'./x\';\nimport { y } from \'./y\';\nx(y);', 'a.ts': 'import { z } from \'./z\';\nz();', 'c.ts': 'export function f() { }' };

        expect(planSources({ files, segments: { s: { c: { f: {} }, d: {} } } }).diagnostics.map(({ file, line, code }) => `${file}:${String(line)} ${code}`)).toEqual([
            'a.ts:1 IMPORT_NOT_FOUND', 'b.ts:1 IMPORT_NOT_FOUND', 'b.ts:2 IMPORT_NOT_FOUND', 'c.ts:1 PROCEDURE_NOT_ASYNC', 'segments/s.json:3 MODULE_NOT_FOUND'
        ]);
    });

    it('tells ten mistakes in one file', () =>
    {
        const code = [
            'import { format } from \'./formats\';',
            'import { lists, secret, limit } from \'./sales/orders\';',
            'import { list } from \'./sales/orders\';',
            'import \'./sales/orders\';',
            'let count = 0;',
            'const twice = [format, secret, limit, lists];',
            'const twice = 2;',
            'export class Report { }',
            'export function report() { return new Report(); }',
            'export async function send() { list(); count += twice; }'
        ].join('\n');

        const { diagnostics } = planSources(withSales(
            { 'report.ts': code, 'sales/orders.ts': 'import type { Report } from \'../report\';\nexport async function list(): Promise<Report[]> { return []; }\nexport async function secret() { }\nexport const limit = 1;' },
            { reporting: { report: { report: publicly, send: publicly } } }
        ));

        expect(diagnostics.map(({ code: found, file, line, column }) => `${file}:${String(line)}:${String(column)} ${found}`)).toEqual([
            'report.ts:1:23 IMPORT_NOT_FOUND',
            'report.ts:2:9 NAME_NOT_EXPORTED',
            'report.ts:2:16 PRIVATE_PROCEDURE_IMPORTED',
            'report.ts:2:24 VALUE_IMPORT_FROM_SEGMENT',
            'report.ts:4:7 VALUE_IMPORT_FROM_SEGMENT',
            'report.ts:7:6 SYNTAX_ERROR',
            'report.ts:8:7 CLASS_BESIDE_PROCEDURES',
            'report.ts:9:7 PROCEDURE_NOT_ASYNC',
            'report.ts:10:31 CALL_NOT_AWAITED',
            'report.ts:10:39 MUTABLE_MODULE_STATE'
        ]);
        expect(diagnostics.every(({ frame }) => frame?.includes('^') === true)).toBe(true);
    });

    it('is readable, with the lines around the place', () =>
    {
        const [diagnostic] = planSources({ files: { 'a.ts': 'import { b } from \'./b\';\n\nb();' }, segments: {} }).diagnostics;

        expect(diagnostic && formatDiagnostic(diagnostic)).toBe([
            'a.ts:1:19 error IMPORT_NOT_FOUND',
            '"./b" leads to no module.',
            '',
            '> 1 | import { b } from \'./b\';',
            '    |                   ^',
            '  2 |',
            '  3 | b();',
            '',
            'Fix: Check the path; it is relative to this file.'
        ].join('\n'));
    });

    it('is coloured for a terminal', () =>
    {
        const [diagnostic] = planSources({ files: { 'a.ts': 'import { b } from \'./b\';\nb();' }, segments: {} }).diagnostics;
        const [place, , , pointed, marks] = diagnostic === undefined ? [] : formatDiagnostic(diagnostic, { colors: true }).split('\n');

        expect(place).toBe('\u001b[36ma.ts:1:19\u001b[39m \u001b[31merror\u001b[39m \u001b[2mIMPORT_NOT_FOUND\u001b[22m');
        expect(pointed).toBe('\u001b[31m>\u001b[39m\u001b[2m 1 |\u001b[22m import { b } from \'./b\';');
        expect(marks).toBe(' \u001b[2m   |\u001b[22m\u001b[31m                   ^\u001b[39m');
    });

    it('shows of a source what a terminal would obey, and of a long line the part around the place', () =>
    {
        const code = `/* \u001b[2J\u0007 ${'x'.repeat(500)} */ import { b } from './b\u001b[31m';\nb();`;
        const [diagnostic] = planSources({ files: { 'a.ts': code }, segments: {} }).diagnostics;
        const text = diagnostic === undefined ? '' : formatDiagnostic(diagnostic);

        expect(Array.from(text).filter(character => character < ' ' && character !== '\n')).toEqual([]);
        expect(text).toContain('import { b } from \'./b\uFFFD[31m\';');
        expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(220);
    });

    it('was seen with every code that there is', () =>
    {
        expect([...seen].sort()).toEqual(Object.keys(diagnosticRegistry).sort());
    });
});
