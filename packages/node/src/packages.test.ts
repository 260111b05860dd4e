import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { createFolder, writeFiles } from '../test/built-application.js';
import { checkPackages } from './packages.js';

describe('the packages of an application', () =>
{
    it('are found in the folder and above it', async () =>
    {
        const folder = await createFolder();

        await writeFiles(folder, {
            'node_modules/pdf-lib/package.json': '{ "version": "1.17.1" }',
            'node_modules/@scope/tool/package.json': '{ "version": "2.0.0-rc.1" }',
            '.jitar/builds/1/sales.segment.js': ''
        });

        await expect(checkPackages(new Map([['pdf-lib', '^1.17.0'], ['@scope/tool', '>=1'], ['node:fs', '*'], ['path', '*']]), join(folder, '.jitar/builds/1'))).resolves.toBeUndefined();
    });

    it('are all listed in one error where they do not fit', async () =>
    {
        const folder = await createFolder();

        await writeFiles(folder, { 'node_modules/old/package.json': '{ "version": "1.0.0" }', 'node_modules/odd/package.json': '{', 'node_modules/local/package.json': '{ "version": "0.1.0" }' });

        const error: unknown = await checkPackages(new Map([['old', '^2.0.0'], ['missing', '^1.0.0'], ['any', '*'], ['odd', '^1.0.0'], ['local', 'file:../local']]), folder).catch((error: unknown) => error);

        expect(error).toMatchObject({ code: 'MISSING_PACKAGE' });
        expect((error as Error).message.split('\n').slice(1)).toEqual([
            '  - "any" is not installed',
            '  - "missing" ^1.0.0 is not installed',
            '  - "old" ^2.0.0 is needed, but 1.0.0 is installed'
        ]);
    });
});
