import { createError } from '@jitar/errors';
import type { ClassEntry, OuterClassEntry, OuterClassTable } from '@jitar/protocol';

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

        throw createError('INVALID_MODULE', { file: entry.key, reason: `cannot be loaded (${cause instanceof Error ? cause.message : String(cause)})` }, { cause });
    }
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

function isMissingModule(error: unknown): boolean
{
    return error instanceof Error
        && (('code' in error && error.code === 'ERR_MODULE_NOT_FOUND') || (error instanceof TypeError && /module specifier/i.test(error.message)));
}
