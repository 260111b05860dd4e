import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createProject } from '../test/project.js';
import { readPackageFile } from './package-file.js';

describe('readPackageFile', () =>
{
    it('takes the ranges that are ranges', async () =>
    {
        const { folder } = await createProject({
            'package.json': {
                name: 'application',
                dependencies: { a: '^1.2.0', b: 'workspace:^2.0.0', c: 'workspace:*', d: 'npm:@scope/other@~3.1.0', e: 'file:../e', f: 'latest', g: '>=1 <3', h: '1.x || 2.x' },
                devDependencies: { a: '^9.0.0', i: 'github:x/y' },
                peerDependencies: { j: '*' }
            }
        });

        expect((await readPackageFile(folder)).ranges).toEqual({
            a: '^1.2.0', b: '^2.0.0', c: '*', d: '~3.1.0', e: '*', f: '*', g: '>=1 <3', h: '1.x || 2.x', i: '*', j: '*'
        });
    });

    it('asks for nothing without a file', async () =>
    {
        const { folder, remove } = await createProject({});

        await remove('package.json');

        expect(await readPackageFile(folder)).toEqual({ ranges: {} });
    });

    it('refuses a file that is no JSON', async () =>
    {
        const { folder } = await createProject({ 'package.json': '{' });

        await expect(readPackageFile(folder)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
    });

    it('refuses what it cannot read', async () =>
    {
        const { folder, remove } = await createProject({});

        await remove('package.json');
        await mkdir(join(folder, 'package.json'));

        await expect(readPackageFile(folder)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION', message: expect.stringContaining('package.json cannot be read (EISDIR') as unknown });
    });
});
