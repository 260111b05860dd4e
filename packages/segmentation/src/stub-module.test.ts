import { describe, expect, it } from 'vitest';

import type { PlannedStub } from './plan.js';
import { writeStubModule } from './stub-module.js';

function createStub(overrides: Partial<PlannedStub> = {}): PlannedStub
{
    return { fqn: 'sales/getMonthData', version: '0.0.0', exported: 'default', name: 'getMonthData', parameters: [], stream: false, ...overrides };
}

function named(name: string, rest = false)
{
    return { binding: { kind: 'name', name, optional: false }, rest } as const;
}

function write(...stubs: readonly PlannedStub[]): string
{
    return writeStubModule({ path: 'sales/getMonthData.remote.js', source: 'sales/getMonthData.ts', stubs });
}

/** Runs a stub module with a `__run` that answers with its arguments. */
async function load(code: string): Promise<Record<string, (...args: unknown[]) => Promise<unknown>>>
{
    const run = 'data:text/javascript,export const createRun = url => async (...args) => args;';
    const runnable = code.replace('\'../jitar.run.js\'', JSON.stringify(run));

    return await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(runnable)}`) as Record<string, (...args: unknown[]) => Promise<unknown>>;
}

describe('a stub module', () =>
{
    it('passes each argument under the name of its parameter', () =>
    {
        expect(write(createStub({ parameters: [named('year'), named('month')] }))).toBe([
            'import { createRun } from \'../jitar.run.js\';',
            '',
            'const __run = createRun(import.meta.url);',
            '',
            'export default async function getMonthData(year, month) { return __run(\'sales/getMonthData\', \'0.0.0\', { \'year\': year, \'month\': month }, this); }',
            ''
        ].join('\n'));
    });

    it('passes a destructured parameter whole under its position, and a rest as a list', async () =>
    {
        const { f } = await load(write(createStub({ exported: 'f', parameters: [named('a'), { binding: { kind: 'object', properties: [], optional: true }, rest: false }, named('more', true)] })));

        expect(await f?.call('self', 1, { b: 2 }, 3, 4)).toEqual(['sales/getMonthData', '0.0.0', { a: 1, 1: { b: 2 }, '...more': [3, 4] }, 'self']);
    });

    it('passes what was not given as `undefined`', async () =>
    {
        const { f } = await load(write(createStub({ exported: 'f', parameters: [named('a')] })));

        expect((await f?.() as unknown[])[2]).toStrictEqual({ a: undefined });
    });

    it('keeps a parameter that is called like a prototype', async () =>
    {
        const { f } = await load(write(createStub({ exported: 'f', parameters: [named('__proto__')] })));
        const args = (await f?.({ polluted: true }) as unknown[])[2] as object;

        expect(Object.keys(args)).toEqual(['__proto__']);
        expect('polluted' in args).toBe(false);
    });

    it('keeps names apart, whatever exports and parameters are called', async () =>
    {
        const module = await load(write(
            createStub({ name: 'createRun' }),
            createStub({ exported: '__run', name: '__run', parameters: [named('createRun')] }),
            createStub({ exported: 'createRun', parameters: [named('__run'), named('__run1')] }),
            createStub({ exported: 'delete' }),
            createStub({ exported: 'with-dash' }),
            createStub({ exported: '__stub' })
        ));

        expect(Object.keys(module).sort()).toEqual(['__run', '__stub', 'createRun', 'default', 'delete', 'with-dash']);
        expect((await module['createRun']?.(1, 2) as unknown[])[2]).toEqual({ __run: 1, __run1: 2 });
        expect((await module['__run']?.(1) as unknown[])[2]).toEqual({ createRun: 1 });
    });

    it('is a generator for a generator, and starts with the first item', async () =>
    {
        const { f } = await load(write(createStub({ exported: 'f', stream: true, parameters: [named('a')] })));
        const items: unknown[] = [];

        for await (const item of f?.(1) as unknown as AsyncIterable<unknown>)
        {
            items.push(item);
        }

        expect(items.slice(0, 3)).toEqual(['sales/getMonthData', '0.0.0', { a: 1 }]);
    });

    it('is an empty module where nothing is offered', () =>
    {
        expect(write()).toBe('export {};\n');
    });
});
