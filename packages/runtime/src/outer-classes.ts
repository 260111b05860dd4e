import { createError } from '@jitar/errors';
import type { JitarError } from '@jitar/errors';
import type { ClassEntry, OuterClassEntry, OuterClassTable } from '@jitar/protocol';

import { importByUrl } from './hooks.js';
import type { ImportModule } from './hooks.js';

/** Where the build writes the class table of the outer view, relative to the built application. */
const classTable = 'jitar.classes.js';

/** How the classes of the outer view are loaded. */
export interface OuterClassOptions
{
    /**
     * Tells whether the host can import an npm package; default: what `import.meta.resolve` says in a browser.
     * Elsewhere all are taken to be there, and a class whose module then misses one is left out.
     */
    readonly canImport?: (packageName: string) => boolean;
}

/**
 * Imports the class table of a built application, and loads its classes as {@link loadOuterClasses} does.
 *
 * @param root - The URL of the built application, with a slash at its end.
 * @throws `INVALID_MODULE` when the table cannot be imported, or one of its classes.
 */
export async function importOuterClasses(root: string, importModule: ImportModule = importByUrl): Promise<readonly ClassEntry[]>
{
    let module: Awaited<ReturnType<ImportModule>>;

    try
    {
        module = await importModule(`${root}${classTable}`);
    }
    catch (cause)
    {
        throw unloadable(classTable, cause);
    }

    return loadOuterClasses(module['default'] as OuterClassTable);
}

/**
 * Loads the classes of the outer view, without those whose npm packages this host cannot import.
 *
 * @throws `INVALID_MODULE` for a class whose module fails in another way.
 */
export async function loadOuterClasses(table: OuterClassTable, { canImport = canImportHere }: OuterClassOptions = {}): Promise<ClassEntry[]>
{
    const candidates = table.classes.filter(({ packages }) => packages.every(canImport));
    const loaded = await Promise.all(candidates.map(loadClass));

    return loaded.filter(entry => entry !== undefined);
}

async function loadClass({ packages: _packages, load, ...entry }: OuterClassEntry): Promise<ClassEntry | undefined>
{
    try
    {
        return { ...entry, implementation: await load() };
    }
    catch (cause)
    {
        if (isMissingModule(cause))
        {
            return undefined;
        }

        throw unloadable(entry.key, cause);
    }
}

function unloadable(file: string, cause: unknown): JitarError
{
    return createError('INVALID_MODULE', { file, reason: `cannot be loaded (${cause instanceof Error ? cause.message : String(cause)})` }, { cause });
}

/** Node, Deno and Bun find packages from the importing module, not from this one, so there only importing tells. */
function canImportHere(packageName: string): boolean
{
    if (typeof document === 'undefined')
    {
        return true;
    }

    // A browser takes `node:fs` for the URL that it looks like.
    if (packageName.startsWith('node:'))
    {
        return false;
    }

    try
    {
        import.meta.resolve(packageName);

        return true;
    }
    catch
    {
        return false;
    }
}

/**
 * Pages do not get every module: a class that is not served is one that this page can have no instance of. Browsers
 * report that as a TypeError which only its text tells from one of the module's own.
 */
function isMissingModule(error: unknown): boolean
{
    return error instanceof Error
        && (('code' in error && error.code === 'ERR_MODULE_NOT_FOUND') || (error instanceof TypeError && /module specifier|dynamically imported module|importing a module script/i.test(error.message)));
}
