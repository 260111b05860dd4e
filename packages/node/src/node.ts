import { createError } from '@jitar/errors';
import { createServiceApp, healthRoutes, mountRpc, statusRoute } from '@jitar/http';
import { createWebSocketTransport } from '@jitar/http/node';
import { systemClock } from '@jitar/link';
import { createNonce, limits } from '@jitar/protocol';
import type { Channel, Membership } from '@jitar/protocol';
import { createAdmission, limitLoad } from '@jitar/routing';
import type { LoadLimit } from '@jitar/routing';
import { createHealth, joinObservers } from '@jitar/runtime';
import type { Health } from '@jitar/runtime';

import { createCluster } from './cluster.js';
import type { Cluster } from './cluster.js';
import { startHealthReporter } from './health-reporter.js';
import { loadNode } from './loading.js';
import type { LoadedNode } from './loading.js';
import type { Node, NodeOptions } from './node-options.js';
import { createNodeMeters, describeNode } from './status.js';

const defaultReportInterval = 5000;

/**
 * Creates the service that runs segments: of a built application in a folder, or in a repository. With gateways it
 * registers at each of them; without, it stands alone.
 *
 * @example
 * ```ts
 * const node = createNode({ segments: ['sales'], folder: 'dist', gateways: ['http://localhost:3000'] });
 * const serving = await serve(node, { url: 'http://localhost:4001' });
 * ```
 */
export function createNode(options: NodeOptions): Node
{
    const { id = createNonce(), gateways = [], trustKey, drain = limits.drain, reportInterval = defaultReportInterval, clock = systemClock, random = Math.random } = options;
    const { cors, exposeErrors, onError, bodyLimit, timeout, overload, retry, ejection } = options;

    const tell = options.onEvent ?? (() => undefined);
    const admission = createAdmission();
    const ending = new AbortController();
    const isEnding = (): boolean => ending.signal.aborted;
    const after = (milliseconds: number, action: () => void): () => void => clock.after(milliseconds, action);
    const app = createServiceApp({ cors, exposeErrors, onError });
    const rpc = mountRpc(app, admission, { cors, trustKey, bodyLimit, exposeErrors, onError });
    const createdAt = clock.now();
    // Without a key there is nobody whom the status could be told.
    const meters = createNodeMeters({ now: () => clock.now(), unheard: trustKey === undefined });

    let health: Health = createHealth([]);
    let cluster: Cluster | undefined;
    let loaded: LoadedNode | undefined;
    let stopReporting: () => void = () => undefined;
    let limited: LoadLimit | undefined;
    let state: 'starting' | 'running' | 'stopping' = 'starting';
    let stopping: Promise<void> | undefined;

    app.route('/health', healthRoutes({ check: checkHealth }));
    app.use(statusRoute({ trustKey, status: () => describeNode({ id, state, uptime: clock.now() - createdAt, procedures: loaded?.runtime.describe() ?? [], limited, cluster, meters, now: clock.now() }) }));

    return {
        id,
        fetch: (request, environment) => app.fetch(request, environment),
        rpc,
        procedures: () => loaded?.runtime.describe() ?? [],
        get runtime() { return loaded?.runtime; },
        // Who stands alone has no peers.
        ...gateways.length > 0 && { accept: (channel: Channel) => cluster === undefined ? channel.close(1013, 'the node starts') : cluster.accept(channel) },
        start,
        stop: () => stopping ??= end()
    };

    /** Who has lost all gateways still calls its peers, but nobody finds it, or new ones. */
    async function checkHealth(): Promise<Readonly<Record<string, boolean>>>
    {
        return {
            ...gateways.length > 0 && { gateway: cluster?.status().connected === true },
            ...await health.check(),
            ...state !== 'running' && { running: false }
        };
    }

    async function start({ url }: { readonly url: string }): Promise<void>
    {
        if (trustKey === undefined)
        {
            tell({ kind: 'untrusted', level: 'warn', message: describeUntrusted(options) });
        }

        const transport = options.transport ?? createWebSocketTransport();

        cluster = createCluster({ gateways, identity: { id, kind: 'node', url }, trustKey, transport, invoker: admission, timeout, retry, ejection, observer: meters.calls, clock, random, tell });

        try
        {
            await cluster.open();
            loaded = await loadNode({ options: { ...options, observer: joinObservers(options.observer, meters.runs) }, id, remote: gateways.length === 0 ? undefined : cluster, clock, random, tell, signal: ending.signal });
        }
        catch (error)
        {
            await cluster.close();

            throw error;
        }

        if (isEnding())
        {
            await loaded.close();

            throw createError('SERVICE_STOPPING', {});
        }

        health = createHealth(loaded.healthChecks, { runtime: loaded.runtime });
        limited = limitLoad(loaded.runtime, { ...overload, now: () => clock.now(), after, soon: action => clock.soon(action) });
        admission.open(limited);
        state = 'running';

        await register(loaded, cluster);

        if (isEnding())
        {
            // Whose start fails may be cut off at once, and with it the calls that still run.
            await stopping;

            throw createError('SERVICE_STOPPING', {});
        }
    }

    async function register({ runtime, healthChecks }: LoadedNode, membership: Membership): Promise<void>
    {
        const healthy = await health.isHealthy();

        if (isEnding())
        {
            return;
        }

        await membership.register({ segments: options.segments, procedures: runtime.describe(), calls: runtime.calls(), healthy });

        if (healthChecks.length > 0 && !isEnding())
        {
            stopReporting = startHealthReporter({
                health, healthy, clock,
                interval: reportInterval,
                changed: now =>
                {
                    tell({ kind: 'health-changed', level: now ? 'info' : 'warn', message: `The node is ${now ? 'healthy again' : 'unhealthy'}` });
                    void membership.report(now);
                }
            });
        }
    }

    async function end(): Promise<void>
    {
        const started = state === 'running';

        state = 'stopping';
        ending.abort(createError('SERVICE_STOPPING', {}));
        stopReporting();

        await cluster?.leave();

        const cutOff = await admission.drain(drain, after);

        if (cutOff > 0)
        {
            tell({ kind: 'drain-expired', level: 'warn', message: `${String(cutOff)} calls did not end in time` });
        }

        await cluster?.close();

        // A start that was cut off closes what it loaded by itself.
        if (started)
        {
            await loaded?.close();
        }
    }
}

function describeUntrusted({ gateways = [], repository }: NodeOptions): string
{
    const partners = [...gateways.length === 0 ? [] : ['gateways'], ...repository === undefined ? [] : ['repository']].join(' and ');

    return `There is no trust key: ${partners === '' ? '' : `${partners} must be on this machine, and `}protected procedures cannot be called over HTTP`;
}
