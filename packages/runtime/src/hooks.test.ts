import { describe, expect, it } from 'vitest';

import { loadHooks } from './hooks.js';
import type { ImportModule } from './hooks.js';
import { moduleFile } from './module-file.js';
import { Request } from './request.js';
import { Response } from './response.js';

const root = 'file:///app/';

function modules(files: Record<string, Record<string, unknown> | (() => Record<string, unknown>)>, imported: string[] = []): ImportModule
{
    return async url =>
    {
        const module = files[url.replace(root, '')];

        imported.push(url.replace(root, ''));

        if (module === undefined)
        {
            throw new Error(`Cannot find module '${url}'`);
        }

        return typeof module === 'function' ? module() : module;
    };
}

describe('moduleFile', () =>
{
    it.each([
        ['logCalls', 'logCalls.js'],
        ['./logCalls', 'logCalls.js'],
        ['./logCalls.js', 'logCalls.js'],
        ['middleware/logCalls.ts', 'middleware/logCalls.js'],
        ['log.calls', 'log.calls.js'],
        ['/logCalls.tsx', 'logCalls.js'],
        ['logCalls.mts', 'logCalls.js'],
        ['logCalls.mjs', 'logCalls.js']
    ])('takes %s for %s', (name, file) =>
    {
        expect(moduleFile(name)).toBe(file);
    });

    it.each(['../secret', 'a/../../secret', 'a\\..\\..\\secret', 'https://elsewhere/x', './data:text/javascript,x', ''])('refuses %j', name =>
    {
        expect(() => moduleFile(name)).toThrow(expect.objectContaining({ code: 'INVALID_MODULE' }) as Error);
    });
});

describe('set-up and tear-down', () =>
{
    it('run in order: the function of that name, else the default one, else the module itself', async () =>
    {
        const calls: string[] = [];
        const imported: string[] = [];

        const hooks = await loadHooks(root, { setUp: ['./first', 'second.ts', 'third', 'class'], tearDown: ['second'] }, modules({
            'first.js': { setUp: async () => { await Promise.resolve(); calls.push('first'); }, default: () => calls.push('not this') },
            'second.js': { default: () => calls.push('second'), tearDown: () => calls.push('down') },
            'third.js': () => { calls.push('third'); return {}; },
            'class.js': { default: class Connection { } }
        }, imported));

        expect(imported).toEqual([]);

        await hooks.setUp();
        expect(calls).toEqual(['first', 'second', 'third']);

        await hooks.tearDown();
        expect(calls).toEqual(['first', 'second', 'third', 'down']);
    });

    it('stop at a set-up that fails', async () =>
    {
        const calls: string[] = [];
        const hooks = await loadHooks(root, { setUp: ['bad', 'good'] }, modules({
            'bad.js': { setUp: () => { throw new Error('no database'); } },
            'good.js': { setUp: () => calls.push('good') }
        }));

        await expect(hooks.setUp()).rejects.toThrow('no database');
        expect(calls).toEqual([]);
    });

    it('run every tear-down, and tell of the first that failed', async () =>
    {
        const calls: string[] = [];
        const hooks = await loadHooks(root, { tearDown: ['bad', 'missing', 'good'] }, modules({
            'bad.js': { tearDown: () => { throw new Error('still busy'); } },
            'good.js': { tearDown: () => calls.push('good') }
        }));

        await expect(hooks.tearDown()).rejects.toThrow('still busy');
        expect(calls).toEqual(['good']);
    });
});

describe('middleware', () =>
{
    it('is a function, an object or a class', async () =>
    {
        const answer = (text: string) => (): Response => new Response({ result: text });

        class ByClass
        {
            readonly #text = 'class';

            handle(): Response
            {
                return new Response({ result: this.#text });
            }
        }

        const { middleware } = await loadHooks(root, { middleware: ['f', 'o', 'c'] }, modules({
            'f.js': { default: answer('function') },
            'o.js': { default: { handle: answer('object') } },
            'c.js': { default: ByClass }
        }));

        const next = (): Promise<Response> => Promise.reject(new Error('not called'));
        const responses = await Promise.all(middleware.map(async link => link.handle(new Request({ fqn: 'f' }), next)));

        expect(responses.map(({ result }) => result)).toEqual(['function', 'object', 'class']);
    });

    it.each([
        ['is missing', {}, 'The module "logCalls.js" cannot be loaded (Cannot find module \'file:///app/logCalls.js\').'],
        ['has no default export', { 'logCalls.js': { handle: () => undefined } }, 'The module "logCalls.js" has no middleware as its default export.'],
        ['exports something else', { 'logCalls.js': { default: { run: () => undefined } } }, 'The module "logCalls.js" has no middleware as its default export.']
    ])('that %s is named', async (_, files, message) =>
    {
        await expect(loadHooks(root, { middleware: ['./logCalls'] }, modules(files))).rejects.toMatchObject({ code: 'INVALID_MODULE', message });
    });
});

describe('health checks', () =>
{
    it('are functions, objects or classes, named after their module where they do not say', async () =>
    {
        class Database
        {
            readonly name = 'db';
            readonly timeout = 100;
            readonly #up = true;

            async isHealthy(): Promise<boolean>
            {
                return this.#up;
            }
        }

        const { healthChecks } = await loadHooks(root, { healthChecks: ['health/disk', 'memory', 'database'] }, modules({
            'health/disk.js': { default: () => true },
            'memory.js': { default: { isHealthy: () => false } },
            'database.js': { default: Database }
        }));

        expect(healthChecks.map(({ name, timeout }) => [name, timeout])).toEqual([['disk', undefined], ['memory', undefined], ['db', 100]]);
        expect(await Promise.all(healthChecks.map(async check => check.isHealthy()))).toEqual([true, false, true]);
    });

    it('that are none are named', async () =>
    {
        await expect(loadHooks(root, { healthChecks: ['x'] }, modules({ 'x.js': {} }))).rejects.toThrow('The module "x.js" has no health check as its default export.');
    });
});

it('takes any character in a module\'s name for itself', async () =>
{
    const imported: string[] = [];

    await loadHooks(root, { middleware: ['a b#c?d%'] }, modules({ 'a%20b%23c%3Fd%25.js': { default: () => undefined } }, imported));

    expect(imported).toHaveLength(1);
});

it('imports by URL where nothing else is handed in', async () =>
{
    const hooks = await loadHooks(new URL('../test/modules/', import.meta.url).href, { middleware: ['./pass-through'] });

    expect(hooks.middleware).toHaveLength(1);
});
