import { createError } from '@jitar/errors';
import type { Invocation, Invoker, Outcome } from '@jitar/protocol';
import type { Codec } from '@jitar/serialization';

import { CallScope } from './call-scope.js';
import { systemClock } from './clock.js';
import type { Clock } from './clock.js';
import { keepingCodec } from './codecs.js';
import { CallContext, contextStorage } from './context.js';
import { decodeFailure } from './failure.js';
import { requestOf, toInvocation } from './request.js';
import type { Request } from './request.js';
import { isResponse, releaseResponse, responseOf, toOutcome } from './response.js';
import type { Response } from './response.js';
import type { Runtime } from './runtime.js';
import { lazySpan, parseTraceparent } from './trace.js';
import type { LazySpan } from './trace.js';

/**
 * Runs the rest of the chain, and the procedure at its end. It rejects with what those throw, as the outer view knows
 * it; an error that middleware lets through goes on as it came.
 */
export type NextHandler = () => Promise<Response>;

/** Middleware as a function. */
export type MiddlewareFunction = (request: Request, next: NextHandler) => Response | Promise<Response>;

/**
 * What stands between outside callers and procedures. It may change the request and the response, answer without
 * calling `next`, or throw.
 *
 * @example
 * ```ts
 * export default async function nameTenant(request: Request, next: NextHandler): Promise<Response>
 * {
 *     request.setArgument('*tenant', request.getHeader('x-tenant'));
 *
 *     return next();
 * }
 * ```
 */
export interface Middleware
{
    handle: MiddlewareFunction;
}

/** A chain of middleware, folded into one function: `enter` is what stands at its end. */
export type MiddlewareChain = (request: Request, enter: NextHandler) => Promise<Response>;

/** Folds middleware into one function, in order: the first one is entered first. */
export function foldMiddleware(middleware: readonly (Middleware | MiddlewareFunction)[]): MiddlewareChain
{
    return middleware.reduceRight<MiddlewareChain>((inner, link) =>
    {
        const handle: MiddlewareFunction = typeof link === 'function' ? link : (request, next) => link.handle(request, next);
        const name = typeof link === 'function' ? link.name : link.constructor.name;

        return async (request, enter) =>
        {
            const response: unknown = await handle(request, () => inner(request, enter));

            if (!isResponse(response))
            {
                throw createError('NO_RESPONSE', { middleware: name });
            }

            return response;
        };
    }, (_request, enter) => enter());
}

/** A chain that runs as code of a runtime. */
export interface ChainEntry
{
    readonly chain: MiddlewareChain;
    readonly request: Request;
    readonly invocation: Invocation;
    readonly runtime: Runtime;
    readonly clock: Clock;
    readonly deadline: number | undefined;
    readonly span: LazySpan;
    /** Decodes what the end of the chain rejects with. */
    readonly codec: Codec;
}

/**
 * Runs a chain so that the procedures which middleware imports are called by the runtime, within the call.
 *
 * @param enter - What stands at the end of the chain; gets the scope of the call.
 */
export function enterChain({ chain, request, invocation, runtime, clock, deadline, span, codec }: ChainEntry, enter: (scope: CallScope) => Promise<Response>): Promise<Response>
{
    const { fqn, signal, caller } = invocation;
    const scope = new CallScope({ fqn, clock, deadline, signal });
    const context = new CallContext({ runtime, caller, headers: () => Object.fromEntries(request.headers), span, scope });

    return withReadableFailures(codec, () => enter(scope), next => scope.run(() => contextStorage().run(context, () => chain(request, next))));
}

/** Runs a chain that sees the failures of other processes as errors; those that it lets through stay undecoded. */
async function withReadableFailures(codec: Codec, enter: NextHandler, run: (enter: NextHandler) => Promise<Response>): Promise<Response>
{
    const failures = new Map<unknown, unknown>();
    const entered = new Set<Response>();

    try
    {
        const answer = await run(async () =>
        {
            try
            {
                const response = await enter();

                entered.add(response);

                return response;
            }
            catch (failure)
            {
                const error = decodeFailure(failure, codec);

                failures.set(error, failure);

                throw error;
            }
        });

        entered.delete(answer);

        return answer;
    }
    catch (error)
    {
        throw failures.has(error) ? failures.get(error) : error;
    }
    finally
    {
        // Middleware answers otherwise.
        entered.forEach(releaseResponse);
    }
}

/** How middleware is put around an invoker. */
export interface MiddlewareOptions
{
    /** Whose calls run it: the ones from outside the cluster (the default), or everyone's. */
    readonly calls?: 'outside' | 'all';
    /** Decodes what middleware touches; default: a codec without classes, which keeps instances as they came. */
    readonly codec?: Codec;
    /** Calls the procedures that middleware imports; absent: whichever runtime generated code finds. */
    readonly runtime?: Runtime;
    /** Default: the clock of the host. */
    readonly clock?: Clock;
}

/**
 * Puts middleware around an invoker. A dry run passes it by, since nothing may run.
 *
 * @param middleware - In order: the first one is entered first.
 *
 * @example
 * ```ts
 * const guarded = withMiddleware(router, [logCalls, { handle: authenticate }]);
 * ```
 */
export function withMiddleware(invoker: Invoker, middleware: readonly (Middleware | MiddlewareFunction)[], options: MiddlewareOptions = {}): Invoker
{
    const { calls = 'outside', codec = keepingCodec(), runtime, clock = systemClock } = options;
    const chain = foldMiddleware(middleware);

    if (middleware.length === 0)
    {
        return invoker;
    }

    return {
        async invoke(invocation: Invocation): Promise<Outcome>
        {
            if (invocation.dryRun === true || (calls === 'outside' && invocation.caller.kind !== 'outside'))
            {
                return invoker.invoke(invocation);
            }

            const { deadline, headers, args } = invocation;
            const request = requestOf(invocation, codec);
            const enter = async (): Promise<Response> => responseOf(await invoker.invoke(await toInvocation(request, invocation)), codec);
            const span = lazySpan(() => parseTraceparent(headers['traceparent']));

            const response = await (runtime === undefined
                ? withReadableFailures(codec, enter, next => chain(request, next))
                : enterChain({ chain, request, invocation, runtime, clock, deadline, span, codec }, enter));

            return toOutcome(response, args.form === 'live', codec);
        }
    };
}
