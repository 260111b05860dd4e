import { hasCode } from '@jitar/errors';
import { createServiceApp, healthRoutes, mountRpc, statusRoute } from '@jitar/http';
import { systemClock } from '@jitar/link';
import { findApplicationUrl } from '@jitar/manifest';
import { createNonce, limits } from '@jitar/protocol';
import type { Invoker, MemberIdentity } from '@jitar/protocol';
import { createAdmission, createRouter, unstarted } from '@jitar/routing';
import type { Router } from '@jitar/routing';
import { createCallMeter, createHealth, createRuntime, hasHooks, joinObservers, openOuterView, withMiddleware } from '@jitar/runtime';
import type { Health, OuterView } from '@jitar/runtime';

import type { Gateway, GatewayOptions } from './gateway-options.js';
import { createNodeLinks } from './node-links.js';
import { describeGateway } from './status.js';

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
    const { id = createNonce(), trustKey, folder = '.', hooks = {}, balancing, timeout, drain = limits.drain, monitor = {}, onEvent, clock = systemClock } = options;
    const { cors, exposeErrors, onError, bodyLimit, outstanding, retry, ejection, random } = options;

    const identity: MemberIdentity = { id, kind: 'gateway' };
    const tell = onEvent ?? (() => undefined);
    const createdAt = clock.now();
    const meter = createCallMeter({ now: () => clock.now() });
    // Without a key there is nobody whom the status could be told.
    const observer = joinObservers(options.observer, trustKey === undefined ? undefined : meter.observer);
    const admission = createAdmission();
    // What nodes call through the gateway is often a part of what it still waits for: they have a door of their own.
    const memberAdmission = createAdmission();
    const router = createRouter({
        now: () => clock.now(),
        after: (milliseconds, action) => clock.after(milliseconds, action),
        onEject: (node, milliseconds) => tell({ kind: 'node-ejected', level: 'warn', node, message: `Calls of node ${node} fail; it gets none for ${String(milliseconds)} ms` }),
        ...(outstanding !== undefined && { outstanding }),
        ...(retry !== undefined && { retry }),
        ...(ejection !== undefined && { ejection }),
        ...(random !== undefined && { random }),
        ...(balancing !== undefined && { balancing }),
        ...(timeout !== undefined && { timeout })
    });
    const routing = whereNothingStarted(router);
    const links = createNodeLinks({ identity, trustKey, router, invoker: memberAdmission, observer, monitor, clock, tell });
    const app = createServiceApp({ cors, exposeErrors, onError });
    const rpc = mountRpc(app, admission, { cors, trustKey, bodyLimit, exposeErrors, onError });

    let health: Health = createHealth([]);
    let view: OuterView | undefined;
    let state: 'starting' | 'running' | 'stopping' = 'starting';

    app.route('/health', healthRoutes({ check: checkHealth }));
    app.use(statusRoute({
        trustKey,
        status: () => describeGateway({ id, state, uptime: clock.now() - createdAt, admission, memberAdmission, router, meter, links: links.status(), now: clock.now() })
    }));

    return {
        id,
        members: () => router.members(),
        fetch: (request, environment) => app.fetch(request, environment),
        rpc,
        accept: channel => links.accept(channel),
        start,
        stop
    };

    /** A gateway without nodes is of no use to anyone. */
    async function checkHealth(): Promise<Readonly<Record<string, boolean>>>
    {
        const nodes = router.members().some(({ healthy, responsive, draining }) => healthy && responsive && !draining);

        return { nodes, ...await health.check(), ...state !== 'running' && { running: false } };
    }

    async function start(): Promise<void>
    {
        if (trustKey === undefined)
        {
            tell({ kind: 'untrusted', level: 'warn', message: 'There is no trust key: nodes join from this machine only, and protected procedures cannot be called over HTTP' });
        }

        const invoker = hasHooks(hooks) ? await openGuarded() : routing;

        memberAdmission.open(invoker);
        admission.open(invoker);
        state = 'running';
    }

    async function openGuarded(): Promise<Invoker>
    {
        const root = await findApplicationUrl(folder);
        const runtime = createRuntime({ id, root, remote: routing });

        view = await openOuterView({ runtime, root, names: hooks });
        health = createHealth(view.healthChecks, { runtime });

        return withMiddleware(routing, view.middleware, { runtime });
    }

    async function stop(): Promise<void>
    {
        state = 'stopping';

        const after = (milliseconds: number, action: () => void): () => void => clock.after(milliseconds, action);
        const end = clock.now() + drain;

        await admission.drain(drain, after);
        await memberAdmission.drain(Math.max(0, end - clock.now()), after);

        // A call of a node may belong to one from outside, so that the two are not added up.
        const cutOff = Math.max(admission.inFlight, memberAdmission.inFlight);

        if (cutOff > 0)
        {
            tell({ kind: 'drain-expired', level: 'warn', message: `${String(cutOff)} calls did not end in time` });
        }

        await links.close();
        await view?.close();
    }
}

/** What no node serves that this gateway knows, surely ran nowhere: another gateway may know one. */
function whereNothingStarted(router: Router): Invoker
{
    return {
        invoke: async invocation =>
        {
            try
            {
                return await router.invoke(invocation);
            }
            catch (error)
            {
                throw hasCode(error, 'NO_NODE_FOR_PROCEDURE') || hasCode(error, 'PROCEDURE_NOT_FOUND') ? unstarted(error) : error;
            }
        }
    };
}
