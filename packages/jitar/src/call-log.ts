import type { ErrorListener } from '@jitar/http';
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
            outcome, ms: Math.round(duration * 100) / 100,
            ...(error instanceof Error ? { error: `${error.name}: ${error.message}` } : {})
        }, 'Call');
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
