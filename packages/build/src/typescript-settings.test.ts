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
});
