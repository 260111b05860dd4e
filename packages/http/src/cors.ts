import { answerHeaders, requestHeaders } from '@jitar/protocol';
import type { MiddlewareHandler } from 'hono';
import { cors as honoCors } from 'hono/cors';

/** Which pages of other origins may read the answers. */
export interface CorsOptions
{
    /** The origins that may, or `*` for all. */
    readonly origin: string | readonly string[];
    /** Request headers that they may send, beside the ones of the RPC API and `content-type`; default: whatever they ask for. */
    readonly headers?: readonly string[];
}

/**
 * Lets pages of other origins read the answers. An `OPTIONS` request is a preflight only with
 * `Access-Control-Request-Method`; any other one is a dry run and passes.
 */
export function cors({ origin, headers = [] }: CorsOptions): MiddlewareHandler
{
    const origins = typeof origin === 'string' ? [origin] : [...origin];
    const everyone = origins.includes('*');

    const preflightAndAnswers = honoCors({
        origin: everyone ? '*' : origins,
        allowMethods: ['GET', 'POST', 'HEAD', 'OPTIONS'],
        allowHeaders: headers.length === 0 ? [] : ['content-type', ...Object.values(requestHeaders), ...headers],
        exposeHeaders: Object.values(answerHeaders)
    });

    return async function answerAcrossOrigins(context, next)
    {
        if (context.req.method !== 'OPTIONS' || context.req.header('access-control-request-method') !== undefined)
        {
            return preflightAndAnswers(context, next);
        }

        await next();

        const caller = context.req.header('origin');

        if (everyone || (caller !== undefined && origins.includes(caller)))
        {
            context.header('access-control-allow-origin', everyone ? '*' : caller);
            context.header('access-control-expose-headers', Object.values(answerHeaders).join(','));
        }

        context.header('vary', 'Origin', { append: true });

        return undefined;
    };
}
