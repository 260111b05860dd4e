import type { ErrorListener, Service } from '@jitar/http';
import type { Caller, Observer } from '@jitar/protocol';

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
            caller: describeCaller(start.caller),
            outcome, ms: roundTime(duration),
            ...describeError(error)
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

/**
 * Logs where a gateway sends each call, and what came of it, at debug: a line for each time that it is tried. With the
 * place in the trace that it came from, if any, for a gateway adds none of its own.
 */
export function logRoutes(logger: Logger): Observer | undefined
{
    if (!logger.isLevelEnabled('debug'))
    {
        return undefined;
    }

    return ({ fqn, version, caller, traceId, parentId }) => ({ target, outcome, error, duration }) =>
    {
        logger.debug({
            fqn, version, node: target,
            ...parentId !== undefined && { traceId, parentId },
            caller: describeCaller(caller),
            outcome, ms: roundTime(duration),
            ...describeError(error)
        }, 'Route');
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

function describeCaller(caller: Caller): string
{
    return caller.kind === 'outside' ? 'outside' : caller.id;
}

function describeError(error: unknown): { readonly error?: string }
{
    return error instanceof Error ? { error: `${error.name}: ${error.message}` } : {};
}

function roundTime(milliseconds: number): number
{
    return Math.round(milliseconds * 100) / 100;
}
