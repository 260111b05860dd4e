import { createError } from '@jitar/errors';
import type { Invoker } from '@jitar/protocol';
import { Hono } from 'hono';

import { toResponse } from './answer.js';
import { answerError } from './error-answer.js';
import { createRpc } from './rpc.js';
import type { Rpc, RpcOptions } from './rpc.js';
import { fromFetch } from './rpc-request.js';

const methods = 'GET, HEAD, POST, OPTIONS';

/**
 * The RPC API for an invoker, as routes to be mounted where one likes.
 *
 * `GET /<fqn>?name=value` and `POST /<fqn>` with a JSON object run a procedure; `OPTIONS` and `HEAD` only tell
 * whether the caller may.
 *
 * @example
 * ```ts
 * const app = new Hono();
 * app.route('/rpc', rpcRoutes(runtime, { trustKey: process.env.TRUST_KEY }));
 * ```
 */
export function rpcRoutes(invoker: Invoker, options: RpcOptions = {}): Hono
{
    return routesOf(createRpc(invoker, options));
}

/** The RPC API as routes. */
export function routesOf(rpc: Rpc): Hono
{
    const routes = new Hono();

    routes.all('/:fqn{.+}', async context =>
    {
        const { method, raw: request } = context.req;

        if (method === 'OPTIONS' && request.headers.has('access-control-request-method'))
        {
            // A preflight that no CORS option answered: the browser gets no permission.
            return new Response(null, { status: 204, headers: { allow: methods } });
        }

        if (!['GET', 'HEAD', 'POST', 'OPTIONS'].includes(method))
        {
            const refusal = answerError(createError('METHOD_NOT_ALLOWED', { method }));
            refusal.headers.set('allow', methods);

            return refusal;
        }

        return toResponse(await rpc(context.req.param('fqn'), fromFetch(request)));
    });

    return routes;
}
