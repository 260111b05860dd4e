import { createError } from '@jitar/errors';
import type { Invoker } from '@jitar/protocol';
import { Hono } from 'hono';

import { cors } from './cors.js';
import type { CorsOptions } from './cors.js';
import { answerError } from './error-answer.js';
import type { ErrorListener } from './error-answer.js';
import { createRpc } from './rpc.js';
import type { Rpc, RpcOptions } from './rpc.js';
import { routesOf } from './rpc-routes.js';
import type { RequestEnvironment } from './service.js';

/** What all services have in common over HTTP. */
export interface ServiceAppOptions
{
    /** Which pages of other origins may read the answers; default none. */
    readonly cors?: CorsOptions | undefined;
    readonly exposeErrors?: boolean | undefined;
    readonly onError?: ErrorListener | undefined;
}

/** A Hono application that knows the connection of a request as `context.env`. */
export type ServiceApp = Hono<{ Bindings: RequestEnvironment }>;

/**
 * Adds the RPC API to the application of a service, below `/rpc`.
 *
 * @returns The API for a host that needs no objects of fetch; `undefined` where `cors` has a part in its answers.
 */
export function mountRpc(app: ServiceApp, invoker: Invoker, { cors: corsOptions, ...options }: RpcOptions & Pick<ServiceAppOptions, 'cors'> = {}): Rpc | undefined
{
    const rpc = createRpc(invoker, options);

    app.route('/rpc', routesOf(rpc));

    return corsOptions === undefined ? rpc : undefined;
}

/** Creates the application of a service: unknown paths and unforeseen errors are answered as the RPC API answers them. */
export function createServiceApp({ cors: corsOptions, exposeErrors, onError }: ServiceAppOptions = {}): ServiceApp
{
    const app: ServiceApp = new Hono();

    if (corsOptions !== undefined)
    {
        app.use(cors(corsOptions));
    }

    app.notFound(context => answerError(createError('PATH_NOT_FOUND', { path: context.req.path })));
    app.onError(error => answerError(error, { exposeErrors, onError }));

    return app;
}
