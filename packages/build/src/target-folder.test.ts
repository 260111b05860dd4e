import { mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createProject } from '../test/project.js';
import { createTargetFolder } from './target-folder.js';

describe('createTargetFolder', () =>
{
    it('writes what differs, and leaves the rest as it is', async () =>
    {
        const { folder, list, read } = await createProject({});
        const target = createTargetFolder(join(folder, 'dist'));

        expect(target.write('a/b.js', 'one').changed).toBe(true);

        const before = await stat(join(folder, 'dist/a/b.js'));

        expect(target.write('a/b.js', 'one').changed).toBe(false);
        expect((await stat(join(folder, 'dist/a/b.js'))).mtimeMs).toBe(before.mtimeMs);
        expect(target.write('a/b.js', 'two').changed).toBe(true);
        expect(await read('dist/a/b.js')).toBe('two');
        expect(await list('dist')).toEqual(['a/b.js']);
    });

    it('keeps what appears meanwhile in a folder that it has made, or replaces it as a whole', async () =>
    {
        const { folder, write, list, read } = await createProject({});
        const target = createTargetFolder(join(folder, 'dist'));

        target.write('a/b.js', 'one');
        await write({ 'dist/a/c.js': 'two', 'dist/a/d.js': 'another' });

        expect(target.write('a/c.js', 'two').changed).toBe(false);
        expect(target.write('a/d.js', 'three').changed).toBe(true);
        expect(await read('dist/a/d.js')).toBe('three');
        expect(await list('dist')).toEqual(['a/b.js', 'a/c.js', 'a/d.js']);
    });

    it('stamps files, so that it shows when somebody has touched one', async () =>
    {
        const { folder, write, remove } = await createProject({});
        const target = createTargetFolder(join(folder, 'dist'));
        const { stamp } = target.write('a.js', 'one');

        expect(target.stampOf('a.js')).toBe(stamp);
        expect(target.write('a.js', 'one').stamp).toBe(stamp);

        await write({ 'dist/a.js': 'another' });
        expect(target.stampOf('a.js')).not.toBe(stamp);

        await remove('dist/a.js');
        expect(target.stampOf('a.js')).toBeUndefined();
    });

    it('removes a file, and the folders that it leaves empty', async () =>
    {
        const { folder, list } = await createProject({ 'dist/kept.js': '', 'dist/a/kept.js': '', 'dist/a/b/c.js': '' });
        const target = createTargetFolder(join(folder, 'dist'));

        target.remove('a/b/c.js');
        target.remove('gone/long/ago.js');

        expect(await list('dist')).toEqual(['a/kept.js', 'kept.js']);
        await expect(stat(join(folder, 'dist/a/b'))).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it.each(['../outside.js', 'a/../../outside.js', '/tmp/outside.js', 'a\\b.js', ''])('refuses the path %j', async path =>
    {
        const { folder } = await createProject({});
        const target = createTargetFolder(join(folder, 'dist'));

        expect(() => { target.write(path, ''); }).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }) as Error);
        expect(() => { target.remove(path); }).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }) as Error);
    });

    it('does not follow a link out of the folder', async () =>
    {
        const { folder, read } = await createProject({ 'other/a.js': 'kept' });

        await mkdir(join(folder, 'dist'));
        await symlink(join(folder, 'other'), join(folder, 'dist/a'));
        await writeFile(join(folder, 'dist/b.js'), '');

        const target = createTargetFolder(join(folder, 'dist'));

        expect(() => { target.write('a/a.js', 'lost'); }).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }) as Error);
        expect(await read('other/a.js')).toBe('kept');
    });
});
