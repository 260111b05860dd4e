import { cp, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

import type { Program } from './program.js';

/** A program, laid out as an application in a folder of its own. */
export interface Application extends AsyncDisposable
{
    readonly program: Program;
    /** The project's folder. */
    readonly folder: string;
    /** Its sources. */
    readonly source: string;
    /** The same sources for the unsplit run, without types. */
    readonly reference: string;
    /** The paths of the modules, relative to the source folder. */
    readonly modules: readonly string[];
}

const drivers = fileURLToPath(new URL('../programs/', import.meta.url));

/** Lays a program out: the sources of its package, the driver beside them, and the packages that it needs. */
export async function createApplication(program: Program): Promise<Application>
{
    // A link in the path of the temporary folder would give modules two addresses.
    const folder = await realpath(await mkdtemp(join(tmpdir(), `jitar-${program.name}-`)));
    const source = join(folder, 'src');
    const reference = join(folder, 'reference');
    const home = await findPackage(program.name);

    await cp(join(home, program.sources), join(source, program.name), { recursive: true, filter: path => !path.endsWith('.d.ts') && !path.slice(home.length).includes('node_modules') });
    await cp(join(drivers, program.name), source, { recursive: true });
    await cp(join(drivers, 'record.js'), join(source, 'record.js'));
    await cp(join(home, 'package.json'), join(folder, 'package.json'));
    await symlink(dirname(home), join(folder, 'node_modules'), 'junction');
    await writeFile(join(folder, 'jitar.json'), JSON.stringify({ source: './src', target: './dist', segments: './segments' }));

    const modules = (await readdir(source, { recursive: true })).map(path => path.replaceAll('\\', '/')).filter(path => /\.[jt]s$/.test(path)).sort();

    await cp(source, reference, { recursive: true, filter: path => !path.endsWith('.ts') });
    await writeFile(join(reference, 'package.json'), '{ "type": "module" }', { flag: 'wx' }).catch(() => undefined);
    await Promise.all(modules.filter(path => path.endsWith('.ts')).map(async path => transpile(join(source, path), join(reference, path.replace(/ts$/, 'js')))));

    return { program, folder, source, reference, modules, [Symbol.asyncDispose]: async () => rm(folder, { recursive: true, force: true }) };
}

/** The folder of an installed package, without links in its path: what it imports is found from there. */
async function findPackage(name: string): Promise<string>
{
    const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];

    for (const folder of folders)
    {
        const found = await realpath(join(folder, name)).catch(() => undefined);

        if (found !== undefined)
        {
            return found;
        }
    }

    throw new Error(`The package "${name}" is not installed.`);
}

/** Takes the types out with the compiler itself, which the build does not use. */
async function transpile(from: string, to: string): Promise<void>
{
    const { outputText } = transpileModule(await readFile(from, 'utf8'), { fileName: from, compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext } });

    await writeFile(to, outputText);
}
