import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ModuleKind, ScriptTarget, preProcessFile, transpileModule } from 'typescript';

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

/** Lays a program out: the driver, beside it all modules of the package that it reaches, and the packages that these need. */
export async function createApplication(program: Program): Promise<Application>
{
    // A link in the path of the temporary folder would give modules two addresses.
    const folder = await realpath(await mkdtemp(join(tmpdir(), `jitar-${program.name}-`)));
    const source = join(folder, 'src');
    const reference = join(folder, 'reference');
    const home = await findPackage(program.name);
    const texts = await collectModules(program, home);

    for (const [path, text] of texts)
    {
        await write(join(source, path), text);
        await write(join(reference, path.replace(/\.ts$/, '.js')), path.endsWith('.ts') ? withoutTypes(path, text) : text);
    }

    for (const asset of program.assets)
    {
        await cp(join(home, program.sources, asset), join(source, program.name, asset));
        await cp(join(home, program.sources, asset), join(reference, program.name, asset));
    }

    await cp(join(home, 'package.json'), join(folder, 'package.json'));
    await write(join(reference, 'package.json'), '{ "type": "module" }');
    await write(join(folder, 'jitar.json'), JSON.stringify({ source: './src', target: './dist', segments: './segments' }));
    await symlink(dirname(home), join(folder, 'node_modules'), 'junction');

    return { program, folder, source, reference, modules: [...texts.keys()].sort(), [Symbol.asyncDispose]: async () => rm(folder, { recursive: true, force: true }) };
}

/** The folder of an installed package, without links in its path: what it imports is found from there. */
async function findPackage(name: string): Promise<string>
{
    for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? [])
    {
        const found = await realpath(join(folder, name)).catch(() => undefined);

        if (found !== undefined)
        {
            return found;
        }
    }

    throw new Error(`The package "${name}" is not installed.`);
}

/** The texts of all modules that a driver reaches, types included, by their paths in the source folder. */
async function collectModules({ name, sources, driver }: Program, home: string): Promise<ReadonlyMap<string, string>>
{
    const texts = new Map<string, string>();
    const origins = [join(drivers, name), drivers];

    const read = async (path: string): Promise<string> =>
    {
        const places = path.startsWith(`${name}/`) ? [join(home, sources, path.slice(name.length + 1))] : origins.map(origin => join(origin, path));
        const found = await Promise.all(places.map(async place => readFile(place, 'utf8').catch(() => undefined)));

        return found.find(text => text !== undefined) ?? '';
    };

    const collect = async (path: string): Promise<void> =>
    {
        texts.set(path, '');

        const text = await read(path);

        texts.set(path, text);

        for (const { fileName } of preProcessFile(text, true, true).importedFiles.filter(({ fileName }) => fileName.startsWith('.')))
        {
            const target = join(dirname(path), fileName).replaceAll('\\', '/');
            const written = driver.endsWith('.ts') && target.startsWith(`${name}/`) ? target.replace(/\.js$/, '.ts') : target;

            if (!texts.has(written))
            {
                await collect(written);
            }
        }
    };

    await collect(driver);

    return texts;
}

/** Takes the types out with the compiler itself, which the build does not use. */
function withoutTypes(path: string, text: string): string
{
    return transpileModule(text, { fileName: path, compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext } }).outputText;
}

async function write(path: string, text: string): Promise<void>
{
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
}
