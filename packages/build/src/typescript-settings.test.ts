import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createProject } from '../test/project.js';
import { readTypeScriptSettings } from './typescript-settings.js';

describe('readTypeScriptSettings', () =>
{
    it('takes the nearest file, with what it extends', async () =>
    {
        const { folder } = await createProject({
            'tsconfig.json': { compilerOptions: { paths: { '~/*': ['./wrong/*'] } } },
            'base.json': { compilerOptions: { paths: { '@/*': ['./src/*', './generated/*'] } } },
            'src/tsconfig.json': { extends: '../base.json' }
        });
        const { findPaths } = readTypeScriptSettings([join(folder, 'src'), folder]);

        expect(findPaths('@/a')).toEqual([join(folder, 'src/a'), join(folder, 'generated/a')]);
        expect(findPaths('~/a')).toEqual([]);
    });

    it('finds no paths without a file', async () =>
    {
        expect(readTypeScriptSettings([(await createProject({})).folder]).findPaths('@/a')).toEqual([]);
    });

    it('refuses a file that cannot be read', async () =>
    {
        const { folder } = await createProject({ 'tsconfig.json': { extends: './nowhere.json' } });

        expect(() => readTypeScriptSettings([folder])).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }) as Error);
    });

    it.each([
        [{ paths: { '@/*': './src/*' } }, /tsconfig\.json cannot be read \(a value of it, or of what it extends, is of another type.*"paths" is a list/],
        [{ jsxFactory: 3 }, /tsconfig\.json: compilerOptions\.jsxFactory must be a text/],
        [{ verbatimModuleSyntax: 'yes' }, /tsconfig\.json: compilerOptions\.verbatimModuleSyntax must be true or false/]
    ])('refuses options of the wrong type: %j', async (compilerOptions, message) =>
    {
        const { folder } = await createProject({ 'tsconfig.json': { compilerOptions } });

        expect(() => readTypeScriptSettings([folder])).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION', message: expect.stringMatching(message) as unknown }) as Error);
    });

    it('takes null for an option that is not set', async () =>
    {
        const { folder } = await createProject({ 'tsconfig.json': { compilerOptions: { jsxFactory: null, target: null } } });

        expect(readTypeScriptSettings([folder]).definesFields).toBe(true);
    });
});
