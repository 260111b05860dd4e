import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes a project that the subject and the incumbent can build.
 *
 * @param files - Paths with texts, or with what is written as JSON.
 */
export async function writeProject(folder, files)
{
    for (const [path, content] of files)
    {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
    }

    // What the incumbent builds imports its runtime by name.
    await mkdir(join(folder, 'node_modules'));
    await symlink(fileURLToPath(new URL('../node_modules/incumbent', import.meta.url)), join(folder, 'node_modules/jitar'), 'junction');
}
