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
        expect(only('IMPORT_NOT_FOUND', { files: { 'x/a.ts': 'import \'../format/../../package\';' }, segments: {} }))
            .toBe('x/a.ts:1:7 error IMPORT_NOT_FOUND "../format/../../package" leads to no module. It leads out of the source folder. Move the file into that, or make it a package.');
        expect(only('IMPORT_NOT_FOUND', { files: { 'a.ts': 'import \'./form/compiled.ts\';', 'form/compiled.js': '' }, segments: {} }))
            .toBe('a.ts:1:7 error IMPORT_NOT_FOUND "./form/compiled.ts" leads to no module. Did you mean "./form/compiled.js"?');
        expect(only('IMPORT_NOT_FOUND', { files: { 'a.ts': 'import \'./order.servce\';', 'order.service.ts': '' }, segments: {} }))
            .toBe('a.ts:1:7 error IMPORT_NOT_FOUND "./order.servce" leads to no module. Did you mean "./order.service"?');
        expect(list({ files: { 'a.ts': 'import type { B } from \'./b\';\nexport type { C } from \'./c\';' }, segments: {} })).toEqual([]);
    });

    it('ask for a name that is not exported', () =>
    {
        expect(only('NAME_NOT_EXPORTED', { files: { 'a.ts': 'import { lits } from \'./b\';\nlits();', 'b.ts': 'export const list = () => 1;' }, segments: {} }))
            .toBe('a.ts:1:9 error NAME_NOT_EXPORTED "b.ts" does not export "lits". Did you mean "list"?');
        expect(only('NAME_NOT_EXPORTED', { files: { 'a.ts': 'import { version } from \'./b.json\';\nexport const x = version;', 'b.json': '{}' }, segments: {} }))
            .toBe('a.ts:1:9 error NAME_NOT_EXPORTED "b.json" does not export "version". A JSON module has a default export alone: import that, and take the name from it.');
    });

    it('claim nothing of modules that re-export a package, or cannot be read', () =>
    {
        expect(list({ files: { 'a.ts': 'import { x } from \'./b\';\nx();', 'b.ts': 'export * from \'zod\';' }, segments: {} })).toEqual([]);
    });

    it('ask for a name that two modules give', () =>
    {
        const files = { 'a.ts': 'import { f } from \'./all\';\nf();', 'all.ts': 'export * from \'./b\';\nexport * from \'./c\';', 'b.ts': 'export const f = () => 1;', 'c.ts': 'export const f = () => 2;' };
        const expected = 'NAME_AMBIGUOUS "f" of "all.ts" is ambiguous: "b.ts" and "c.ts" both export it. Import it from one of the two, or let the module between say which: export { f } from "b.ts".';

        expect(only('NAME_AMBIGUOUS', { files, segments: {} })).toBe(`a.ts:1:9 error ${expected}`);
        expect(only('NAME_AMBIGUOUS', { files: { ...files, 'a.ts': 'export { f as g } from \'./more\';', 'more.ts': 'import { f } from \'./all\';\nexport { f };' }, segments: {} })).toBe(`more.ts:1:9 error ${expected}`);
    });

    it.each([
        ['lead to one value', { 'b.ts': 'export { f } from \'./c\';', 'c.ts': 'export const f = 1;' }],
        ['are hidden by a name of the module', { 'all.ts': 'export * from \'./b\';\nexport * from \'./c\';\nexport const f = 1;', 'b.ts': 'export const f = 1;', 'c.ts': 'export const f = 2;' }],
        ['are chosen by the module', { 'all.ts': 'export * from \'./b\';\nexport * from \'./c\';\nexport { f } from \'./c\';', 'b.ts': 'export const f = 1;', 'c.ts': 'export const f = 2;' }],
        ['are a type and a value', { 'b.ts': 'export type f = 1;', 'c.ts': 'export const f = 2;' }],
        ['may come from a package', { 'b.ts': 'export * from \'zod\';', 'c.ts': 'export const f = 2;' }]
    ])('are not ambiguous where two `export *` %s', (_, files: Readonly<Record<string, string>>) =>
    {
        expect(list({ files: { 'a.ts': 'import { f } from \'./all\';\nexport const g = f;', 'all.ts': 'export * from \'./b\';\nexport * from \'./c\';', ...files }, segments: {} })).toEqual([]);
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
        expect(only('PRIVATE_PROCEDURE_IMPORTED', files('import { inner } from \'./barrel\';\nexport const x = () => inner.secret();', { 'barrel.ts': 'import * as inner from \'./sales/orders\';\nexport { inner };' })))
            .toContain('a.ts:4:23 error PRIVATE_PROCEDURE_IMPORTED "secret"');
        expect(only('VALUE_IMPORT_FROM_SEGMENT', files('import { inner } from \'./outer\';\nexport const x = () => { const { list, limit } = inner; };', { 'barrel.ts': 'export * as inner from \'./sales/orders\';', 'outer.ts': 'export * from \'./barrel\';' })))
            .toBe(`a.ts:4:39 ${foreign('limit', 'sales/orders.ts', 'sales')}`);
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

describe('classes that cross', () =>
{
    /** A procedure that takes an Order, which is as given. */
    function crossing(order: string, more: { readonly signature?: string; readonly access?: 'private' | 'public' } = {}): Sources
    {
        const { signature = 'order: Order', access = 'public' } = more;

        return {
            files: { 'a.ts': `import type { Order } from './Order';\nexport async function f(${signature}): Promise<void> { }`, 'Order.ts': order, 'Base.ts': 'export class Base { constructor(readonly id: number) { } }' },
            segments: { s: { a: { f: { access } } } }
        };
    }

    it('are rebuilt without a parameter of their constructor', () =>
    {
        const expected = (position: string, name: string): string => `${position} warning CLASS_NOT_REBUILDABLE Instances of "Order" cross between segments, and are rebuilt without the constructor's parameter "${name}": `
            + 'there is no public field or getter of that name. Add a getter of that name, or give the parameter a default.';

        expect(only('CLASS_NOT_REBUILDABLE', crossing('export class Order { #id: number; constructor(id: number) { this.#id = id; } }'))).toBe(expected('Order.ts:1:7', 'id'));
        expect(only('CLASS_NOT_REBUILDABLE', crossing('export class Order { _id; constructor(id) { this._id = id; } }'))).toBe(expected('Order.ts:1:7', 'id'));
        expect(only('CLASS_NOT_REBUILDABLE', crossing('import { Base } from \'./Base\';\nexport class Order extends Base { constructor(total: number) { super(total); } }'))).toBe(expected('Order.ts:2:7', 'total'));
        expect(only('CLASS_NOT_REBUILDABLE', crossing('export class Order extends Error { constructor(order: number) { super(String(order)); } }'))).toBe(expected('Order.ts:1:7', 'order'));
        expect(only('CLASS_NOT_REBUILDABLE', crossing('export class Order { constructor(id: number) { } }', { signature: 'orders: Map<string, readonly Order[] | undefined>' }))).toBe(expected('Order.ts:1:7', 'id'));
        expect(only('CLASS_NOT_REBUILDABLE', {
            ...crossing(''),
            files: { 'a.ts': 'import { Cart } from \'./Order\';\nexport async function f(): Promise<Cart> { return new Cart([]); }', 'Order.ts': 'export class Cart { constructor(readonly orders: Order[]) { } }\nexport class Order { constructor(id: number) { } }' }
        })).toBe(expected('Order.ts:2:7', 'id'));
    });

    it('take what they are made of apart', () =>
    {
        expect(only('CLASS_NOT_REBUILDABLE', crossing('export class Order { id; constructor(a, { id }) { this.id = id; this.a = a; } }')))
            .toBe('Order.ts:1:7 warning CLASS_NOT_REBUILDABLE Instances of "Order" cross between segments, and are rebuilt without parameter 2 of the constructor: no field can stand for a pattern. Take its variables as parameters of their own.');
    });

    it.each([
        ['has a field', 'export class Order { id: number; constructor(id: number) { this.id = id; } }'],
        ['has a field that only the constructor shows', 'export class Order { constructor(id) { if (id) { this.id = id; } } }'],
        ['has a parameter property, be it private', 'export class Order { constructor(private readonly id: number) { } }'],
        ['has a getter', 'export class Order { #id: number; constructor(id: number) { this.#id = id; } get id() { return this.#id; } }'],
        ['has an accessor', 'export class Order { accessor id = 1; constructor(id: number) { this.id = id; } }'],
        ['inherits a field', 'import { Base } from \'./Base\';\nexport class Order extends Base { constructor(id: number) { super(id); } }'],
        ['inherits its constructor', 'import { Base } from \'./Base\';\nexport class Order extends Base { }'],
        ['can do without', 'export class Order { constructor(id = 1, total?: number, { vat } = {}, ...lines) { } }'],
        ['extends a class of a package', 'import { Base } from \'orm\';\nexport class Order extends Base { constructor(id: number) { super(id); } }'],
        ['extends what only running tells', 'import { Base } from \'./Base\';\nexport class Order extends mix(Base) { constructor(total: number) { super(total); } }'],
        ['is an error with a message', 'export class Order extends Error { constructor(message: string) { super(message); } }'],
        ['is not exported, so it crosses nowhere', 'class Hidden { constructor(id: number) { } }\nexport interface Order { }']
    ])('are no matter where Order %s', (_, order) =>
    {
        expect(list(crossing(order))).toEqual([]);
    });

    it.each([
        ['only computes with the type', { signature: 'id: keyof Order, part: Pick<Order, \'id\'>, kind: typeof Order' }],
        ['has a type parameter of the name', { signature: 'id: <Order>(order: Order) => Order' }],
        ['is private', { access: 'private' as const }]
    ])('are not known to cross where the procedure %s', (_, more) =>
    {
        expect(list(crossing('export class Order { constructor(id: number) { } }', more))).toEqual([]);
    });
});

describe('browsers', () =>
{
    const page = 'document.title = \'x\';';
    const advice = 'Leave it to a procedure of a segment on servers, and call that.';

    /** A segment with one module, `client.ts`. */
    function client(code: string, files: Readonly<Record<string, string>> = {}, segments: Readonly<Record<string, SegmentText>> = {}): Sources
    {
        return { files: { 'client.ts': code, ...files }, segments: { client: { client: {} }, ...segments } };
    }

    it('get what runs on servers only', () =>
    {
        const expected = '"node:fs" runs on servers only, and segment "client" runs in browsers: "client.ts" uses "document". ' + advice;

        expect(only('SERVER_CODE_IN_BROWSER', client(`import { readFile } from 'node:fs';\nexport async function show() { document.title = readFile.name; }`))).toBe(`client.ts:1:25 warning SERVER_CODE_IN_BROWSER ${expected}`);
        expect(only('SERVER_CODE_IN_BROWSER', client(`import './log';\n${page}`, { 'log.ts': 'export * from \'./file\';', 'file.ts': 'import \'node:fs\';\nexport const a = 1;' }))).toBe(`file.ts:1:7 warning SERVER_CODE_IN_BROWSER ${expected}`);
        expect(only('SERVER_CODE_IN_BROWSER', { files: { 'page.ts': `import 'node:fs';\n${page}` }, segments: {} }))
            .toBe(`page.ts:1:7 warning SERVER_CODE_IN_BROWSER "node:fs" runs on servers only, and "page.ts" runs in browsers: "page.ts" uses "document". ${advice}`);
    });

    it('get a class of a segment on servers', () =>
    {
        const files = { 'sales/Order.ts': 'import { randomUUID } from \'node:crypto\';\nexport class Order { id = randomUUID(); }' };
        const segments = { sales: { 'sales/Order': {} } };
        const expected = 'warning SERVER_CLASS_IN_BROWSER "sales/Order.ts" of segment "sales" is loaded for its classes, and needs "node:crypto", which runs on servers only; '
            + 'but segment "client" runs in browsers: "client.ts" uses "document". Move what needs "node:crypto" to a module that the class does not import.';

        expect(only('SERVER_CLASS_IN_BROWSER', client(`import { Order } from './sales/Order';\nexport async function show() { document.title = new Order().id; }`, files, segments))).toBe(`client.ts:1:22 ${expected}`);
        expect(only('SERVER_CLASS_IN_BROWSER', client(`import type { Order } from './sales/Order';\nexport async function show(order: Order) { document.title = order.id; }`, files, segments))).toBe(`client.ts:1:27 ${expected}`);
    });

    it.each([
        ['the segment runs on servers', client('import \'node:fs\';\nexport async function f() { }')],
        ['what uses the browser is shared, and may not be called', client('import { show } from \'./show\';\nimport \'node:fs\';\nexport const f = show;', { 'show.ts': 'export function show() { document.title = \'x\'; }' })],
        ['the code asks for a browser', client('import \'node:fs\';\nif (typeof document !== \'undefined\') { document.title = \'x\'; }')],
        ['it is loaded on demand', client(`${page}\nexport const load = () => import('node:fs');`)],
        ['it is behind a stub', client(`import { save } from './save';\n${page}\nawait save();`, { 'save.ts': 'import \'node:fs\';\nexport async function save() { }' }, { server: { save: { save: publicly } } })],
        ['only its types are imported', client(`import type { Stats } from 'node:fs';\n${page}\nexport let stats: Stats;`)],
        ['it is a package of which nothing is known', client(`import 'pg';\n${page}`)]
    ])('are no matter where %s', (_, sources) =>
    {
        expect(list(sources)).toEqual([]);
    });
});

describe('behaviour', () =>
{
    it('warns of a call that does not go to the procedure of its name', () =>
    {
        const sources = (code: string, segments = {}): Sources => withSales({ 'a.ts': `import { list } from './sales/orders';\n${code}` }, { other: { a: { f: {} } }, ...segments });

        expect(only('NAME_SHADOWED', sources('export async function f() { await list(); return [].map(list => list()); }')))
            .toBe('a.ts:2:64 warning NAME_SHADOWED This call of "list" does not go to "sales/list": a declaration nearer by hides the import. Rename the parameter or the variable, or the import with `as`.');
        expect(list(sources('export async function f() { const list = await g(); return list.length; }\nconst g = () => list();'))).toEqual([]);
        expect(list(withSales({ 'a.ts': 'import { list } from \'./sales/orders\';\nexport async function f() { await list(); return [].map(list => list()); }' }, { sales: { 'sales/orders': { list: publicly }, a: { f: {} } } }))).toEqual([]);
    });

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
        expect(only('CALL_NOT_AWAITED', withSales({ 'a.ts': 'import { orders } from \'./all\';\nexport async function f() { orders.list(); }', 'all.ts': 'export * as orders from \'./sales/orders\';' }, { other: { a: { f: {} } } }))).toBe(`a.ts:2:28 warning CALL_NOT_AWAITED The call of "orders.list" ${rest}`);
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
            'let count = 0;',
            'const twice = [format, secret, limit, lists];',
            'const twice = 2;',
            'export class Report { }',
            'export function report() { return new Report(); }',
            'export async function send() { list(); count += twice; return [].map(list => list()); }'
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
            'report.ts:6:6 SYNTAX_ERROR',
            'report.ts:7:7 CLASS_BESIDE_PROCEDURES',
            'report.ts:8:7 PROCEDURE_NOT_ASYNC',
            'report.ts:9:31 CALL_NOT_AWAITED',
            'report.ts:9:39 MUTABLE_MODULE_STATE',
            'report.ts:9:77 NAME_SHADOWED'
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
