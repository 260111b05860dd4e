import type { OuterClassEntry } from '@jitar/protocol';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { loadOuterClasses } from './outer-classes.js';

class Order { }

function entry(key: string, overrides: Partial<OuterClassEntry> = {}): OuterClassEntry
{
    return { key, parameters: [], fields: [], accessors: [], getters: [], packages: [], load: async () => Order, ...overrides };
}

const load = (classes: OuterClassEntry[], options?: Parameters<typeof loadOuterClasses>[1]): ReturnType<typeof loadOuterClasses> =>
    loadOuterClasses({ format: 1, classes }, options);

describe('loadOuterClasses', () =>
{
    afterEach(() => { vi.unstubAllGlobals(); });

    it('loads the classes', async () =>
    {
        expect(await load([entry('sales/Order', { fields: ['id'] })])).toEqual([
            { key: 'sales/Order', parameters: [], fields: ['id'], accessors: [], getters: [], implementation: Order }
        ]);
    });

    it('does not load a class whose packages the host cannot import', async () =>
    {
        const loaded = vi.fn(async () => Order);
        const classes = await load([entry('a', { packages: ['pg', 'zod'], load: loaded }), entry('b', { packages: ['zod'] })], { canImport: name => name === 'zod' });

        expect(classes.map(({ key }) => key)).toEqual(['b']);
        expect(loaded).not.toHaveBeenCalled();
    });

    it('leaves out a class whose module misses a package', async () =>
    {
        const missing = Object.assign(new Error('Cannot find package \'pg\''), { code: 'ERR_MODULE_NOT_FOUND' });

        expect(await load([entry('a', { packages: ['pg'], load: () => Promise.reject(missing) }), entry('b')])).toHaveLength(1);
    });

    it.each(['Failed to fetch dynamically imported module: http://a/b.js', 'error loading dynamically imported module', 'Importing a module script failed.'])('leaves out a class that a page does not get, as its browser says: %s', async message =>
    {
        expect(await load([entry('a', { load: () => Promise.reject(new TypeError(message)) }), entry('b')])).toHaveLength(1);
    });

    it('tells of a module that fails in another way', async () =>
    {
        await expect(load([entry('sales/Order', { load: () => Promise.reject(new Error('boom')) })])).rejects.toMatchObject({
            code: 'INVALID_MODULE', message: 'The module "sales/Order" cannot be loaded (boom).'
        });
    });

    it('loads no module of Node into a browser', async () =>
    {
        vi.stubGlobal('document', {});

        expect(await load([entry('a', { packages: ['node:fs'] }), entry('b')])).toHaveLength(1);
    });
});
