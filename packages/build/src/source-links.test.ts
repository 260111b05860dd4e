import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createProject } from '../test/project.js';
import { findLinkedPaths } from './source-links.js';

it('tells linked files and folders of the sources from those outside', async () =>
{
    const { folder } = await createProject({ 'src/a/b.ts': '', 'src/a/c/d.ts': '', 'other/e.ts': '' });
    const link = (target: string, path: string): Promise<void> => symlink(target, join(folder, 'src', path));

    await link('b.ts', 'a/again.ts');
    await link('a/c', 'short');
    await link('../../short', 'a/c/twice');
    await link('../other', 'other');

    const links = await findLinkedPaths(join(folder, 'src'), ['a/again.ts', 'a/b.ts', 'a/c/d.ts', 'a/c/twice/d.ts', 'other/e.ts', 'short/d.ts']);

    expect(Object.fromEntries(links)).toEqual({ 'a/again.ts': 'a/b.ts', 'a/c/twice/d.ts': 'a/c/d.ts', 'short/d.ts': 'a/c/d.ts' });
});

it('finds none where there are none', async () =>
{
    const { folder } = await createProject({ 'src/a/b.ts': '' });

    expect((await findLinkedPaths(join(folder, 'src'), ['a/b.ts'])).size).toBe(0);
});
