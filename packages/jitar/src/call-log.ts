import type { ErrorListener, Service } from '@jitar/http';
import type { Invocation, Observer } from '@jitar/protocol';

import type { Logger } from './logger.js';

/** Something that happened in a service. */
export interface ServiceEvent
{
    readonly kind: string;
    readonly level: 'info' | 'warn';
    readonly message: string;
    readonly error?: unknown;
}

/** Logs one line a call, at debug; absent when nobody would read it, so that nothing is measured. */
export function logCalls(logger: Logger): Observer | undefined
{
    if (!logger.isLevelEnabled('debug'))
    {
        return undefined;
    }

    return start => end =>
    {
        const { fqn, version, kind, member, segment, traceId, spanId, parentId } = start;
        const { outcome, error, duration } = end;

        logger.debug({
            fqn, version, kind, member, segment, traceId, spanId, parentId,
            caller: start.caller.kind === 'outside' ? 'outside' : start.caller.id,
            outcome, ms: roundTime(duration),
            ...(error instanceof Error ? { error: `${error.name}: ${error.message}` } : {})
        }, 'Call');
    };
}

/**
 * Logs one line a request, at debug, when its answer begins. Without the query, which is the caller's affair; with
 * the trace that the request is part of, as it came.
 */
export function logRequests(service: Service, logger: Logger): Service
{
    if (!logger.isLevelEnabled('debug'))
    {
        return service;
    }

    return {
        ...service,
        // All requests pass here.
        rpc: undefined,

        async fetch(request, environment)
        {
            const begin = performance.now();
            const response = await service.fetch(request, environment);

            logger.debug({
                method: request.method, path: new URL(request.url).pathname, status: response.status,
                traceparent: request.headers.get('traceparent') ?? undefined, ms: roundTime(performance.now() - begin)
            }, 'Request');

            return response;
        }
    };
}

/** Logs where a gateway sends each call, at debug. */
export function logRoutes(logger: Logger): ((invocation: Invocation, node: { readonly id: string }) => void) | undefined
{
    if (!logger.isLevelEnabled('debug'))
    {
        return undefined;
    }

    return ({ fqn, version, caller, headers }, { id }) =>
    {
        logger.debug({ fqn, version, node: id, caller: caller.kind === 'outside' ? 'outside' : caller.id, traceparent: headers['traceparent'] }, 'Route');
    };
}

/** Logs the errors that outside callers do not get to see, with the id that they got instead. */
export function logErrors(logger: Logger): ErrorListener
{
    return (error, { correlationId, fqn }) =>
    {
        logger.error({ err: error, correlationId, fqn }, fqn === undefined ? 'A request failed' : `The call of "${fqn}" failed`);
    };
}

/** Logs what happens to a service. */
export function logEvents(logger: Logger): (event: ServiceEvent) => void
{
    return ({ level, message, error }) =>
    {
        logger[level](error === undefined ? {} : { err: error }, message);
    };
}

function roundTime(milliseconds: number): number
{
    return Math.round(milliseconds * 100) / 100;
}
