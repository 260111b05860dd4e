import { createError } from '@jitar/errors';
import { createHttpInvoker, createServiceApp, healthRoutes, mountRpc, statusRoute } from '@jitar/http';
import type { CorsOptions, ErrorListener, Service } from '@jitar/http';
import { findApplicationUrl } from '@jitar/manifest';
import { createNonce, limits } from '@jitar/protocol';
import type { Invoker, Observer } from '@jitar/protocol';
import { createAdmission, createFailover } from '@jitar/routing';
import { createCallMeter, createHealth, createRuntime, hasHooks, joinObservers, observeForwards, openOuterView, withMiddleware } from '@jitar/runtime';
import type { Health, HookNames, OuterView } from '@jitar/runtime';

import { checkServices } from './dependencies.js';
import { createForward } from './forwarding.js';
import { describeProxy } from './status.js';

/** What a proxy stands in front of. */
export interface ProxyOptions
{
    /** Unique in the cluster; default random. */
    readonly id?: string | undefined;
    /** The URL of the gateway or node that runs the calls; of several, the first that is there gets them. */
    readonly target: string | readonly string[];
    /** The URL of the repository, which answers everything else. */
    readonly repository: string;
    /**
     * The secret of the cluster. The proxy checks the keys that callers bring, and passes on those that are right;
     * without it, a caller that brings one is refused.
     */
    readonly trustKey?: string | undefined;
    /** The folder of the built application, where the hooks are. */
    readonly folder?: string | undefined;
    /** The set-up, tear-down, middleware and health-check modules of the service. */
    readonly hooks?: HookNames | undefined;
    /** Bytes of the body of a call; default 204 800. */
    readonly bodyLimit?: number | undefined;
    /** Milliseconds that a stopping proxy waits for the calls that it passes on; default 30 seconds. */
    readonly drain?: number | undefined;
    /** Milliseconds until the repository must begin to answer; default 15 seconds. */
    readonly timeout?: number | undefined;
    readonly cors?: CorsOptions | undefined;
    readonly exposeErrors?: boolean | undefined;
    readonly onError?: ErrorListener | undefined;
    /** Hears of every call that a target gets. */
    readonly observer?: Observer | undefined;
    /** Default: the `fetch` of the host. */
    readonly fetch?: typeof fetch | undefined;
}

/**
 * Creates the service that is the one public address of a cluster. `/rpc` goes to the target, through the proxy's
 * middleware; `/health` answers for the proxy and what is behind it, `/status` tells trusted callers how it is doing; everything else goes to the repository. Links end here, and
 * what only nodes may get of a repository passes only when it is signed.
 *
 * @example
 * ```ts
 * const proxy = createProxy({ target: 'http://localhost:3000', repository: 'http://localhost:4000' });
 * await serve(proxy, { url: 'http://localhost:8080' });
 * ```
 */
export function createProxy(options: ProxyOptions): Service
{
    const { id = createNonce(), target, repository, trustKey, hooks = {}, bodyLimit, cors, exposeErrors, onError } = options;
    const targets = typeof target === 'string' ? [target] : target;
    const createdAt = performance.now();
    const meter = createCallMeter({ procedures: false });
    // Without a key there is nobody whom the status could be told.
    const observer = joinObservers(options.observer, trustKey === undefined ? undefined : meter.observer);
    const remote = createFailover();
    const forward = createForward({ url: repository, timeout: options.timeout, fetch: options.fetch });

    for (const url of targets)
    {
        remote.add({ id: url, invoker: observeForwards(createHttpInvoker({ url, trustKey, fetch: options.fetch }), { observer, member: id, target: url }) });
    }

    const admission = createAdmission();

    let view: OuterView | undefined;
    let health: Health = createHealth([]);
    let state: 'starting' | 'running' | 'stopping' = 'starting';

    const checkDependencies = checkServices({ target: targets, repository: [repository] }, { fetch: options.fetch });

    const app = createServiceApp({ cors, exposeErrors, onError });
    const rpc = mountRpc(app, admission, { cors, trustKey, bodyLimit, exposeErrors, onError });

    app.route('/health', healthRoutes({ check: async () => ({ ...await checkDependencies(), ...await health.check(), ...state !== 'running' && { running: false } }) }));
    app.use(statusRoute({ trustKey, status: () => describeProxy({ id, state, uptime: performance.now() - createdAt, admission, remote, meter, now: performance.now() }) }));

    // Paths of the proxy's own, and links, which are a matter of members.
    for (const path of ['/rpc', '/rpc/*', '/health/*', '/link'])
    {
        app.all(path, context => context.notFound());
    }

    app.use('/.jitar/*', async (context, next) =>
    {
        if (context.req.header('authorization')?.startsWith('Jitar ') !== true)
        {
            throw createError('REQUEST_NOT_SIGNED', {});
        }

        await next();
    });

    app.all('*', context => forward(context.req.raw, context.env as typeof context.env | undefined));

    return {
        fetch: (request, environment) => app.fetch(request, environment),
        rpc,

        async start()
        {
            admission.open(hasHooks(hooks) ? await openGuarded() : remote);
            state = 'running';
        },

        async stop()
        {
            state = 'stopping';

            await admission.drain(options.drain ?? limits.drain);
            await view?.close();
        }
    };

    async function openGuarded(): Promise<Invoker>
    {
        const root = await findApplicationUrl(options.folder ?? '.');
        const runtime = createRuntime({ root, remote });

        view = await openOuterView({ runtime, root, names: hooks });
        health = createHealth(view.healthChecks, { runtime });

        return withMiddleware(remote, view.middleware, { runtime });
    }
}
