import { createError } from '@jitar/errors';
import type { Invoker, OuterClassTable } from '@jitar/protocol';
import { createRuntime, loadHooks, loadOuterClasses } from '@jitar/runtime';
import type { HookNames, Hooks, Runtime } from '@jitar/runtime';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The application's modules that the proxy runs. */
export interface Modules
{
    readonly hooks: Hooks;
    /** Calls the procedures that they import. */
    readonly runtime: Runtime;
    /** Runs the tear-down modules. */
    end(): Promise<void>;
}

/** Which modules to run. */
export interface ModuleOptions
{
    /** The folder of the built application. */
    readonly folder: string;
    readonly names: HookNames;
    /** Runs the procedures that they import. */
    readonly remote: Invoker;
}

/** Loads the modules and runs the set-up ones. A proxy that names none has no runtime, and needs no application. */
export async function loadModules({ folder, names, remote }: ModuleOptions): Promise<Modules | undefined>
{
    if (Object.values(names as Readonly<Record<string, readonly string[]>>).every(list => list.length === 0))
    {
        return undefined;
    }

    const root = `${pathToFileURL(resolve(folder)).href}/`;
    const runtime = createRuntime({ root, remote });

    try
    {
        runtime.setClasses(await loadOuterClasses(await importTable(folder, root)));

        const hooks = await runtime.enter(() => loadHooks(root, names));

        await runtime.enter(() => hooks.setUp());

        return { hooks, runtime, end: () => runtime.enter(() => hooks.tearDown()).finally(() => runtime.dispose()) };
    }
    catch (error)
    {
        runtime.dispose();

        throw error;
    }
}

async function importTable(folder: string, root: string): Promise<OuterClassTable>
{
    try
    {
        return (await import(`${root}jitar.classes.js`) as { readonly default: OuterClassTable }).default;
    }
    catch (cause)
    {
        throw createError('BUILD_NOT_FOUND', { folder }, { cause });
    }
}
