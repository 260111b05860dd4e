import type { Clock } from '@jitar/link';
import type { Invoker } from '@jitar/protocol';
import { createRuntime, loadHooks, withMiddleware } from '@jitar/runtime';
import type { Hooks, Runtime } from '@jitar/runtime';
import { createCodec } from '@jitar/serialization';

import { openApplication } from './application.js';
import type { NodeEvent, NodeOptions } from './node-options.js';
import { importOuterClasses, importSegment } from './segments.js';

/** A node whose segments are ready. */
export interface LoadedNode
{
    readonly runtime: Runtime;
    /** The runtime behind the middleware of the service. */
    readonly entry: Invoker;
    readonly healthChecks: Hooks['healthChecks'];
    /** Runs the tear-down modules. */
    end(): Promise<void>;
}

/** What is loaded, and with what. */
export interface LoadingOptions
{
    readonly options: NodeOptions;
    readonly id: string;
    /** Runs what other nodes serve. */
    readonly remote: Invoker | undefined;
    readonly clock: Clock;
    readonly random: () => number;
    readonly tell: (event: NodeEvent) => void;
    readonly signal: AbortSignal;
}

/** Gets the application, runs the set-up modules, and loads the segments, in this order. */
export async function loadNode({ options, id, remote, clock, random, tell, signal }: LoadingOptions): Promise<LoadedNode>
{
    const { segments, folder = '.', repository, cacheFolder = '.jitar', trustKey, hooks = {}, timeout, observer } = options;
    const { setUp = [], tearDown = [], middleware = [], healthChecks = [] } = hooks;
    const modules = [...setUp, ...tearDown, ...middleware, ...healthChecks];

    const { root } = await openApplication({ segments, modules, folder, repository, cacheFolder, trustKey, fetch: options.fetch ?? fetch, clock, random, tell, signal });
    const classes = modules.length === 0 ? [] : await importOuterClasses(root);
    const runtime = createRuntime({
        id, root, clock, classes,
        ...(remote !== undefined && { remote }),
        ...(timeout !== undefined && { timeout }),
        ...(observer !== undefined && { observer })
    });

    try
    {
        const life = await runtime.enter(() => loadHooks(root, { setUp, tearDown }));

        await runtime.enter(() => life.setUp());

        try
        {
            const guards = await runtime.enter(() => loadRest());

            return {
                runtime,
                entry: withMiddleware(runtime, guards.middleware, { runtime, clock, codec: createCodec({ classes, unknownClasses: 'keep' }) }),
                healthChecks: guards.healthChecks,
                end: () => end(life)
            };
        }
        catch (error)
        {
            // What was set up is torn down, and what failed first is told.
            await runtime.enter(() => life.tearDown()).catch(() => undefined);

            throw error;
        }
    }
    catch (error)
    {
        runtime.dispose();

        throw error;
    }

    async function loadRest(): Promise<Hooks>
    {
        for (const name of segments)
        {
            const bundle = await importSegment(root, name);

            runtime.load(bundle);
            tell({ kind: 'segment-loaded', level: 'info', message: `Loaded ${name} segment (${count(bundle.procedures, 'procedure', 'procedures')}, ${count(bundle.classes, 'class', 'classes')})` });
        }

        // Only now, for these modules may use what set-up prepared as soon as they are imported.
        return loadHooks(root, { middleware, healthChecks });
    }

    async function end(life: Hooks): Promise<void>
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
}

function count(items: readonly unknown[], one: string, many: string): string
{
    return `${String(items.length)} ${items.length === 1 ? one : many}`;
}
