import { createError } from '@jitar/errors';
import { Hono } from 'hono';

import { cors } from './cors.js';
import type { CorsOptions } from './cors.js';
import { answerError } from './error-answer.js';
import type { ErrorListener } from './error-answer.js';
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
