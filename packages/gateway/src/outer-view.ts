import { createError } from '@jitar/errors';
import type { Invoker, OuterClassTable } from '@jitar/protocol';
import { createRuntime, loadHooks, loadOuterClasses } from '@jitar/runtime';
import type { HookNames, Hooks, Runtime } from '@jitar/runtime';
import { realpath } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

/** The application's modules that a gateway runs. */
export interface OuterView
{
    readonly middleware: Hooks['middleware'];
    readonly healthChecks: Hooks['healthChecks'];
    /** Calls the procedures that they import. */
    readonly runtime: Runtime;
    /** Runs the tear-down modules. */
    end(): Promise<void>;
}

/** Which modules to run. */
export interface OuterViewOptions
{
    readonly id: string;
    /** The folder of the built application. */
    readonly folder: string;
    readonly names: HookNames;
    /** Runs the procedures that they import. */
    readonly remote: Invoker;
}

/**
 * Runs the set-up modules and loads the others. A gateway that names none needs no application.
 *
 * @throws `BUILD_NOT_FOUND`, `INVALID_MODULE`, and what a set-up module throws.
 */
export async function openOuterView({ id, folder, names, remote }: OuterViewOptions): Promise<OuterView | undefined>
{
    const { setUp = [], tearDown = [], middleware = [], healthChecks = [] } = names;

    if (setUp.length + tearDown.length + middleware.length + healthChecks.length === 0)
    {
        return undefined;
    }

    const root = await toRoot(folder);
    const runtime = createRuntime({ id, root, remote });

    try
    {
        runtime.setClasses(await loadOuterClasses(await importClassTable(folder, root)));

        const life = await runtime.enter(() => loadHooks(root, { setUp, tearDown }));

        await runtime.enter(() => life.setUp());

        // Only now, for these modules may use what set-up prepared as soon as they are imported.
        const guards = await runtime.enter(() => loadHooks(root, { middleware, healthChecks }));

        return {
            middleware: guards.middleware,
            healthChecks: guards.healthChecks,
            runtime,
            end: async () =>
            {
                try
                {
                    await runtime.enter(() => life.tearDown());
                }
                finally
                {
                    runtime.dispose();
                }
            }
        };
    }
    catch (error)
    {
        runtime.dispose();

        throw error;
    }
}

/** Modules know themselves by their real path, so that is where their runtime must be. */
async function toRoot(folder: string): Promise<string>
{
    try
    {
        return `${pathToFileURL(await realpath(folder)).href}/`;
    }
    catch (cause)
    {
        throw createError('BUILD_NOT_FOUND', { folder }, { cause });
    }
}

async function importClassTable(folder: string, root: string): Promise<OuterClassTable>
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
