import { describe, expect, it } from 'vitest';

import type { Sources } from '../test/application.js';
import { emitSources, planSources } from '../test/application.js';

function pathsOf(sources: Sources): readonly string[]
{
    return [...emitSources(sources).keys()].filter(path => !path.startsWith('jitar.') && !path.endsWith('.segment.js')).sort();
}

function codeOf(sources: Sources, path: string): string | undefined
{
    return emitSources(sources).get(path)?.code;
}

function classesOf(sources: Sources, segment: string): readonly string[]
{
    return planSources(sources).segments.find(({ name }) => name === segment)?.classes.map(({ key, path }) => `${key} ${path}`) ?? [];
}

/** A class as `describeShape` tells it. */
function classOf(sources: Sources, key: string)
{
    return planSources(sources).segments.flatMap(({ classes }) => classes).find(definition => definition.key === key);
}

const open = { f: { access: 'public' } } as const;
const renamed = { f: { access: 'public', as: 'g' } } as const;
const useAll = (...paths: readonly string[]): string => `${paths.map((path, index) => `import * as m${String(index)} from '${path}';`).join('\n')}\nexport async function f() { return [${paths.map((_, index) => `m${String(index)}`).join(', ')}]; }`;

describe('shared modules', () =>
{
    it('exist once where they have no state, and reach nothing that is not shared', () =>
    {
        const files = { 'a.ts': useAll('./pure'), 'b.ts': useAll('./pure'), 'pure.ts': 'import { x } from \'./deep\';\nexport const y = () => x;', 'deep.ts': 'export const x = 1;' };

        expect(pathsOf({ files, segments: { a: { a: open }, b: { b: renamed } } })).toEqual(['a.a.js', 'a.remote.js', 'b.b.js', 'b.remote.js', 'deep.js', 'pure.js']);
    });

    it('exist once per segment where they, or what they reach, have state or effects', () =>
    {
        const files = { 'a.ts': useAll('./user'), 'b.ts': 'export async function f() { }', 'user.ts': 'export { count } from \'./state\';\nexport { pure } from \'./pure\';', 'state.ts': 'export let count = 0;', 'pure.ts': 'export const pure = 1;' };

        expect(pathsOf({ files, segments: { a: { a: open }, b: { b: renamed } } })).toEqual(['a.a.js', 'a.remote.js', 'b.b.js', 'b.remote.js', 'pure.js', 'state.a.js', 'state.js', 'user.a.js', 'user.js']);
    });

    it('exist once per segment where they reach a segment, and call it where it is another', () =>
    {
        const files = { 'a.ts': useAll('./bridge'), 'b.ts': 'import { call } from \'./bridge\';\nexport async function f() { return call; }', 'bridge.ts': 'import { f } from \'./b\';\nexport const call = () => f();' };
        const sources = { files, segments: { a: { a: open }, b: { b: renamed } } } as const;

        expect(codeOf(sources, 'bridge.a.js')).toContain('from \'./b.remote.js?a\'');
        expect(codeOf(sources, 'bridge.b.js')).toContain('from \'./b.b.js\'');
        expect(codeOf(sources, 'bridge.js')).toContain('from \'./b.remote.js\'');
        expect(planSources(sources).segments.map(({ calls }) => calls)).toEqual([[{ fqn: 'g', version: '0.0.0' }], []]);
    });

    it('stay shared where only types lead to a segment', () =>
    {
        const files = { 'a.ts': useAll('./shared'), 'b.ts': 'export interface B { }\nexport async function f() { }', 'shared.ts': 'import type { B } from \'./b\';\nexport const x = (b: B) => b;' };

        expect(pathsOf({ files, segments: { a: { a: open }, b: { b: { f: { as: 'g' } } } } })).toContain('shared.js');
        expect(pathsOf({ files, segments: { a: { a: open }, b: { b: { f: { as: 'g' } } } } })).not.toContain('shared.a.js');
    });

    it('may be imported in circles', () =>
    {
        const files = { 'a.ts': useAll('./x'), 'x.ts': 'import { y } from \'./y\';\nexport const x = () => y;', 'y.ts': 'import { x } from \'./x\';\nexport const y = () => x;' };

        expect(pathsOf({ files, segments: { a: { a: open } } })).toEqual(['a.a.js', 'a.remote.js', 'x.js', 'y.js']);
    });
});

describe('resources', () =>
{
    it('stand once under their own name, and see the outer view', () =>
    {
        const files = { 'a.ts': useAll('./db'), 'db.ts': 'import { f } from \'./b\';\nimport { log } from \'./log\';\nexport const db = { f, log };', 'b.ts': 'export async function f() { }', 'log.ts': 'export let log = 1;' };
        const sources = { files, segments: { a: { a: open }, b: { b: renamed } }, resources: ['db'] } as const;

        expect(codeOf(sources, 'a.a.js')).toContain('from \'./db.js\'');
        expect(codeOf(sources, 'db.js')).toBe('import { f } from \'./b.remote.js\';\nimport { log } from \'./log.js\';\nexport const db = { f, log };');
        expect(planSources(sources).modules.find(({ path }) => path === 'db.js')?.role).toBe('resource');
    });
});

describe('barrels', () =>
{
    const files = {
        'sales/list.ts': 'export default async function list() { }\nexport async function hidden() { }',
        'sales/index.ts': 'export { default as list, hidden } from \'./list\';\nexport * from \'../shared\';\nexport type { T } from \'./types\';\nexport { U } from \'./types\';',
        'sales/types.ts': 'export type T = 1;\nexport interface U { }',
        'shared.ts': 'export const shared = 1;',
        'a.ts': 'import { list, shared, type T, U } from \'./sales\';\nexport async function f(t: T, u: U) { await list(); return shared; }'
    };
    const segments = { sales: { 'sales/list': { default: { access: 'public' }, hidden: {} } }, a: { a: open } } as const;

    it('are emitted per segment, with what the segment can get', () =>
    {
        expect(codeOf({ files, segments }, 'sales/index.a.js')).toBe('export { default as list } from \'./list.remote.js?a\';\nexport * from \'../shared.js\';\n');
        expect(codeOf({ files, segments }, 'a.a.js')).toContain('import { list, shared } from \'./sales/index.a.js\';');
    });

    it('in a segment themselves are passed by for what is shared', () =>
    {
        const listed = { sales: { 'sales/index': { list: { access: 'public' } } }, a: { a: open } } as const;

        expect(codeOf({ files, segments: listed }, 'a.a.js')).toContain('import { list } from \'./sales/index.remote.js?a\'; import { shared } from \'./shared.js\';');
        expect(planSources({ files, segments: listed }).diagnostics).toEqual([]);
        expect(codeOf({ files, segments: listed }, 'sales/index.remote.js')).toContain('export async function list()');
    });
});

describe('a segment', () =>
{
    it('has its procedures under their names, with what the segment file says', () =>
    {
        const files = { 'a/f.ts': 'export default async function g(x: string, ...y: string[]) { }\nexport async function* h() { }' };
        const [segment] = planSources({ files, segments: { s: { 'a/f': { default: { access: 'public', version: '1.2.0', timeout: 5 }, h: { as: 'stream' } } } } }).segments;

        expect(segment?.procedures).toEqual([
            {
                fqn: 'a/g', version: '1.2.0', access: 'public', timeout: 5, stream: false, source: 'a/f.ts', exported: 'default', path: 'a/f.s.js',
                parameters: [{ binding: { kind: 'name', name: 'x', optional: false }, rest: false }, { binding: { kind: 'name', name: 'y', optional: false }, rest: true }]
            },
            { fqn: 'a/stream', version: '0.0.0', access: 'private', stream: true, source: 'a/f.ts', exported: 'h', path: 'a/f.s.js', parameters: [] }
        ]);
    });

    it('may share a module with another one, and then calls its own', () =>
    {
        const files = { 'a.ts': useAll('./both'), 'b.ts': useAll('./both'), 'both.ts': 'export async function g() { }' };
        const sources = { files, segments: { a: { a: open, both: { g: {} } }, b: { b: { f: { as: 'h' } }, both: { g: {} } }, c: {} } } as const;

        expect(codeOf(sources, 'a.a.js')).toContain('\'./both.a.js\'');
        expect(codeOf(sources, 'b.b.js')).toContain('\'./both.b.js\'');
        expect(planSources(sources).diagnostics).toEqual([]);
    });

    it('calls what it imports, and all of a namespace', () =>
    {
        const files = { 'a.ts': 'import { x } from \'./barrel\';\nexport async function f() { await x(); }', 'n.ts': useAll('./b'), 'barrel.ts': 'export * from \'./b\';', 'b.ts': 'export async function x() { }\nexport async function y() { }\nexport async function z() { }' };
        const plan = planSources({ files, segments: { a: { a: open }, n: { n: { f: { as: 'g' } } }, b: { b: { x: { access: 'public' }, y: { access: 'protected' }, z: {} } } } });

        expect(plan.segments.map(({ calls }) => calls.map(({ fqn }) => fqn))).toEqual([['x'], ['x', 'y'], []]);
    });

    it('calls what its resources call, its own procedures left out', () =>
    {
        const files = { 'a.ts': 'import { store } from \'./store\';\nexport async function x() { return store(); }', 'b.ts': 'export async function y() { }', 'store.ts': 'import { x } from \'./a\';\nimport { y } from \'./b\';\nexport const store = async () => [x, y];' };
        const plan = planSources({ files, segments: { a: { a: { x: { access: 'public' } } }, b: { b: { y: { access: 'public' } } } }, resources: ['store'] });

        expect(plan.segments.map(({ calls }) => calls.map(({ fqn }) => fqn))).toEqual([['y'], []]);
    });

    it('takes the outcome of an expression as a procedure of any arguments', () =>
    {
        const sources = { files: { 'a.ts': 'export const f = memoize(async () => 1);' }, segments: { a: { a: open } } };

        expect(codeOf(sources, 'a.remote.js')).toContain('export async function f(...args) { return __run(\'f\', \'0.0.0\', { \'...args\': args }, this); }');
    });
});

describe('class tables', () =>
{
    const Person = 'export class Person { #name; constructor(name: string) { this.#name = name; } get name() { return this.#name; } }';

    it('hold a class that is imported only as a type, and is in no segment file', () =>
    {
        const files = { 'Person.ts': Person, 'server.ts': 'import type { Person } from \'./Person\';\nexport async function f(person: Person) { }' };

        expect(classesOf({ files, segments: { server: { server: open } } }, 'server')).toEqual(['Person Person.js']);
        expect(classOf({ files, segments: { server: { server: open } } }, 'Person')).toMatchObject({ parameters: ['name'], fields: [], getters: ['name'], accessors: [], exported: 'Person' });
    });

    it('hold classes behind barrels and other types', () =>
    {
        const files = { 'Person.ts': Person, 'index.ts': 'export type * from \'./Person\';', 'types.ts': 'import type { Person } from \'.\';\nexport interface Group { people: Person[] }', 'a.ts': 'import { Group } from \'./types\';\nexport async function f(group: Group) { }' };

        expect(classesOf({ files, segments: { a: { a: open } } }, 'a')).toEqual(['Person Person.js']);
    });

    it('hold classes of the signatures of called procedures, through types beside them', () =>
    {
        const files = { 'Person.ts': Person, 'b.ts': 'import { Person } from \'./Person\';\nimport { Secret } from \'./Secret\';\ninterface Group { people: Person[] }\nexport async function g(): Promise<Group> { return new Secret(); }', 'Secret.ts': 'export class Secret { }', 'a.ts': 'import { g } from \'./b\';\nexport async function f() { await g(); }' };

        expect(classesOf({ files, segments: { a: { a: open }, b: { b: { g: { access: 'public' } } } } }, 'a')).toEqual(['Person Person.js']);
    });

    it('hold what a called procedure may return where nothing says what, if it can be loaded anywhere', () =>
    {
        const files = { 'Person.js': 'export class Person { }', 'Row.js': 'import \'pg\';\nexport class Row { }', 'b.js': 'import { Person } from \'./Person.js\';\nimport { Row } from \'./Row.js\';\nexport async function g() { return new Person(new Row()); }', 'a.js': 'import { g } from \'./b.js\';\nexport async function f() { await g(); }' };

        expect(classesOf({ files, segments: { a: { a: open }, b: { b: { g: { access: 'public' } } } } }, 'a')).toEqual(['Person Person.js']);
    });

    it('hold a copy of a class of another segment that is in a module without procedures', () =>
    {
        const files = { 'sales/Order.ts': 'import { round } from \'./round\';\nexport class Order { total = round(1); }', 'sales/round.ts': 'export const round = (x: number) => x;', 'a.ts': 'import { Order } from \'./sales/Order\';\nexport async function f() { return new Order(); }' };
        const sources = { files, segments: { sales: { 'sales/Order': {} }, a: { a: open } } } as const;

        expect(classesOf(sources, 'a')).toEqual(['sales/Order sales/Order.a.js']);
        expect(classesOf(sources, 'sales')).toEqual(['sales/Order sales/Order.sales.js']);
        expect(codeOf(sources, 'a.a.js')).toContain('\'./sales/Order.a.js\'');
        expect(codeOf(sources, 'sales/Order.a.js')).toContain('\'./round.js\'');
        expect(planSources(sources).diagnostics).toEqual([]);
    });

    it('tell classes of one name apart by their modules, in all segments alike', () =>
    {
        const files = { 'd/a.ts': 'export class Item { }', 'd/b.ts': 'export class Item { }', 'x.ts': 'import { Item } from \'./d/a\';\nexport async function f(i: Item) { }', 'y.ts': 'import { Item } from \'./d/b\';\nimport { Item as Other } from \'./d/a\';\nexport async function g(i: Item, o: Other) { }' };
        const sources = { files, segments: { x: { x: open }, y: { y: { g: {} } } } } as const;

        expect(classesOf(sources, 'x')).toEqual(['d/a.ts#Item d/a.js']);
        expect(classesOf(sources, 'y')).toEqual(['d/a.ts#Item d/a.js', 'd/b.ts#Item d/b.js']);
    });

    it('tell what a class inherits, across modules', () =>
    {
        const files = {
            'Base.ts': 'export class Base { id = 1; constructor(readonly name: string) { } get size() { return 1; } }',
            'index.ts': 'export * as shapes from \'./Base\';\nexport { Base as Renamed } from \'./Base\';',
            'Middle.ts': 'import { Renamed } from \'.\';\nexport class Middle extends Renamed { set size(v) { } }',
            'a.ts': 'import { Middle } from \'./Middle\';\nimport * as bases from \'./Base\';\nimport { Widget } from \'widgets\';\nexport class Leaf extends bases.Base { extra; }\nexport class Other extends Widget { own; }\nexport class Failure extends Error { constructor(readonly code: string) { super(code); } }\nexport async function f(m: Middle) { }'
        };
        const sources = { files, segments: { a: { a: open } } } as const;

        expect(classOf(sources, 'Middle')).toMatchObject({ parameters: ['name'], fields: ['id', 'name'], getters: ['size'], accessors: ['size'] });
        expect(classOf(sources, 'Leaf')).toMatchObject({ parameters: ['name'], fields: ['id', 'name', 'extra'] });
        expect(classOf(sources, 'Other')).toMatchObject({ parameters: [], fields: ['own'] });
        expect(classOf(sources, 'Failure')).toMatchObject({ parameters: ['code'], fields: ['code'] });
    });

    it('list a class that has two names once', () =>
    {
        const files = { 'a.ts': 'class Order { }\nexport { Order, Order as Purchase, Order as default };\nexport async function f() { }' };

        expect(classesOf({ files, segments: { a: { a: open } } }, 'a')).toEqual(['Order a.a.js']);
    });
});

describe('the outer view', () =>
{
    it('sees stubs without a segment, and classes of its own', () =>
    {
        const files = { 'page.ts': 'import { f } from \'./a\';\nimport { Order } from \'./sales/Order\';\nimport { Row } from \'./Row\';\ndocument.title = await f(new Order(), new Row());', 'a.ts': 'export async function f() { }', 'sales/Order.ts': 'export class Order { }', 'Row.ts': 'import \'pg\';\nimport { readFile } from \'node:fs\';\nexport class Row { read = readFile; }' };
        const sources = { files, segments: { a: { a: open }, sales: { 'sales/Order': {} } } } as const;
        const plan = planSources(sources);

        expect(codeOf(sources, 'page.js')).toBe('import { f } from \'./a.remote.js\';\nimport { Order } from \'./sales/Order.js\';\nimport { Row } from \'./Row.js\';\ndocument.title = await f(new Order(), new Row());');
        expect(plan.outer.classes.map(({ key, path, packages }) => [key, path, packages])).toEqual([['Row', 'Row.js', ['node:fs', 'pg']], ['sales/Order', 'sales/Order.js', []]]);
        expect(plan.outer.calls).toEqual([{ fqn: 'f', version: '0.0.0' }]);
        expect(plan.diagnostics.map(({ code, file, line }) => [code, file, line])).toEqual([['SERVER_CODE_IN_BROWSER', 'Row.ts', 2]]);
    });

    it('loads no class whose module does something, and none of a resource', () =>
    {
        const files = { 'page.ts': 'export class View { }\ndocument.title = \'x\';', 'db.ts': 'export class Database { }', 'setUp.ts': 'import { Database } from \'./db\';\nexport default () => new Database();' };

        expect(planSources({ files, segments: {}, resources: ['db'] }).outer.classes).toEqual([]);
    });

    it('has what segments share by copies under its own name too, where it can be loaded', () =>
    {
        const files = { 'a.ts': 'import { count } from \'./state\';\nimport { own } from \'./own\';\nexport const limit = 1;\nexport async function f() { return [count, own]; }', 'state.ts': 'export let count = 1;', 'own.ts': 'import { limit } from \'./a\';\nexport const own = () => limit;' };

        expect(pathsOf({ files, segments: { a: { a: open } } })).toEqual(['a.a.js', 'a.remote.js', 'own.a.js', 'state.a.js', 'state.js']);
    });
});

describe('rewriting', () =>
{
    it('keeps everything else as it is written', () =>
    {
        const code = '#!/usr/bin/env node\r\n// größe\r\nimport  { x }  from  "./x"  ; // why\r\n\r\nexport async function f() { return `${x}`; }\r\n';

        expect(codeOf({ files: { 'a.ts': code, 'x.ts': 'export const x = 1;' }, segments: { a: { a: open } } }, 'a.a.js')).toBe(code.replace('"./x"', '\'./x.js\''));
    });

    it('never joins what stands around an import that it takes out', () =>
    {
        const code = 'const a = 1\nimport type { T } from \'./t\'\n(f)()\nimport type { U } from \'./t\'\nexport async function f() { return a }';

        expect(codeOf({ files: { 'a.ts': code, 't.ts': 'export type T = 1;\nexport type U = 1;' }, segments: { a: { a: open } } }, 'a.a.js')).toBe('const a = 1\n;\n(f)()\nexport async function f() { return a }');
    });

    it('leaves packages alone, unless the resolution names another specifier', () =>
    {
        const code = 'import x from "lodash";\nimport "node:fs";\nexport async function f() { return [x, await import("pg")]; }';

        expect(codeOf({ files: { 'a.ts': code }, segments: { a: { a: open } } }, 'a.a.js')).toBe(code);
        expect(emitSources({ files: { 'a.ts': code }, segments: { a: { a: open } } }).get('a.a.js')).toMatchObject({ packages: ['lodash', 'pg'], imports: [] });
    });

    it('takes types out of local exports, and a default export of a type', () =>
    {
        const code = 'interface T { }\nimport { U, v } from \'./u\';\nexport { T, U, v };\nexport default T;\nexport async function f() { }';

        expect(codeOf({ files: { 'a.ts': code, 'u.ts': 'export interface U { }\nexport const v = 1;' }, segments: { a: { a: open } } }, 'a.a.js'))
            .toBe('interface T { }\nimport { v } from \'./u.js\';\nexport { v };\nexport async function f() { }');
    });

    it('writes names that only a literal can hold', () =>
    {
        const files = { 'a.ts': 'import { \'x-y\' as x, type T } from \'./x\';\nexport { \'x-y\' as \'y-x\', type T as S } from \'./x\';\nexport async function f() { return x; }', 'x.ts': 'const x = 1;\nexport { x as \'x-y\' };\nexport type T = 1;' };

        expect(codeOf({ files, segments: { a: { a: open } } }, 'a.a.js')).toBe('import { \'x-y\' as x } from \'./x.js\';\nexport { \'x-y\' as \'y-x\' } from \'./x.js\';\nexport async function f() { return x; }');
    });
});
