import type { Clock } from '@jitar/link';
import type { Invoker } from '@jitar/protocol';
import { createRuntime, openOuterView } from '@jitar/runtime';
import type { OuterView, Runtime } from '@jitar/runtime';

import { openApplication } from './application.js';
import type { NodeEvent, NodeOptions } from './node-options.js';
import { callsFromOuterView } from './required-files.js';
import { importSegment } from './segments.js';

/** A node whose segments are ready. */
export interface LoadedNode
{
    /** Runs the procedures, behind the middleware of the service. */
    readonly runtime: Runtime;
    readonly healthChecks: OuterView['healthChecks'];
    /** Runs the tear-down modules. */
    close(): Promise<void>;
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

    const { root, manifest } = await openApplication({ segments, modules, folder, repository, cacheFolder, trustKey, fetch: options.fetch ?? fetch, clock, random, tell, signal });
    const runtime = createRuntime({
        id, root, clock,
        ...(remote !== undefined && { remote }),
        ...(timeout !== undefined && { timeout }),
        ...(observer !== undefined && { observer })
    });

    const view = await openOuterView({ runtime, root, names: hooks, callsProcedures: callsFromOuterView(manifest, segments), afterSetUp: loadSegments });

    runtime.setMiddleware(view.middleware);

    return { runtime, healthChecks: view.healthChecks, close: () => view.close() };

    async function loadSegments(): Promise<void>
    {
        for (const name of segments)
        {
            const bundle = await importSegment(root, name);

            runtime.load(bundle);
            tell({ kind: 'segment-loaded', level: 'info', message: `Loaded ${name} segment (${count(bundle.procedures, 'procedure', 'procedures')}, ${count(bundle.classes, 'class', 'classes')})` });
        }
    }
}

function count(items: readonly unknown[], one: string, many: string): string
{
    return `${String(items.length)} ${items.length === 1 ? one : many}`;
}
