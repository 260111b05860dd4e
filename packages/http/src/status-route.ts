import { createError } from '@jitar/errors';
import { equalKeys, requestHeaders } from '@jitar/protocol';
import type { ServiceStatus } from '@jitar/protocol';
import type { MiddlewareHandler } from 'hono';

import { createRequestVerifier } from './request-signature.js';

/** What is told at `/status`, and to whom. */
export interface StatusRouteOptions
{
    /** The secret of the cluster; without one nobody is told anything. */
    readonly trustKey: string | undefined;
    readonly status: () => ServiceStatus;
}

const path = '/status';

/**
 * Answers `GET /status` to who brings the trust key, or a signature made with it (`signRequest`). Who brings neither passes
 * by, and finds what else there is at that path; a wrong one is refused with `WRONG_TRUST_KEY`.
 *
 * @example
 * ```ts
 * app.use(statusRoute({ trustKey: process.env.TRUST_KEY, status: () => gateway.status() }));
 * ```
 */
export function statusRoute({ trustKey, status }: StatusRouteOptions): MiddlewareHandler
{
    const verify = trustKey === undefined ? undefined : createRequestVerifier({ trustKey });

    async function isTrusted({ method, url, headers }: Request): Promise<boolean>
    {
        const key = headers.get(requestHeaders.trustKey);

        return trustKey !== undefined && (key === null ? await verify?.({ method, url }, headers.get('authorization')) === true : await equalKeys(key, trustKey));
    }

    return async function answerStatus(context, next)
    {
        if (!asksForStatus(context.req.raw))
        {
            return next();
        }

        if (!await isTrusted(context.req.raw))
        {
            throw createError('WRONG_TRUST_KEY', {});
        }

        return context.json(status(), 200, { 'cache-control': 'no-store' });
    };
}

/** Tells whether a request is one for the status of a service: at its path, and with a proof of trust, be it a wrong one. */
export function asksForStatus({ method, url, headers }: Request): boolean
{
    return (method === 'GET' || method === 'HEAD')
        && (headers.has(requestHeaders.trustKey) || headers.get('authorization')?.startsWith('Jitar ') === true)
        && new URL(url).pathname === path;
}
