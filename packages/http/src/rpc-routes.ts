import { createError } from '@jitar/errors';
import { limits } from '@jitar/protocol';
import type { Invoker } from '@jitar/protocol';
import { Hono } from 'hono';

import { answerError } from './error-answer.js';
import type { ErrorListener } from './error-answer.js';
import { createRequestVerifier } from './request-signature.js';
import { answerPlain, answerTagged } from './rpc-answer.js';
import { isTagged } from './rpc-arguments.js';
import { readInvocation } from './rpc-request.js';

/** How procedures may be called over HTTP. */
export interface RpcOptions
{
    /** The secret of the cluster. Without one, a request that brings a trust key is refused, and protected procedures cannot be called. */
    readonly trustKey?: string | undefined;
    /** Bytes of a request body; default 204 800. */
    readonly bodyLimit?: number | undefined;
    /** Whether callers get the messages of all errors; default `false`: messages may hold secrets of the application. */
    readonly exposeErrors?: boolean | undefined;
    /** Hears of the errors that callers do not get to see. */
    readonly onError?: ErrorListener | undefined;
}

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
    const { trustKey, bodyLimit = limits.httpBody, exposeErrors, onError } = options;
    const verifyMember = trustKey === undefined ? undefined : createRequestVerifier({ trustKey });
    const rules = { trustKey, verifyMember, bodyLimit };

    async function answer(fqn: string, request: Request): Promise<Response>
    {
        const tagged = isTagged(request);

        try
        {
            const outcome = await invoker.invoke(await readInvocation(fqn, request, rules));

            return await (tagged ? answerTagged(outcome) : answerPlain(outcome));
        }
        catch (error)
        {
            return answerError(isDeparture(error, request) ? createError('CALL_CANCELLED', { fqn }, { cause: error }) : error, { exposeErrors, onError, fqn, tagged });
        }
    }

    const routes = new Hono();

    routes.all('/:fqn{.+}', context =>
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

        return answer(context.req.param('fqn'), request);
    });

    return routes;
}

/** Tells whether a call failed because its caller left: nobody hears the answer, and nothing is wrong here. */
function isDeparture(error: unknown, { signal }: Request): boolean
{
    return signal.aborted && error === signal.reason;
}
