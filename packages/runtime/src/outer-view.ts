import { loadHooks } from './hooks.js';
import type { HookNames, Hooks, ImportModule } from './hooks.js';
import { importOuterClasses } from './outer-classes.js';
import type { Runtime } from './runtime.js';

/** The modules of a service, ready to be used. */
export interface OuterView
{
    readonly middleware: Hooks['middleware'];
    readonly healthChecks: Hooks['healthChecks'];
    /** Runs the tear-down modules, and takes the runtime out of sight. It rejects with what one of them throws. */
    close(): Promise<void>;
}

/** Which modules run, and in what. */
export interface OuterViewOptions
{
    /** Finds the procedures that the modules import; belongs to the outer view from then on. */
    readonly runtime: Runtime;
    /** The URL of the built application, with a slash at its end. Modules know themselves by their real path. */
    readonly root: string;
    readonly names: HookNames;
    /** Whether the outer view calls procedures even without any of these modules, as a resource of a segment may; default `false`. */
    readonly callsProcedures?: boolean;
    /** Runs after set-up, before middleware and health checks are imported. */
    readonly afterSetUp?: () => Promise<void>;
    /** Default: `import()`. */
    readonly importModule?: ImportModule;
}

/** Tells whether a service has any module to run. */
export function hasHooks(names: HookNames): boolean
{
    return [names.setUp, names.tearDown, names.middleware, names.healthChecks].some(list => list !== undefined && list.length > 0);
}

/**
 * Opens the outer view of a built application for a service: knows its classes, runs the set-up modules, then
 * imports middleware and health checks, which may use what set-up prepared.
 *
 * When it fails, what was set up is torn down, and the runtime is taken out of sight.
 *
 * @throws `INVALID_MODULE`, and what a set-up module throws.
 *
 * @example
 * ```ts
 * const runtime = createRuntime({ root, remote: router });
 * const view = await openOuterView({ runtime, root, names: { setUp: ['./database'], middleware: ['./logCalls'] } });
 * ```
 */
export async function openOuterView({ runtime, root, names, callsProcedures = false, afterSetUp, importModule }: OuterViewOptions): Promise<OuterView>
{
    const { setUp = [], tearDown = [], middleware = [], healthChecks = [] } = names;
    let life: Hooks | undefined;

    try
    {
        if (callsProcedures || hasHooks(names))
        {
            runtime.setClasses(await importOuterClasses(root, importModule));
        }

        const hooks = life = await runtime.enter(() => loadHooks(root, { setUp, tearDown }, importModule));

        await runtime.enter(() => hooks.setUp());
        await runtime.enter(async () => afterSetUp?.());

        const guards = await runtime.enter(() => loadHooks(root, { middleware, healthChecks }, importModule));

        return {
            middleware: guards.middleware,
            healthChecks: guards.healthChecks,
            close: () => runtime.enter(() => hooks.tearDown()).finally(() => runtime.dispose())
        };
    }
    catch (error)
    {
        // What failed first is told, whatever tear-down makes of a half-prepared application.
        await runtime.enter(async () => life?.tearDown()).catch(() => undefined);
        runtime.dispose();

        throw error;
    }
}
