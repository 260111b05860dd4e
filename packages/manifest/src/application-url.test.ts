import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findApplicationUrl } from './index.js';

let folder: string;

beforeAll(async () => { folder = await realpath(await mkdtemp(join(tmpdir(), 'jitar-'))); });
afterAll(async () => { await rm(folder, { recursive: true }); });

describe('findApplicationUrl', () =>
{
    it('answers the real path behind a link, with a slash at its end', async () =>
    {
        await mkdir(join(folder, 'built here'));
        await symlink(join(folder, 'built here'), join(folder, 'current'));

        expect(await findApplicationUrl(join(folder, 'current'))).toBe(`${pathToFileURL(join(folder, 'built here')).href}/`);
    });

    it('says where there is no application', async () =>
    {
        await expect(findApplicationUrl(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'BUILD_NOT_FOUND' });
    });
});
