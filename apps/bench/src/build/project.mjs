import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { writeProject } from '../project-files.mjs';

/** Where the contestants find and leave their files, in the folder of a project. */
export const folders = { source: 'src', segments: 'segments', cache: '.jitar', target: 'dist', javaScript: 'js', incumbentTarget: 'out' };

const settings = {
    'package.json': { name: 'application', type: 'module' },
    'tsconfig.json': {
        compilerOptions: { target: 'es2022', module: 'nodenext', strict: true, noUncheckedIndexedAccess: true, skipLibCheck: true, types: [], rootDir: folders.source, outDir: folders.javaScript },
        include: [folders.source]
    },
    // It reads what tsc has written; its target is a folder of its own, so that nothing has to be put back between runs.
    'incumbent.json': { source: `./${folders.javaScript}`, target: `./${folders.incumbentTarget}`, segments: `./${folders.segments}` }
};

/** Writes an application into a temporary folder, as a project that all contestants can build. */
export async function createProject({ sources, segments })
{
    const root = await mkdtemp(join(tmpdir(), 'jitar-bench-'));
    const folder = join(root, 'project');
    const aside = join(root, 'aside');
    let removed = 0;

    await mkdir(aside);

    await writeProject(folder, [
        ...[...sources].map(([path, text]) => [`${folders.source}/${path}`, text]),
        ...[...segments].map(([path, text]) => [`${folders.segments}/${path}`, text]),
        ...Object.entries(settings)
    ]);

    return {
        folder,
        /**
         * Puts files and folders out of the way. They are deleted with the project: for minutes after it has deleted thousands of
         * files, ext4 looks for one that it may use again at each new one, which takes longer than a build.
         */
        remove: (...names) => Promise.all(names.map(name => rename(join(folder, name), join(aside, String(removed++))).catch(ignoreMissing))),
        dispose: () => rm(root, { recursive: true, force: true }),
        read: path => readFile(join(folder, path), 'utf8'),
        write: (path, text) => writeFile(join(folder, path), text),
        /** The paths of all files in a folder of the project, sorted. */
        async list(name)
        {
            const entries = await readdir(join(folder, name), { recursive: true, withFileTypes: true });

            return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(join(folder, name).length + 1)).sort();
        }
    };
}

function ignoreMissing(error)
{
    if (error.code !== 'ENOENT')
    {
        throw error;
    }
}
