import type { Resolution } from '@jitar/segmentation';
import { describe, expect, it } from 'vitest';

import { createResolve } from './specifier-resolution.js';
import type { ResolutionContext } from './specifier-resolution.js';

const folders = { project: '/app', source: '/app/src', target: '/app/dist' };

const files = {
    modules: ['index.ts', 'sales/getMonthData.ts', 'sales/index.ts', 'sales/view.tsx', 'utils/plain.js', 'utils/dates.mts'],
    assets: ['sales/rates.json', 'style.css']
};

function resolve(specifier: string, importer = 'sales/getMonthData.ts', context: Partial<ResolutionContext> = {}): Resolution
{
    return createResolve({ folders, files, packageFile: { ranges: {} }, findPaths: () => [], ...context })(specifier, importer);
}

describe('createResolve', () =>
{
    it.each([
        ['./getMonthData', 'sales/getMonthData.ts'],
        ['./getMonthData.js', 'sales/getMonthData.ts'],
        ['./getMonthData.ts', 'sales/getMonthData.ts'],
        ['./view.jsx', 'sales/view.tsx'],
        ['./view', 'sales/view.tsx'],
        ['../utils/plain', 'utils/plain.js'],
        ['../utils/dates.mjs', 'utils/dates.mts'],
        ['.', 'sales/index.ts'],
        ['./', 'sales/index.ts'],
        ['..', 'index.ts'],
        ['../sales', 'sales/index.ts'],
        ['../../src/sales', 'sales/index.ts']
    ])('finds %s as TypeScript and bundlers do', (specifier, path) =>
    {
        expect(resolve(specifier)).toEqual({ kind: 'module', path });
    });

    it.each([['./rates.json', 'sales/rates.json'], ['./rates', 'sales/rates.json'], ['../style.css', 'style.css']])('finds the asset %s', (specifier, path) =>
    {
        expect(resolve(specifier)).toEqual({ kind: 'asset', path });
    });

    it.each(['./nowhere', '../../outside', '/absolute', '', '#unknown'])('misses %j', specifier =>
    {
        expect(resolve(specifier)).toEqual({ kind: 'missing' });
    });

    it.each([
        ['pdf-lib', 'pdf-lib', false], ['pdf-lib/es/core.js', 'pdf-lib', false], ['@scope/name/file', '@scope/name', false],
        ['node:fs', 'node:fs', true], ['fs/promises', 'fs/promises', true], ['https://esm.sh/x', 'https://esm.sh/x', true]
    ])('leaves %s outside', (specifier, name, builtin) =>
    {
        expect(resolve(specifier)).toEqual({ kind: 'package', name, builtin });
    });

    it('prefers what tsconfig paths lead to, and falls back to the package', () =>
    {
        const findPaths = (specifier: string): string[] => [`/app/src/${specifier.replace('@/', '')}`];

        expect(resolve('@/utils/plain', undefined, { findPaths })).toEqual({ kind: 'module', path: 'utils/plain.js' });
        expect(resolve('@scope/name', undefined, { findPaths })).toEqual({ kind: 'package', name: '@scope/name', builtin: false });
    });

    it('follows #imports to sources, to the sources of built files, and to packages', () =>
    {
        const packageFile = { ranges: {}, imports: { '#utils/*': './src/utils/*.js', '#built': { import: './dist/sales/getMonthData.js' }, '#pdf': 'pdf-lib', '#fs': 'node:fs' } };

        expect(resolve('#utils/plain', undefined, { packageFile })).toEqual({ kind: 'module', path: 'utils/plain.js' });
        expect(resolve('#built', undefined, { packageFile })).toEqual({ kind: 'module', path: 'sales/getMonthData.ts' });
        expect(resolve('#pdf', undefined, { packageFile })).toEqual({ kind: 'package', name: 'pdf-lib', builtin: false, specifier: 'pdf-lib' });
        expect(resolve('#fs', undefined, { packageFile })).toEqual({ kind: 'package', name: 'node:fs', builtin: true, specifier: 'node:fs' });
    });

    it('follows the name of the package itself', () =>
    {
        const packageFile = { ranges: {}, name: '@my/app', exports: { '.': './dist/index.js', './sales': './src/sales/index.ts' } };

        expect(resolve('@my/app/sales', undefined, { packageFile })).toEqual({ kind: 'module', path: 'sales/index.ts' });
        expect(resolve('@my/app', undefined, { packageFile })).toEqual({ kind: 'module', path: 'index.ts' });
    });
});
