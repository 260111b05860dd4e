import { createServiceApp, healthRoutes, rpcRoutes } from '@jitar/http';
import { systemClock } from '@jitar/link';
import { createNonce, limits } from '@jitar/protocol';
import type { MemberIdentity } from '@jitar/protocol';
import { createAdmission, createRouter } from '@jitar/routing';
import { createHealth, withMiddleware } from '@jitar/runtime';
import type { Health } from '@jitar/runtime';

import type { Gateway, GatewayOptions } from './gateway-options.js';
import { createNodeLinks } from './node-links.js';
import { openOuterView } from './outer-view.js';
import type { OuterView } from './outer-view.js';

/**
 * Creates the service that nodes register with, and that runs calls at the nodes. It never decodes what it passes on.
 *
 * @example
 * ```ts
 * const gateway = createGateway({ trustKey: process.env.TRUST_KEY });
 * const serving = await serve(gateway, { url: 'http://localhost:3000' });
 * ```
 */
export function createGateway(options: GatewayOptions = {}): Gateway
{
    const { id = createNonce(), trustKey, folder = '.', hooks = {}, balancing, timeout, drain = limits.drain, monitor = {}, onRoute, onEvent, clock = systemClock } = options;
    const { cors, exposeErrors, onError, bodyLimit } = options;

    const identity: MemberIdentity = { id, kind: 'gateway' };
    const tell = onEvent ?? (() => undefined);
    const admission = createAdmission();
    const router = createRouter({
        now: () => clock.now(),
        ...(balancing !== undefined && { balancing }),
        ...(timeout !== undefined && { timeout }),
        ...(onRoute !== undefined && { onRoute })
    });
    const links = createNodeLinks({ identity, trustKey, router, invoker: admission, monitor, clock, tell });
    const app = createServiceApp({ cors, exposeErrors, onError });

    let health: Health = createHealth([]);
    let view: OuterView | undefined;
    let running = false;

    app.route('/rpc', rpcRoutes(admission, { trustKey, bodyLimit, exposeErrors, onError }));
    app.route('/health', healthRoutes({ check: async () => running ? health.check() : { ...await health.check(), running } }));

    return { id, members: () => router.members(), fetch: (request, environment) => app.fetch(request, environment), accept: channel => links.accept(channel), start, stop };

    async function start(): Promise<void>
    {
        if (trustKey === undefined)
        {
            tell({ kind: 'untrusted', level: 'warn', message: 'There is no trust key: nodes join from this machine only, and protected procedures cannot be called over HTTP' });
        }

        view = await openOuterView({ id, folder, names: hooks, remote: router });
        health = createHealth(view?.healthChecks ?? []);
        admission.open(view === undefined ? router : withMiddleware(router, view.middleware, { runtime: view.runtime }));
        running = true;
    }

    async function stop(): Promise<void>
    {
        running = false;
        admission.close();

        await drained();
        await links.close();
        await view?.end();
    }

    function drained(): Promise<void>
    {
        return new Promise(resolve =>
        {
            const cancel = clock.after(drain, () =>
            {
                tell({ kind: 'drain-expired', level: 'warn', message: `${String(admission.inFlight)} calls did not end in time` });
                resolve();
            });

            void admission.idle().then(() =>
            {
                cancel();
                resolve();
            });
        });
    }
}
